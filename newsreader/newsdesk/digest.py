"""A front page as text, Markdown and HTML. All three say the same in the same order. Pure."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from newsreader.model import Feed
from newsreader.newsdesk.front_page import Entry
from newsreader.urls import openable

TOP = 5
"""Entries that stand before the sections."""
OTHERS = 4
"""Outlets that are named beside the one that is shown."""
_WIDTH = 78
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    ":root{color-scheme:light dark}body{max-width:44em;margin:2em auto;padding:0 1em;font:1.05em/1.5 Georgia,serif;"
    "color:#222;background:#fff}h1{border-bottom:3px double}h2{font-size:1em;letter-spacing:.08em;border-bottom:1px solid}"
    "article{margin:1em 0;break-inside:avoid}h3{margin:0;font-size:1.15em}p{margin:.2em 0;color:#555;font-size:.9em}"
    "a{color:inherit}@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}p{color:#aaa}}"
    "@media print{body{margin:0;max-width:none;color:#000;background:#fff}p{color:#333}a{text-decoration:none}}"
)


def to_text(entries: Sequence[Entry], feeds: Mapping[int, Feed], now: datetime, since: str) -> str:
    """Return the digest as lines of 78 characters at most, but for addresses."""
    lines = [_title(now, since), "=" * len(_title(now, since))]
    for heading, held in _parts(entries):
        lines += ["", heading.upper(), ""]
        for entry in held:
            lines += textwrap.wrap(_headline(entry), _WIDTH, break_on_hyphens=False)
            lines += textwrap.wrap(_about(entry, feeds), _WIDTH, initial_indent="  ", subsequent_indent="  ")
            if link := _link(entry):
                lines.append(f"  {link}")
            lines.append("")
    return "\n".join(lines).rstrip()


def to_markdown(entries: Sequence[Entry], feeds: Mapping[int, Feed], now: datetime, since: str) -> str:
    """Return the digest as Markdown; nothing in a headline is taken for markup."""
    lines = [f"# {_title(now, since)}", ""]
    for heading, held in _parts(entries):
        lines += [f"## {_plain(heading)}", ""]
        for entry in held:
            title, link = _plain(_headline(entry)), _link(entry)
            lines += [f"- **[{title}](<{link}>)**" if link else f"- **{title}**", f"  {_plain(_about(entry, feeds))}"]
        lines.append("")
    return "\n".join(lines).rstrip()


def to_html(entries: Sequence[Entry], feeds: Mapping[int, Feed], now: datetime, since: str) -> str:
    """Return the digest as one page: escaped throughout, nothing that runs or is loaded, dark and light, ready for print."""
    title = escape(_title(now, since))
    parts = [
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
    ]
    for heading, held in _parts(entries):
        parts.append(f"<section>\n<h2>{escape(heading)}</h2>")
        for entry in held:
            shown, link = escape(_headline(entry)), _link(entry)
            linked = f'<a href="{escape(link)}">{shown}</a>' if link else shown
            parts.append(f"<article>\n<h3>{linked}</h3>\n<p>{escape(_about(entry, feeds))}</p>\n</article>")
        parts.append("</section>")
    return "\n".join([*parts, "</body>\n</html>"])


def _title(now: datetime, since: str) -> str:
    local = now.astimezone()
    return f"{local:%A}, {local.day} {local:%B %Y}, {local:%H:%M} · the last {since}"


def _parts(entries: Sequence[Entry]) -> list[tuple[str, Sequence[Entry]]]:
    """The top stories, then the rest by section in the order of their weight."""
    if not entries:
        return []
    sections: dict[str, list[Entry]] = {}
    for entry in entries[TOP:]:
        sections.setdefault(entry.section or "Other", []).append(entry)
    return [("Top stories", entries[:TOP]), *sections.items()]


def _headline(entry: Entry) -> str:
    return entry.told.articles[0].title or "(without a title)"


def _about(entry: Entry, feeds: Mapping[int, Feed]) -> str:
    names = list(dict.fromkeys(feeds[row.feed_id].name for row in entry.told.articles if row.feed_id in feeds))
    others = f"also {', '.join(names[1 : OTHERS + 1])}{' …' if len(names) > OTHERS + 1 else ''}" if names[1:] else ""
    return " · ".join(part for part in (*names[:1], others, *entry.reasons) if part)


def _link(entry: Entry) -> str | None:
    return openable(entry.told.articles[0].link)


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&-])", r"\\\1", text)
