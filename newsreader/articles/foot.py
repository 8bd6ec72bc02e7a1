"""The end of the article page: enclosures, other outlets, related articles, source, the numbered links."""

from datetime import datetime, tzinfo
from urllib.parse import unquote, urlsplit

from rich.cells import cell_len, set_cell_size

from newsreader.articles.document import Document, Related
from newsreader.articles.head import clock
from newsreader.articles.lines import Row, Span
from newsreader.articles.setting import Setter
from newsreader.articles.wrap import break_lines, rows_of_text
from newsreader.model import Enclosure
from newsreader.text import clean_line
from newsreader.urls import shown_host, without_tracking

_SHORT_LINK = 34
"""Cells of an address in the list of links: three stand beside each other in the page's measure."""


def foot_rows(document: Document, width: int, setter: Setter, zone: tzinfo | None, full_links: bool) -> list[Row]:
    """Return the foot as rows; each part is set apart by an empty row, and what the document lacks is left out."""
    parts = [
        _enclosures(document.enclosures, width, setter),
        _related("ALSO COVERED BY", document.also_covered_by, width, zone, by_time=True),
        _related("ALSO WORTH READING", document.also_worth_reading, width, zone, by_time=False),
        _source(document, width, setter) + _links(document, width, full_links),
    ]
    rows: list[Row] = []
    for part in parts:
        if part:
            rows += [*([Row()] if rows else []), *part]
    return rows


def short_address(url: str, cells: int = _SHORT_LINK) -> str:
    """Return an address for the eye in at most `cells` cells: host and as much of the path as fits, its end before its middle.

    What only tells a site where its reader came from is left out.
    """
    url = without_tracking(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return _cut(clean_line(url), cells)
    if parts.scheme not in ("http", "https"):
        return _cut(clean_line(url), cells)
    host = shown_host(url).removeprefix("www.")
    path = clean_line(unquote(parts.path)).rstrip("/")
    # youtube.com/watch says nothing without what stands behind it.
    query = f"?{clean_line(parts.query)}" if parts.query else ""
    whole = host + path + (query if cell_len(host + path + query) <= cells else "")
    if cell_len(whole) <= cells:
        return whole
    last = path.rpartition("/")[2]
    shorter = f"{host}/…/{last}" if path.count("/") > 1 else whole
    return _cut(shorter, cells)


def size_of(count: int) -> str:
    """Return a number of bytes in words: '840 KB', '12 MB'."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= size:
            number = count / size
            return f"{number:.1f} {unit}" if number < 10 else f"{number:.0f} {unit}"
    return f"{count} bytes"


def duration(seconds: int) -> str:
    """Return a playing time: '34 min', '1 h 05 min', '40 s'."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _enclosures(enclosures: tuple[Enclosure, ...], width: int, setter: Setter) -> list[Row]:
    rows: list[Row] = []
    for enclosure in enclosures:
        facts = [enclosure.title or short_address(enclosure.url, width), enclosure.type]
        if enclosure.seconds:
            facts.append(duration(enclosure.seconds))
        if enclosure.bytes:
            facts.append(size_of(enclosure.bytes))
        text = setter.dot.join(fact for fact in facts if fact)
        for n, (start, end) in enumerate(break_lines(text, max(width - 2, 2))):
            sign = Span(setter.play if n == 0 else "  ", "bullet")
            rows.append(Row((sign, Span(text[start:end], "embed", url=enclosure.url)), end - start))
    return [*rows_of_text("ATTACHED", width, "section"), *rows] if rows else []


def _related(title: str, related: tuple[Related, ...], width: int, zone: tzinfo | None, *, by_time: bool) -> list[Row]:
    """One line an article: outlet and time, or date and outlet, then the title, then why it is here."""
    if not related:
        return []
    outlet_cells = min(14, max(cell_len(one.feed) for one in related), max(width // 4, 4))
    rows = rows_of_text(title, width, "section")
    for one in related:
        when = _when(one.published, zone, by_time)
        outlet = (
            set_cell_size(one.feed, outlet_cells)
            if cell_len(one.feed) <= outlet_cells
            else _cut(one.feed, outlet_cells)
        )
        outlet += " " * (outlet_cells - cell_len(outlet))
        front = f"{outlet}  {when}  " if by_time else f"{when}  {outlet}  "
        reasons = " · ".join(one.reasons)
        room = width - cell_len(front)
        if room < 16:
            front, room = "", width
        lines = break_lines(one.title, room)
        # Behind the title where there is room, else below it.
        behind = width - cell_len(front) - cell_len(one.title[slice(*lines[-1])]) >= cell_len(reasons) + 3
        for n, (start, end) in enumerate(lines):
            spans = [
                Span(front if n == 0 else " " * cell_len(front), "quiet"),
                Span(one.title[start:end], "link", article=one.id, url=one.url),
            ]
            used = cell_len(front) + cell_len(one.title[start:end])
            if reasons and behind and n == len(lines) - 1:
                spans.append(Span(" " * (width - used - cell_len(reasons)) + reasons, "quiet"))
            rows.append(Row(tuple(span for span in spans if span.text), end - start))
        if reasons and not behind:
            rows.append(Row((Span(" " * (width - room) + _cut(reasons, room), "quiet"),)))
    return rows


def _when(moment: datetime | None, zone: tzinfo | None, by_time: bool) -> str:
    if moment is None:
        return " " * (5 if by_time else 6)
    local = moment.astimezone(zone)
    return clock(local, "24h") if by_time else f"{local.day:2} {local:%b}"


def _source(document: Document, width: int, setter: Setter) -> list[Row]:
    label = f"Source: {document.source}" if document.source else ""
    if document.credit:
        label = setter.dot.join(part for part in (label, document.credit) if part)
    address = short_address(document.url, width) if document.url else ""
    rows = rows_of_text(label, width, "source")
    if not address:
        return rows
    link = Span(address, "source", url=document.url)
    if len(rows) == 1 and cell_len(label + setter.dot + address) <= width:
        return [Row((*rows[0].spans, Span(setter.dot, "source"), link), rows[0].length)]
    return [*rows, Row((link,), 0)]


def _links(document: Document, width: int, full: bool) -> list[Row]:
    if full:
        return [
            Row((Span(text[start:end], "link-number", link=n),), 0)
            for n, link in enumerate(document.links, 1)
            for text in [f"[{n}] {link.url}"]
            for start, end in break_lines(text, width)
        ]
    rows: list[Row] = []
    line: list[Span] = []
    used = 0
    for n, link in enumerate(document.links, 1):
        text = _cut(f"[{n}] {short_address(link.url, min(_SHORT_LINK, width - len(str(n)) - 3))}", width)
        cells = cell_len(text)
        if line and used + 3 + cells > width:
            rows.append(Row(tuple(line)))
            line, used = [], 0
        if line:
            line.append(Span("   ", "quiet"))
            used += 3
        line.append(Span(text, "link-number", link=n))
        used += cells
    return [*rows, Row(tuple(line))] if line else rows


def _cut(text: str, cells: int) -> str:
    return text if cell_len(text) <= cells else set_cell_size(text, max(cells - 1, 0)).rstrip() + "…"
