"""Time searches: first page (the best 50 of the newest 2,000 matches), full ranking, list and count.

    python tests/bench/search.py [ARTICLES] [--dir DIR]

Without --dir a store is filled and indexed in a temporary folder (100,000 articles by default: about 40 s).
A … behind a query: it is still being typed, its last word is a prefix.
"""

import argparse
from datetime import datetime
from pathlib import Path

from timing import store, timed

from newsreader.query.parse import parse
from newsreader.query.words import terms
from newsreader.store.queries import Reader
from newsreader.store.search import search, snippets
from newsreader.store.selection import Selection

CASES = (
    "the",
    "government",
    "quixotic",
    "the of in",
    "the or of or that",
    '"of the"',
    "t…",
    "th…",
    "the…",
    "gov…",
    "the t…",
    "title:the",
    "url:feed-0001",
    "-the",
    "the -of",
    "the is:unread",
    "the section:World",
    "the or is:starred",
    "is:unread section:World",
    "newer:2d the",
    "xyzzy",
    "quixotic the…",
    "would the…",
    "xyzzy or the…",
    "quixotic -the",
    "99 (w is:read)",
)
COMMON = "the of in to a is that for it was on with as at by he from his had are but an be have her this they".split()
WIDE = " or ".join(f"({COMMON[n % len(COMMON)]}{n // len(COMMON) or ''} is:read)" for n in range(99))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    parser.add_argument("--dir", type=Path)
    args = parser.parse_args()
    now = datetime.now().astimezone()
    with store(args.dir, args.articles, index=True) as path:
        reader = Reader(path)
        print(
            f"{reader.last_id():,} articles, {path.stat().st_size / 1e6:.0f} MB, {reader.unindexed()} not indexed; ms"
        )
        print(f"{'query':26}{'matches':>9}{'first page':>12}{'full':>9}{'list 100':>10}{'count':>9}{'20 snippets':>13}")
        for case in CASES:
            text = WIDE if case.startswith("99") else case.rstrip("…")
            query = parse(text, now=now, typing=case.endswith("…"))
            listed = Selection(query=query)
            first, hits = timed(lambda query=query: search(reader, query, Selection()))
            full, _ = timed(lambda query=query: search(reader, query, Selection(), full=True), times=1)
            ids, _ = timed(lambda listed=listed: reader.ids(listed, limit=100))
            count, matches = timed(lambda listed=listed: reader.count(listed))
            shown = [hit.id for hit in hits[:20]]
            around, _ = timed(lambda shown=shown, query=query: snippets(reader, shown, terms(query)))
            print(f"{case:26}{matches:>9,}{first:>12.1f}{full:>9.0f}{ids:>10.1f}{count:>9.1f}{around:>13.1f}")
        reader.close()


if __name__ == "__main__":
    main()
