"""Articles, feeds and the person's state in SQLite: the only folder that writes SQL or imports sqlite3."""
