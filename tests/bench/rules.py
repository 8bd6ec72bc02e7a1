"""How long rules take for an article: `python tests/bench/rules.py`."""

import time
from datetime import datetime

from newsreader.config.schema import Rule
from newsreader.model import Changes, Entry, KeyedEntry
from newsreader.newsdesk.rules import Rules, Source

ARTICLES = 5000
BODY = f"<p>{' '.join(f'word{n % 97} lorem' for n in range(135))}</p>"
WORLD = Source("World Daily", "https://world.example/rss", "World")


def article(n: int) -> KeyedEntry:
    entry = Entry(str(n), "https://world.example/news/story", f"Title {n} about things", ("Ada Nowak",), body=BODY)
    return KeyedEntry(str(n), entry, b"", b"")


def measure(label: str, *queries: str) -> None:
    changes = Changes(new=tuple(map(article, range(ARTICLES))))
    rules = Rules([Rule(name=query, when=query, do="mute") for query in queries], datetime.now().astimezone())
    began = time.perf_counter()
    rules.apply(changes, WORLD)
    print(f"{label:<24} {(time.perf_counter() - began) / ARTICLES * 1e6:6.0f} µs an article")


if __name__ == "__main__":
    measure("10 rules on titles", *(f"title:football{n}" for n in range(10)))
    measure("1 rule on words", "football")
    measure("10 rules on words", *(f"football{n} or soccer{n}" for n in range(10)))
