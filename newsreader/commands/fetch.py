"""`newsreader fetch`: one-off work for stored articles, beside a refresh: full text, pictures, an enclosure."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import CommandError, flush, json_line, out
from newsreader.commands.working import index, keyring_for, stopping_at_signals
from newsreader.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsreader.config.schema import Config
    from newsreader.feeds.fetch import Done, Event, Wanted
    from newsreader.feeds.plan import Plan
    from newsreader.store.queries import Reader

NAME = "fetch"
HELP = "fetch the full text, the pictures or an enclosure of stored articles"

_BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "ids", metavar="ID", type=_number, nargs="+", help="articles; newsreader list --json has the ids"
    )
    parser.add_argument(
        "--full", action="store_true", help="the full article from its page (what is done without an option)"
    )
    parser.add_argument("--images", action="store_true", help="the pictures, into the cache")
    parser.add_argument(
        "--enclosure", metavar="N", type=_number, help="the N-th enclosure, from 1, into the downloads folder"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line for everything that happens")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:20]) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text[:20])


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Fetch what is wanted; status 1 where all of it failed."""
    from newsreader.commands.stored import load_config
    from newsreader.store.errors import StoreError

    config = load_config(paths)
    try:
        return _run(args, paths, config)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _run(args: argparse.Namespace, paths: Paths, config: "Config") -> int:
    from newsreader.feeds.fetch import Wanted

    wanted = Wanted(args.full or not (args.images or args.enclosure), args.images, args.enclosure)

    def printer(reader: "Reader") -> "Callable[[Event], None]":
        return _print_json if args.json else _Lines(reader, bar=sys.stderr.isatty())

    done, signals = fetch(args.ids, wanted, paths, config, printer)
    if signals:
        return 128 + signals[0]
    return 1 if done.failed and not (done.stored or done.kept) else 0


def fetch(
    ids: "Sequence[int]",
    wanted: "Wanted",
    paths: Paths,
    config: "Config",
    reporter: "Callable[[Reader], Callable[[Event], None]]",
) -> "tuple[Done, list[int]]":
    """Fetch what is `wanted` for articles, and tell what happens; returns (what came of it, the signals that asked to stop).

    Raises StoreError.
    """
    from newsreader.config.load import subscriptions
    from newsreader.feeds.fetch import Fetch
    from newsreader.feeds.plan import World
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

    writer = Writer(paths.database)
    try:
        writer.sync(subscriptions(config, paths.config))
        reader = Reader(paths.database)
        try:
            world = World(at_once=config.fetch.hosts)
            plans = _plans(reader, config, paths)
            with keyring_for(plans) as keyring:
                errand = Fetch(writer, reader, plans, paths.cache, reporter(reader), world=world, keyring=keyring)
                with stopping_at_signals(errand.stop) as signals:
                    done = errand.run(ids, wanted, _downloads(config))
                    index(writer, signals)
        finally:
            reader.close()
    finally:
        writer.close()
    return done, signals


def _plans(reader: "Reader", config: "Config", paths: Paths) -> "list[Plan]":
    """How each feed is asked, also those that are not subscribed to any more: their starred articles are still there."""
    from newsreader.config.load import subscriptions
    from newsreader.feeds.plans import plans_of

    return plans_of(reader.feeds(all=True), config, subscriptions(config, paths.config))


def _downloads(config: "Config") -> Path:
    if config.reader.downloads:
        return Path(config.reader.downloads)
    import platformdirs

    return Path(platformdirs.user_downloads_dir())


# ── What is printed ───────────────────────────────────────────────────────────────────────────────────────────────────


def _print_json(event: "Event") -> None:
    from newsreader.feeds.fetch import as_json

    json_line(as_json(event))
    flush()


class _Lines:
    """A line for each thing that was fetched, and a bar below them on a terminal while a file comes."""

    def __init__(self, reader: "Reader", *, bar: bool) -> None:
        self._reader, self._has_bar, self._shown = reader, bar, ""

    def __call__(self, event: "Event") -> None:
        from newsreader.feeds.download import Downloaded, Progress
        from newsreader.feeds.fetch import Done
        from newsreader.feeds.fulltext import FullText
        from newsreader.feeds.pictures import Picture

        self._clear()
        match event:
            case Progress():
                self._draw(event.bytes, event.of)
            case FullText():
                words = f"{event.words:,} words" if event.words is not None else ""
                self._say(event.result, self._title(event.article_id), words, event.reason)
            case Downloaded():
                self._say(event.result, self._title(event.article_id), str(event.path or ""), event.reason)
            case Picture():
                self._say(event.result, event.url, str(event.path or ""), event.reason)
            case Done():
                if event.stored + event.kept + event.failed != 1:
                    out(_sum(event))
        flush()

    def _say(self, *parts: str) -> None:
        result, *rest = parts
        out(f"{result:<6}  {'  '.join(part for part in rest if part)}")

    def _title(self, id_: int) -> str:
        rows = self._reader.headlines([id_]) if id_ < 1 << 63 else []
        return rows[0].title if rows else ""

    def _draw(self, done: int, of: int | None) -> None:
        if not self._has_bar:
            return
        from newsreader.feeds.download import in_words

        full = _BAR * done // of if of else 0
        bar = f"{'━' * full}{'┄' * (_BAR - full)} " if of else ""
        self._shown = f"{bar}{in_words(done)}{f' of {in_words(of)}' if of else ''}"
        sys.stderr.write(self._shown)
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r")
            sys.stderr.flush()
            self._shown = ""


def _sum(done: "Done") -> str:
    counts = ((done.stored, "stored"), (done.kept, "kept"), (done.failed, "failed"))
    told = ", ".join(f"{number} {word}" for number, word in counts if number) or "nothing to fetch"
    return f"{told}; {done.ms / 1000:.1f} s"
