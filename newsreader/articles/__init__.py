"""A body in any markup becomes a Document, a Document becomes lines, text, Markdown, HTML or JSON. Pure: no files, no network."""
