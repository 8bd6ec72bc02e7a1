"""`newsreader import`: the subscriptions of another reader, a preview first; `newsreader undo` takes them all back."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError, json_line, out
from newsreader.commands.confirm import confirm
from newsreader.commands.stored import load_config, open_writer
from newsreader.paths import Paths
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.feeds.imported import Found, FoundView, Imported, Unusable

NAME = "import"
HELP = "subscribe to the feeds of an OPML file, of newsboat's urls file, or to well-known ones"

SHOWN = 200
"""Lines of one kind in the preview; of a longer list the rest is counted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    kind: str
    new: "tuple[Found, ...]"
    views: "tuple[FoundView, ...]"
    known: "tuple[Found, ...]"
    unusable: "tuple[Unusable, ...]"

    @property
    def sum(self) -> str:
        """Say in one line what comes in."""
        said = [_count(len(self.new), "new feed")]
        if self.views:
            said.append(_count(len(self.views), "view"))
        if self.known:
            said.append(f"{len(self.known):,} known")
        if self.unusable:
            said.append(f"{len(self.unusable):,} unusable")
        return ", ".join(said)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="an OPML file or newsboat's urls file; - reads from stdin"
    )
    parser.add_argument(
        "--starters",
        nargs="?",
        const="",
        metavar="SECTION",
        help="instead of a file: well-known feeds that come with newsreader, all or those of a section",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would come in")
    parser.add_argument("--yes", action="store_true", help="subscribe without asking")
    parser.add_argument("--json", action="store_true", help="with --dry-run: one JSON object")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Show what the list holds, then subscribe to what is new in it."""
    if args.json and not args.dry_run:
        raise CommandError("--json is for --dry-run", WRONG_USE)
    if (args.file is None) == (args.starters is None):
        raise CommandError("name a FILE, or --starters for well-known feeds", WRONG_USE)
    config = load_config(paths)
    found = _read(args.file) if args.file is not None else _starters(args.starters)
    plan = _plan(found, config, paths)
    if args.json:
        json_line(_record(plan))
        return 0
    _show(plan)
    if args.dry_run:
        return 0
    if not plan.new and not plan.views:
        out("there is nothing new in it")
        return 0
    if not confirm(f"Subscribe to {_count(len(plan.new), 'feed')}?", yes=args.yes):
        out("nothing was changed")
        return 0
    return _write(plan, paths, _source(args.file))


def _read(name: str) -> "Imported":
    """The list in a file. Whatever cannot be read as one ends the command with the reason."""
    from newsreader.feeds.imported import MAX_BYTES, NoList
    from newsreader.feeds.newsboat import read_urls
    from newsreader.feeds.opml import read_opml

    try:
        data = _bytes(name, MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise CommandError(f"{name} is larger than {MAX_BYTES >> 20} MB, and no list of subscriptions is")
    if not data.strip():
        raise CommandError(f"{name} is empty")
    head = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    try:
        return read_opml(data) if head.startswith(b"<") else read_urls(data)
    except NoList as error:
        raise CommandError(f"{name}: {error}") from error


def _starters(section: str) -> "Imported":
    """The shipped feeds, of one section where it is named."""
    from newsreader.config.starters import starters
    from newsreader.feeds.imported import Found, Imported

    feeds = [feed for feed in starters() if not section or feed.section.casefold() == section.casefold()]
    if not feeds:
        known = ", ".join(dict.fromkeys(feed.section for feed in starters()))
        raise CommandError(f"there are no starters in {section}; there are: {known}", WRONG_USE)
    return Imported("Starters", tuple(Found(feed.url, feed.name, feed.section) for feed in feeds))


def _source(file: str | None) -> str:
    """Where the feeds came from, for the journal."""
    if file is None:
        return "the starters"
    return "stdin" if file == "-" else Path(file).name


def _bytes(name: str, most: int) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(most)
    with Path(name).expanduser().open("rb") as file:
        return file.read(most)


def _plan(found: "Imported", config: "Config", paths: Paths) -> Plan:
    from newsreader.config.addresses import normal
    from newsreader.config.load import subscriptions
    from newsreader.feeds.imported import Unusable

    subscribed = {normal(one.url) for one in subscriptions(config, paths.config)} if config.feeds else set()
    new = tuple(feed for feed in found.feeds if normal(feed.url) not in subscribed)
    known = tuple(feed for feed in found.feeds if normal(feed.url) in subscribed)
    queries = {view.name: view.query for view in config.views}
    views, unusable = [], list(found.unusable)
    for view in found.views:
        if view.name not in queries:
            views.append(view)
        elif queries[view.name] != view.query:
            unusable.append(Unusable(f"the search {view.name}", "there is another view of this name"))
        queries[view.name] = view.query
    return Plan(found.kind, new, tuple(views), known, tuple(unusable))


def _show(plan: Plan) -> None:
    sections: dict[str, list[str]] = {}
    for feed in plan.new:
        called = feed.name or redacted(feed.url)
        tags = f"  [{', '.join(feed.tags)}]" if feed.tags else ""
        sections.setdefault(feed.section, []).append(
            f"  {called}{tags}" + (f"  {redacted(feed.url)}" if feed.name else "")
        )
    lines = [line for section, rows in sections.items() for line in (section or "Without a section", *rows)]
    _list("New", lines)
    _list("Views", [f"{view.name}: {view.query}" for view in plan.views])
    _list("Known", [feed.name or redacted(feed.url) for feed in plan.known])
    _list("Unusable", [f"{entry.what}: {entry.why}" for entry in plan.unusable])
    out(f"{plan.kind}: {plan.sum}")


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    out(title)
    for line in lines[:SHOWN]:
        out(f"  {line}")
    if len(lines) > SHOWN:
        out(f"  … and {len(lines) - SHOWN:,} more")
    out()


def _write(plan: Plan, paths: Paths, source: str) -> int:
    from newsreader.config.changes import adding, together

    edits = [
        *(
            adding("feeds", url=feed.url, name=feed.name or None, section=feed.section or None, tags=feed.tags)
            for feed in plan.new
        ),
        *(adding("views", name=view.name, query=view.query) for view in plan.views),
    ]
    what = f"imported {_sum(plan)} from {source}"
    with open_writer(paths) as writer:
        out(writer.edit_config(paths.config, together(edits), what).what)
    return 0


def _sum(plan: Plan) -> str:
    parts = [_count(len(plan.new), "feed")] if plan.new else []
    parts += [_count(len(plan.views), "view")] if plan.views else []
    return " and ".join(parts)


def _record(plan: Plan) -> dict[str, object]:
    def feeds(found: "tuple[Found, ...]") -> list[dict[str, object]]:
        return [
            {
                "url": redacted(feed.url),
                "name": feed.name or None,
                "section": feed.section or None,
                "tags": list(feed.tags),
            }
            for feed in found
        ]

    return {
        "kind": plan.kind,
        "new": feeds(plan.new),
        "views": [{"name": view.name, "query": view.query} for view in plan.views],
        "known": feeds(plan.known),
        "unusable": [{"what": entry.what, "why": entry.why} for entry in plan.unusable],
    }


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
