"""`newsreader read`: one article, set for reading: from the store, a file, the web or stdin."""

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, out_text, warn
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.articles.document import Document

NAME = "read"
HELP = "one article, set for reading: from the store, a file, the web or stdin"

_WIDTH = 80
_WIDTHS = range(20, 1001)
_MAX_BYTES = 1 << 26
"""64 MiB: no article is longer, and a device never ends."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A document to print, with what the store knows of it."""

    document: "Document"
    article_id: int | None = None
    feed: str | None = None
    section: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "target", metavar="ID|PATH|URL|-", help="an article's id, a feed, page or text file, an address, or - for stdin"
    )
    parser.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text", help="default: text")
    parser.add_argument(
        "--width", type=_width, metavar="N", help="cells of a line of text (default: the terminal's, at most 80)"
    )

    parser.add_argument(
        "--full", action="store_true", help="of a stored article: fetch its page first, for the full text"
    )
    parser.add_argument(
        "--with-body", action="store_true", help="json: the body as HTML beside its blocks, under the key html"
    )
    parser.add_argument(
        "--diff", action="store_true", help="of a stored article: what changed when it was updated; text or json"
    )


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the article; of a feed all its articles, one after the other."""
    if args.diff:
        from newsreader.commands.diff import print_diff

        print_diff(args.target, args.format, args.width or _terminal_width(), paths)
        return 0
    if args.with_body and args.format != "json":
        raise CommandError("--with-body adds to JSON: give --format json with it", WRONG_USE)
    status = _fetch_full(int(args.target), paths) if args.full and _is_id(args.target) else 0
    pages = _pages(args.target, paths, wants_full=args.full)
    _print(pages, args.format, args.width or _terminal_width(), with_body=args.with_body)
    return status


def _width(text: str) -> int:
    if not text.isdigit() or int(text) not in _WIDTHS:
        raise argparse.ArgumentTypeError(f"{text!r} is no width; give a number from {_WIDTHS[0]} to {_WIDTHS[-1]}")
    return int(text)


def _terminal_width() -> int:
    return min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDTH) if sys.stdout.isatty() else _WIDTH


# ── Where articles come from ──────────────────────────────────────────────────────────────────────────────────────────


def _is_id(target: str) -> bool:
    return target.isascii() and target.isdigit()


def _pages(target: str, paths: Paths, *, wants_full: bool) -> Iterable[_Page]:
    if target == "-":
        return _documents(sys.stdin.buffer.read(_MAX_BYTES), "", wants_full=wants_full)
    if _is_id(target):
        return [_stored(int(target), paths)]
    if target.lower().startswith(("http://", "https://")):
        from newsreader.commands.stored import load_config
        from newsreader.commands.webpage import fetch

        body, content_type, url = fetch(target, load_config(paths).fetch)
        return _documents(body, url, content_type, wants_full=wants_full)
    return _documents(_file(Path(target).expanduser()), target, wants_full=wants_full)


def _stored(article_id: int, paths: Paths) -> _Page:
    from newsreader.articles.build import build
    from newsreader.commands.stored import open_reader
    from newsreader.newsdesk.coverage import also_covered_by
    from newsreader.newsdesk.related import also_worth_reading

    with open_reader(paths) as reader:
        article = reader.article(article_id) if article_id < 1 << 63 else None
        if article is None:
            raise CommandError(f"there is no article {article_id}; newsreader list --json shows the ids")
        feeds = {feed.id: feed for feed in reader.feeds(all=True)}
        covered = also_covered_by(reader, article.headline, feeds)
        related = also_worth_reading(reader, article.headline, feeds)
    feed = feeds.get(article.headline.feed_id)
    kicker = " · ".join(part for part in (feed.section, feed.name) if part) if feed else ""
    document = replace(build(article, kicker=kicker), also_covered_by=covered, also_worth_reading=related)
    return _Page(document, article_id, feed.name if feed else None, (feed.section or None) if feed else None)


def _fetch_full(article_id: int, paths: Paths) -> int:
    """Fetch the page of an article; returns 1 where that failed. What the store has is shown in either case."""
    from newsreader.commands.fetch import fetch
    from newsreader.commands.stored import load_config
    from newsreader.feeds.fetch import Wanted
    from newsreader.feeds.fulltext import FullText
    from newsreader.store.errors import StoreError

    def report(event: object) -> None:
        if isinstance(event, FullText) and event.result != "stored":
            warn(f"the feed's text: {event.reason}")

    try:
        done, signals = fetch([article_id], Wanted(True, False, None), paths, load_config(paths), lambda _: report)
    except StoreError as error:
        raise CommandError(str(error)) from error
    return 128 + signals[0] if signals else 1 if done.failed else 0


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except IsADirectoryError:
        raise CommandError(
            f"{path} is a folder; name a file in it, or open it with: newsreader {path}", WRONG_USE
        ) from None
    except FileNotFoundError:
        raise CommandError(f"there is no file {path}") from None
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _documents(data: bytes, name: str, content_type: str = "", *, wants_full: bool) -> Iterator[_Page]:
    """The articles in a document: those of a feed, else the one of a page or text, which is full by itself."""
    from newsreader.feeds.parse import NotAFeed, parse

    address = name if name.startswith(("http://", "https://")) else ""
    if _may_be_feed(data):
        try:
            feed = parse(data, name, content_type=content_type)
        except (NotAFeed, ValueError, RecursionError):
            feed = None
        if feed is not None and feed.entries:
            if wants_full:
                raise CommandError(
                    "--full is for stored articles and pages; this is a feed: name an article's id", WRONG_USE
                )
            from newsreader.articles.build import from_entry

            return (_Page(from_entry(entry, kicker=feed.title), feed=feed.title or None) for entry in feed.entries)
    return iter([_Page(_page(data, name, address, content_type))])


def _may_be_feed(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return start.startswith((b"<", b"{", b"\x1f\x8b"))


def _page(data: bytes, name: str, address: str, content_type: str) -> "Document":
    from newsreader.articles import build
    from newsreader.feeds.pages import NotAPage, kind_of, text_of

    try:
        text = text_of(data, content_type)
    except NotAPage as error:
        raise CommandError(f"{name or 'stdin'}: {error}") from error
    match kind_of(text, name):
        case "page":
            return build.from_page(text, address)
        case "markdown":
            return build.from_markdown(text)
        case _:
            return build.from_text(text)


# ── What is printed ───────────────────────────────────────────────────────────────────────────────────────────────────


def _print(pages: Iterable[_Page], form: str, width: int, *, with_body: bool) -> None:
    from newsreader.articles import render

    now = datetime.now(UTC)
    if form == "html":
        out_text(render.to_html(*(page.document for page in pages)))
        return
    for n, page in enumerate(pages):
        if form == "json":
            record = render.to_json(page.document, article_id=page.article_id, feed=page.feed, section=page.section)
            json_line(record | ({"html": render.body_html(page.document)} if with_body else {}))
            continue
        if n:
            out()
            out("─" * width if form == "text" else "---")
            out()
        out_text(render.to_text(page.document, width, now=now) if form == "text" else render.to_markdown(page.document))
