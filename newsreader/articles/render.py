"""A Document as text, Markdown, HTML or JSON. All four say the same words in the same order."""

from datetime import UTC, date, datetime, tzinfo

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Document,
    Embed,
    Footnotes,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Related,
    Rule,
    Run,
    Table,
    plain,
)
from newsreader.articles.html_writer import body_html as body_html
from newsreader.articles.html_writer import to_html as to_html
from newsreader.articles.layout import lay_out
from newsreader.articles.markdown_writer import to_markdown as to_markdown


def to_text(
    document: Document,
    width: int = 80,
    *,
    ascii: bool = False,  # noqa: A002  # the name of the setting
    now: datetime | None = None,
    zone: tzinfo | None = None,
) -> str:
    """Return the document set in `width` cells, as on the screen, with the addresses of its links in full."""
    chunks = lay_out(document, width, ascii=ascii, now=now, zone=zone, full_links=True)
    return "\n".join(line.text for _, lines in chunks for line in lines).strip("\n")


def to_json(
    document: Document, *, article_id: int | None = None, feed: str | None = None, section: str | None = None
) -> dict[str, object]:
    """Return the object that `read --format json` prints; absent is None, times are RFC 3339 in UTC."""
    return {
        "id": article_id,
        "url": document.url or None,
        "feed": feed,
        "section": section,
        "kicker": document.kicker or None,
        "title": document.title or None,
        "deck": document.deck or None,
        "authors": list(document.authors),
        "place": document.place or None,
        "published": timestamp(document.published),
        "updated": timestamp(document.updated),
        "source": document.source or None,
        "credit": document.credit or None,
        "lead_image": _image(document.lead_image) if document.lead_image else None,
        "words": document.words,
        "minutes": document.minutes,
        "lang": document.lang or None,
        "comments": document.comments or None,
        "blocks": [block_json(block, document) for block in document.blocks],
        "links": [{"n": n, "text": link.text, "url": link.url} for n, link in enumerate(document.links, 1)],
        "enclosures": [
            {"url": e.url, "type": e.type or None, "bytes": e.bytes, "seconds": e.seconds, "title": e.title or None}
            for e in document.enclosures
        ],
        "also_covered_by": [_related(one) for one in document.also_covered_by],
        "also_worth_reading": [{**_related(one), "reasons": list(one.reasons)} for one in document.also_worth_reading],
    }


def block_json(block: Block, document: Document) -> dict[str, object]:
    """Return one block; `text` is plain, `inline` beside it has the runs."""
    match block:
        case Heading(level, inline):
            return {"kind": "heading", "level": level, "text": plain(inline), "inline": _runs(inline, document)}
        case Paragraph(inline, rtl):
            return {"kind": "paragraph", "text": plain(inline), "inline": _runs(inline, document), "rtl": rtl}
        case Quote(blocks, cite, pull):
            return {"kind": "quote", "blocks": _blocks(blocks, document), "cite": cite or None, "pull": pull}
        case ListBlock(items, ordered, start, kind):
            rows = [_blocks(item, document) for item in items]
            return {"kind": "list", "ordered": ordered, "start": start, "type": kind, "items": rows}
        case Code(text, lang):
            return {"kind": "code", "text": text, "lang": lang or None}
        case Table(head, rows, caption):
            cells = [[plain(cell) for cell in row] for row in rows]
            return {"kind": "table", "head": [plain(cell) for cell in head], "rows": cells, "caption": caption or None}
        case Image():
            return {"kind": "image", **_image(block)}
        case Embed(url, title, provider, _):
            return {"kind": "embed", "url": url, "title": title, "provider": provider or None}
        case Definitions(items):
            terms = [{"term": plain(term), "blocks": _blocks(meaning, document)} for term, meaning in items]
            return {"kind": "definitions", "items": terms}
        case Footnotes(notes):
            items_ = [{"label": label, "blocks": _blocks(note, document)} for label, note in notes]
            return {"kind": "footnotes", "items": items_}
        case Rule():
            return {"kind": "rule"}


def timestamp(moment: datetime | date | None) -> str | None:
    """Return a time as RFC 3339 in UTC, a date without a time as YYYY-MM-DD."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return moment.isoformat() if moment else None


def _blocks(blocks: tuple[Block, ...], document: Document) -> list[dict[str, object]]:
    return [block_json(block, document) for block in blocks]


def _runs(inline: Inline, document: Document) -> list[dict[str, object]]:
    return [
        {
            "text": run.text,
            "marks": sorted(run.marks),
            "url": _leads_to(run, document),
            "id": f"p{run.place}" if run.place else None,
        }
        for run in inline
    ]


def _leads_to(run: Run, document: Document) -> str | None:
    """The address of a run's link, '#p3' for the run with the id 'p3'."""
    if 0 < run.link <= len(document.links):
        return document.links[run.link - 1].url
    return f"#p{run.jump}" if run.jump else None


def _image(image: Image) -> dict[str, object]:
    return {
        "url": image.url or None,
        "caption": image.caption or None,
        "credit": image.credit or None,
        "alt": image.alt or None,
    }


def _related(one: Related) -> dict[str, object]:
    return {
        "id": one.id,
        "feed": one.feed,
        "title": one.title,
        "published": timestamp(one.published),
        "url": one.url or None,
    }
