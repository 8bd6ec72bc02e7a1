"""Fill a data folder with synthetic articles, fast, and write the config.toml that goes with it.

    python tests/bench/fill_store.py DIR ARTICLES [FEEDS] [--words 270] [--unread 0.1] [--index]

DIR gets news.db and config.toml; start the reader on it with `newsreader --config DIR/config.toml --data-dir DIR`.
Nothing in it is due, so that nothing is fetched. The vocabulary is natural: 40,000 words after Zipf's law, put
together to sentences. The newest article bears the headline KNOWN_HEADLINE, every 1,000th the word 'quixotic'.
"""

import argparse
import hashlib
import itertools
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer

KNOWN_HEADLINE = "Harbour lamps return to Norwick after the long dark"
RARE_WORD = "quixotic"
SECTIONS = ("World", "Business", "Technology", "Science", "Culture", "Sport", "Health", "Climate", "Politics", "Local")
COMMON = (
    "the of and to a in that it is was for on with as by at from his her they this have had not be are or an but we "
    "were which their said will one all would who there what about more when out up people new than time its government"
).split()
BATCH = 5_000


class Prose:
    """Sentences of words that never were, as frequent as words are."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        onsets = "b c d f g h j k l m n p r s t v w br ch cr dr fl gr pl pr sh sl st str th tr".split()
        vowels = "a e i o u ai ea ee ie oa ou".split()
        codas = ["", "", "", *"n r l s t d m nd nt st rk ck ng ld".split()]
        syllables = ["".join(parts) for parts in itertools.product(onsets, vowels, codas)]
        made = {
            "".join(self.random.choice(syllables) for _ in range(self.random.choice((1, 2, 2, 2, 3, 3))))
            for _ in range(60_000)
        }
        self.words = [*COMMON, *sorted(made - set(COMMON), key=lambda word: hashlib.md5(word.encode()).digest())][
            :40_000
        ]
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.sentences = [self._sentence() for _ in range(30_000)]
        self.names = [f"{self._name()} {self._name()}" for _ in range(2_000)]

    def _sentence(self) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(8, 28))
        return f"{' '.join(words).capitalize()}."

    def _name(self) -> str:
        return self.random.choice(self.words[500:]).capitalize()

    def title(self) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(5, 11))
        return " ".join(words).capitalize()

    def body(self, words: int) -> str:
        """Paragraphs of some `words` words in all."""
        count = max(1, round(self.random.gauss(words, words / 4) / 18))
        chosen = self.random.choices(self.sentences, k=count)
        return "\n".join(f"<p>{' '.join(chosen[n : n + 4])}</p>" for n in range(0, count, 4))


def entries(prose: Prose, feeds: int, articles: int, words: int, now: datetime) -> Iterator[tuple[int, KeyedEntry]]:
    """Yield (number of the feed from 1, entry) from the oldest of a year to the newest of a minute ago."""
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(feeds)))
    step = timedelta(days=365) / articles
    for n in range(articles):
        feed = prose.random.choices(range(1, feeds + 1), cum_weights=weights)[0]
        newest = n == articles - 1
        title = KNOWN_HEADLINE if newest else prose.title()
        if n % 1000 == 0:
            title = f"{title} {RARE_WORD}"
        key = f"https://feed-{feed:04}.example/{n}"
        digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
        entry = Entry(
            guid=key,
            link=key,
            title=title,
            authors=(prose.random.choice(prose.names),),
            published=now - timedelta(minutes=1) - step * (articles - 1 - n),
            body=prose.body(words),
        )
        yield feed, KeyedEntry(key, entry, digest, digest)


def write_config(folder: Path, feeds: int) -> list[Subscription]:
    """Write config.toml; returns the feeds in it."""
    wanted = [
        Subscription(
            url=f"https://feed-{n:04}.example/rss", name=f"Paper {n:04}", section=SECTIONS[(n - 1) % len(SECTIONS)]
        )
        for n in range(1, feeds + 1)
    ]
    tables = [f'[[feeds]]\nurl = "{s.url}"\nname = "{s.name}"\nsection = "{s.section}"\n' for s in wanted]
    (folder / "config.toml").write_text("\n".join(tables), encoding="utf-8")
    return wanted


def fill(
    folder: Path, articles: int, feeds: int = 500, words: int = 270, unread: float = 0.1, index: bool = False
) -> None:
    """Fill `folder`; see the module's docstring."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    clock = [now]
    writer = Writer(folder / "news.db", clock=lambda: clock[0])
    writer.sync(write_config(folder, feeds))
    not_due = Schedule(last_check=now, last_success=now, next_check=now + timedelta(days=3650), reason="synthetic")
    writer.commit([FeedUpdate(n, not_due) for n in range(1, feeds + 1)])
    made = entries(Prose(articles), feeds, articles, words, now)
    while batch := list(itertools.islice(made, BATCH)):
        by_feed: dict[int, list[KeyedEntry]] = {}
        for feed, keyed in reversed(batch):
            by_feed.setdefault(feed, []).append(keyed)
        clock[0] = batch[-1][1].entry.published or now
        writer.commit([FeedUpdate(feed, not_due, Changes(new=tuple(held))) for feed, held in by_feed.items()])
    clock[0] = now
    choice = random.Random(articles)
    reader = Reader(folder / "news.db")
    last = reader.last_id()
    reader.close()
    writer.set_flag([n for n in range(1, last) if choice.random() >= unread], "read", True)
    writer.set_flag([n for n in range(1, last) if choice.random() < 0.01], "starred", True)
    if index:
        while writer.index_some():
            pass
    writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("feeds", type=int, nargs="?", default=500)
    parser.add_argument("--words", type=int, default=270, help="words an article, on average")
    parser.add_argument("--unread", type=float, default=0.1, help="which part of the articles is unread")
    parser.add_argument("--index", action="store_true", help="build the full-text index as well")
    args = parser.parse_args()
    began = time.perf_counter()
    fill(args.dir, args.articles, args.feeds, args.words, args.unread, args.index)
    size = (args.dir / "news.db").stat().st_size / 1e6
    print(f"{args.articles:,} articles of {args.feeds} feeds in {time.perf_counter() - began:.1f} s, {size:.0f} MB")
    print(f"newest headline: {KNOWN_HEADLINE}")


if __name__ == "__main__":
    main()
