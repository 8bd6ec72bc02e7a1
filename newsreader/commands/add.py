"""`newsreader add`: a look at an address, then a subscription in the config file; `newsreader undo` takes it back."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, timestamp
from newsreader.commands.confirm import ask, confirm, show_diff
from newsreader.commands.stored import load_config, open_writer
from newsreader.paths import Paths
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.feeds.look import Look

NAME = "add"
HELP = "subscribe to a feed: a preview first, then the config file"

_NUMBER = re.compile(r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?::\d{1,5})?")
"""A machine of one's own, where nobody has https."""
_FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "rdf": "RDF", "cdf": "CDF"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("url", metavar="URL", help="the address of a feed, a feed file, or a folder")
    parser.add_argument("--name", metavar="N", help="what it is called (default: its own title)")
    parser.add_argument("--section", metavar="S", help="the section that it stands in")
    parser.add_argument("--tag", action="append", metavar="T", default=[], help="a tag (may be repeated)")
    parser.add_argument("--yes", action="store_true", help="subscribe without asking")
    parser.add_argument(
        "--look-harder", action="store_true", help="where the page names no feed, ask the usual places (/feed, /rss …)"
    )
    parser.add_argument("--preview", action="store_true", help="only show what is there")
    parser.add_argument("--json", action="store_true", help="with --preview: one JSON object")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Show what is there and what is written, then write it."""
    if args.json and not args.preview:
        raise CommandError("--json is for --preview", WRONG_USE)
    config = load_config(paths)
    url = _address(args.url)
    known = _known(config, paths, url)
    if known and not args.preview:
        raise CommandError(f"{known} is this feed: it is subscribed to already")
    look = _look(paths, config, url, harder=args.look_harder)
    if look.feed is None and len(look.alternates) > 1 and not args.json and (chosen := _chosen(look, config, paths)):
        look = _look(paths, config, chosen, harder=False)
    known = known or _known(config, paths, look.url)
    if args.json:
        json_line(_record(look, known))
        return 0 if look.feed else 1
    if look.feed is None:
        return _no_feed(look, harder=args.look_harder)
    _show(look)
    if args.preview:
        return 0
    if known:
        raise CommandError(f"{known} is where this address leads: it is subscribed to already")
    return _subscribe(args, paths, look)


def _address(text: str) -> str:
    """The address or path that was typed; 'example.org/feed' is meant as an address unless such a file is here."""
    from newsreader.config.addresses import BadAddress, looks_like_host, resolve

    host, slash, _ = text.partition("/")
    if not Path(text).exists():
        if _NUMBER.fullmatch(host):
            text = f"http://{text}"
        elif looks_like_host(host if slash else text):
            text = f"https://{text}"
    try:
        return resolve(text, Path.cwd())
    except BadAddress as error:
        raise CommandError(f"{text}: {error}", WRONG_USE) from error


def _known(config: "Config", paths: Paths, url: str) -> str:
    """What the feed is called if it is subscribed to; ''."""
    from newsreader.config.addresses import normal
    from newsreader.config.load import subscriptions

    wanted = normal(url)
    for subscription in subscriptions(config, paths.config) if config.feeds else ():
        if normal(subscription.url) == wanted:
            return subscription.name or redacted(subscription.url)
    return ""


def _look(paths: Paths, config: "Config", url: str, *, harder: bool) -> "Look":
    from newsreader.feeds.look import look_at
    from newsreader.feeds.plans import plain_terms

    with open_writer(paths) as writer:
        return look_at(url, plain_terms(config.fetch), writer, harder=harder)


def _chosen(look: "Look", config: "Config", paths: Paths) -> str:
    """Show the feeds of a page; on a terminal the person says which. Returns its address, '' for none."""
    for number, other in enumerate(look.alternates, 1):
        known = " (subscribed)" if _known(config, paths, other.url) else ""
        out(f"{number:>3}  {other.kind:<9}  {redacted(other.url)}  {other.title}{known}".rstrip())
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    answer = ask(f"Which one? (1 to {len(look.alternates)}, or nothing) ")
    if not (answer.isdecimal() and 0 < int(answer) <= len(look.alternates)):
        raise CommandError("nothing was changed")
    return look.alternates[int(answer) - 1].url


def _no_feed(look: "Look", *, harder: bool) -> int:
    """Say why there is no feed."""
    if len(look.alternates) > 1:
        raise CommandError(
            f"{redacted(look.url)} has these feeds: choose one, newsreader add {redacted(look.alternates[0].url)}"
        )
    hint = ""
    if look.error.startswith("HTTP 401"):
        hint = "; a user name and what prints the password stand with the feed in the config, see docs/config.md"
    elif look.is_page and not harder and not look.alternates:
        hint = "; --look-harder asks the usual places"
    raise CommandError(f"{redacted(look.url)}: {look.error}{hint}")


def _show(look: "Look") -> None:
    assert look.feed is not None  # noqa: S101 - the caller looked
    title = look.feed.title or redacted(look.url)
    count = len(look.feed.entries)
    out(title)
    out(f"{_kind(look)}, {count:,} article{'s' if count != 1 else ''}, {redacted(look.url)}")
    if look.feed.problem:
        out(look.feed.problem)
    out()
    for entry in look.newest():
        when = f"{entry.published.astimezone():%Y-%m-%d %H:%M}" if entry.published else " " * 16
        out(f"  {when}  {entry.title}")
    out()
    for other in look.alternates:
        out(f"also there: {redacted(other.url)}  {other.title}".rstrip())


def _subscribe(args: argparse.Namespace, paths: Paths, look: "Look") -> int:
    from newsreader.config.changes import adding
    from newsreader.text import clean_line

    assert look.feed is not None  # noqa: S101 - the caller looked
    tags = tuple(tag for tag in map(clean_line, args.tag) if tag)
    name, section = (clean_line(value or "") or None for value in (args.name, args.section))
    edit = adding("feeds", url=look.url, name=name, section=section, tags=tags)
    called = name or look.feed.title or redacted(look.url)
    show_diff(paths.config, edit)
    if not confirm(f"Subscribe to {called}?", yes=args.yes):
        out("nothing was changed")
        return 0
    with open_writer(paths) as writer:
        out(writer.edit_config(paths.config, edit, f"subscribed to {called}").what)
    return 0


def _kind(look: "Look") -> str | None:
    """What a feed is: 'RSS 2.0', 'Atom 1.0', 'a folder'; None where there is no feed."""
    if look.feed is None:
        return None
    name = look.feed.format
    if name == "folder":
        return "a folder" if Path(look.url).is_dir() else "a file"
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    called = _FORMATS.get(letters, letters)
    return f"{called} {digits[0]}.{digits[1:] or 0}" if digits else called


def _record(look: "Look", known: str) -> dict[str, object]:
    feed = look.feed
    return {
        "url": look.url,
        "title": (feed.title if feed else "") or None,
        "kind": _kind(look),
        "site": (feed.site if feed else "") or None,
        "articles": len(feed.entries) if feed else 0,
        "newest": [
            {"title": entry.title, "published": timestamp(entry.published), "url": entry.link or None}
            for entry in look.newest()
        ],
        "known": known or None,
        "feeds": [{"url": other.url, "title": other.title or None, "kind": other.kind} for other in look.alternates],
        "error": look.error or None,
    }
