"""`newsreader export`: subscriptions as OPML or TOML, or articles as Markdown, HTML or JSON."""

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from newsreader.commands.common import WRONG_USE, CommandError, as_json, out_text, warn
from newsreader.paths import Paths
from newsreader.text import clean_line
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.model import Feed

NAME = "export"
HELP = "subscriptions as OPML or TOML; articles as Markdown, HTML or JSON"

_ENDINGS = {"markdown": "md", "html": "html", "json": "json"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="export the articles that match, instead of the subscriptions"
    )
    parser.add_argument(
        "--format",
        choices=("opml", "toml", *_ENDINGS),
        help="opml (default), toml; with a QUERY markdown (default), html, json",
    )
    parser.add_argument(
        "--to", metavar="FOLDER", type=Path, help="one file an article in this folder; without it all go to stdout"
    )


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print subscriptions, or articles where a QUERY or a format of articles is given."""
    wants_articles = bool(args.query) or args.format in _ENDINGS
    if wants_articles and args.format in ("opml", "toml"):
        raise CommandError(
            f"--format {args.format} is for subscriptions; articles go out as {', '.join(_ENDINGS)}", WRONG_USE
        )
    if not wants_articles:
        if args.to:
            raise CommandError("--to is for articles: say which with a QUERY", WRONG_USE)
        return _export_subscriptions(args.format or "opml", paths)
    return _export_articles(" ".join(args.query), args.format or "markdown", args.to, paths)


def opml(feeds: Iterable["Feed"]) -> str:
    """Return an OPML 2.0 document (http://opml.org/spec2.opml): an outline a section, feeds without one at the end."""
    sections: dict[str, list[str]] = {}
    for feed in feeds:
        attributes = {
            "text": feed.name,
            "title": feed.name,
            "type": "rss",
            "xmlUrl": redacted(feed.url),
            "htmlUrl": redacted(feed.site),
        }
        if feed.tags:
            attributes["category"] = ",".join(feed.tags)
        pairs = " ".join(f"{key}={quoteattr(_xml_text(value))}" for key, value in attributes.items() if value)
        sections.setdefault(feed.section, []).append(f"<outline {pairs}/>")
    loose = sections.pop("", [])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head><title>newsreader</title></head>",
        "  <body>",
    ]
    for section, outlines in sections.items():
        name = quoteattr(_xml_text(section))
        lines += [
            f"    <outline text={name} title={name}>",
            *(f"      {outline}" for outline in outlines),
            "    </outline>",
        ]
    return "\n".join([*lines, *(f"    {outline}" for outline in loose), "  </body>", "</opml>"])


def _xml_text(value: str) -> str:
    """What XML 1.0 cannot hold even as a reference is left out (cleaning took all but the noncharacters already)."""
    return re.sub("[\ufffe\uffff]", "", clean_line(value))


def _export_subscriptions(format_: str, paths: Paths) -> int:
    from newsreader.commands.stored import open_reader

    with open_reader(paths) as reader:
        feeds = reader.feeds()
    shared = [feed for feed in feeds if feed.url.startswith(("http://", "https://"))]
    if format_ == "opml":
        for feed in feeds:
            if feed not in shared:
                warn(f"left out: {feed.name} is a file or folder of this machine ({feed.url})")
        out_text(opml(shared))
        return 0
    import tomli_w

    rows = [
        {
            key: value
            for key, value in (
                ("url", redacted(f.url)),
                ("name", f.name),
                ("section", f.section),
                ("tags", list(f.tags)),
            )
            if value
        }
        for f in feeds
    ]
    out_text(tomli_w.dumps({"feeds": rows}))
    return 0


def _export_articles(query: str, format_: str, folder: Path | None, paths: Paths) -> int:
    from newsreader.articles.build import build
    from newsreader.commands.stored import open_reader, parse_query
    from newsreader.store.selection import Selection

    count = 0
    with open_reader(paths) as reader:
        for article_id in reader.ids(Selection(query=parse_query(query))):
            article = reader.article(article_id)
            if article is None:
                continue
            document = build(article)
            text = as_format(document, article_id, format_)
            count += 1
            if folder is None:
                out_text(text)
            else:
                _write_new(folder, _file_name(document, article_id), _ENDINGS[format_], text)
    if folder is not None:
        sys.stderr.write(f"{count} articles written to {folder}\n")
    return 0


def as_format(document: "Document", article_id: int, format_: str) -> str:
    """Return the document as markdown, html or json (one line)."""
    from newsreader.articles import render

    if format_ == "markdown":
        return render.to_markdown(document)
    if format_ == "html":
        return render.to_html(document)
    return as_json(render.to_json(document, article_id=article_id))


def _file_name(document: "Document", article_id: int) -> str:
    """A name of our own making: date, words of the title in ASCII, id. Nothing in it comes from outside unchecked."""
    day = f"{document.published:%Y-%m-%d}-" if document.published else ""
    words = "-".join(re.findall(r"[a-z0-9]+", document.title.lower()))[:60].strip("-")
    return f"{day}{words or 'article'}-{article_id}"


def _write_new(folder: Path, name: str, ending: str, text: str) -> None:
    """Write a file that was not there before: an export never replaces what a person may have edited."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.{ending}").open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except FileExistsError:
        warn(f"{folder / f'{name}.{ending}'} is there already and was left as it is")
    except OSError as error:
        raise CommandError(f"cannot write to {folder}: {error.strerror}") from error
