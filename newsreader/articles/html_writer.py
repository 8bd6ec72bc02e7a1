"""A Document as HTML: escaped throughout, nothing that runs, only addresses that may be opened."""

from datetime import date, datetime
from html import escape

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
    Link,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from newsreader.articles.head import joined, written
from newsreader.articles.places import with_own_places
from newsreader.urls import openable

# Marks in the order in which their tags stand inside each other.
_TAGS: tuple[tuple[Mark, str], ...] = (
    ("strong", "strong"), ("em", "em"), ("del", "del"), ("ins", "ins"), ("mark", "mark"), ("small", "small"), ("abbr", "abbr"),
    ("sub", "sub"), ("sup", "sup"), ("kbd", "kbd"), ("code", "code"),
)  # fmt: skip
_POLICY = "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'"
_STYLE = (
    "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05em/1.6 Georgia,serif;color:#222;background:#fff}"
    "img{max-width:100%;height:auto}figure{margin:1.5em 0}figcaption,.byline,.kicker,footer{color:#555;font-size:.9em}"
    "pre{overflow-x:auto;padding:1em;background:#f4f4f4}table{border-collapse:collapse}"
    "td,th{padding:.3em .8em;border-bottom:1px solid #ccc;text-align:left}"
)


def to_html(*documents: Document) -> str:
    """Return a whole page with the head, body, source and links of each document. It runs nothing and loads nothing but pictures."""
    first = documents[0] if documents else Document()
    lang = f' lang="{escape(first.lang)}"' if first.lang else ""
    link = openable(first.url) if len(documents) == 1 else None
    parts = [
        f'<!doctype html>\n<html{lang}>\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(first.title or 'Article')}</title>",
        f'<link rel="canonical" href="{escape(link)}">' if link else "",
        f"<style>{_STYLE}</style>\n</head>\n<body>",
        *map(_article, with_own_places(documents)),
        "</body>\n</html>",
    ]
    return "\n".join(part for part in parts if part)


def _article(document: Document) -> str:
    parts = [
        "<article>\n<header>",
        f'<p class="kicker">{escape(document.kicker)}</p>' if document.kicker else "",
        f"<h1>{escape(document.title)}</h1>" if document.title else "",
        f'<p class="deck"><em>{escape(document.deck)}</em></p>' if document.deck else "",
        *_byline(document),
        "</header>",
        _figure(document.lead_image, document.links) if document.lead_image else "",
        *(_block(block, document.links) for block in document.blocks),
        "<footer>",
        *_foot(document),
        "</footer>\n</article>",
    ]
    return "\n".join(part for part in parts if part)


def body_html(document: Document) -> str:
    """Return the lead photo and the blocks alone, as a feed's body would hold them; the place stands before the first words."""
    parts = [_figure(document.lead_image, document.links)] if document.lead_image else []
    place = f"{escape(document.place)} — " if document.place else ""
    for block in document.blocks:
        text = _block(block, document.links)
        if place and isinstance(block, Paragraph):
            opening, _, rest = text.partition(">")
            text, place = f"{opening}>{place}{rest}", ""
        parts.append(text)
    return "\n".join(parts)


def _byline(document: Document) -> list[str]:
    parts = []
    if document.authors:
        parts.append(f'<p class="byline">By {escape(joined(document.authors))}</p>')
    facts = [escape(document.place), _time(document.published)]
    if document.updated and document.updated != document.published:
        facts.append(f"updated {_time(document.updated)}")
    facts.append(f"{document.minutes} min" if document.minutes else "")
    if any(facts):
        parts.append(f'<p class="byline">{" · ".join(fact for fact in facts if fact)}</p>')
    return parts


def _time(moment: datetime | date | None) -> str:
    return f'<time datetime="{moment.isoformat()}">{written(moment, None)}</time>' if moment else ""


def _foot(document: Document) -> list[str]:
    parts = [f"<p>{_linked(e.title or e.url, e.url)} {escape(e.type)}</p>" for e in document.enclosures]
    for title, related in (
        ("Also covered by", document.also_covered_by),
        ("Also worth reading", document.also_worth_reading),
    ):
        if related:
            items = "".join(f"<li>{escape(one.feed)}: {_linked(one.title, one.url)}</li>" for one in related)
            parts.append(f"<h2>{title}</h2>\n<ul>{items}</ul>")
    label = " · ".join(part for part in (document.source, document.credit) if part)
    if label:
        parts.append(f"<p>Source: {escape(label)}</p>")
    if document.url:
        parts.append(f"<p>{_linked(document.url, document.url)}</p>")
    return parts


def _block(block: Block, links: tuple[Link, ...]) -> str:
    match block:
        case Paragraph(inline, rtl):
            return f"<p{' dir=rtl' if rtl else ''}>{_inline(inline, links)}</p>"
        case Heading(level, inline):
            return f"<h{level}>{_inline(inline, links)}</h{level}>"
        case Quote(blocks, cite, pull):
            source = f"\n<footer>— <cite>{escape(cite)}</cite></footer>" if cite else ""
            kind = ' class="pullquote"' if pull else ""
            return f"<blockquote{kind}>\n{_blocks(blocks, links)}{source}\n</blockquote>"
        case ListBlock(items, ordered, start, kind):
            tag = "ol" if ordered else "ul"
            given = (
                (f' start="{start}"' if start != 1 else "") + (f' type="{kind}"' if kind != "1" else "")
                if ordered
                else ""
            )
            rows = "\n".join(f"<li>{_item(item, links)}</li>" for item in items)
            return f"<{tag}{given}>\n{rows}\n</{tag}>"
        case Code(text, lang):
            kind = f' class="language-{escape(lang)}"' if lang else ""
            return f"<pre><code{kind}>{escape(text)}</code></pre>"
        case Table():
            return _table(block, links)
        case Image():
            return _figure(block, links)
        case Embed(url, title, provider, _):
            return f"<p>{_linked(title, url)}{f' · {escape(provider)}' if provider else ''}</p>"
        case Definitions(items):
            rows = "\n".join(
                f"<dt>{_inline(term, links)}</dt>\n<dd>{_item(meaning, links)}</dd>" for term, meaning in items
            )
            return f"<dl>\n{rows}\n</dl>"
        case Footnotes(notes):
            first = int(notes[0][0]) if notes and notes[0][0].isdigit() else 1
            rows = "\n".join(f"<li>{_item(note, links)}</li>" for _, note in notes)
            return f'<section class="footnotes">\n<ol start="{first}">\n{rows}\n</ol>\n</section>'
        case Rule():
            return "<hr>"


def _blocks(blocks: tuple[Block, ...], links: tuple[Link, ...]) -> str:
    return "\n".join(_block(block, links) for block in blocks)


def _item(blocks: tuple[Block, ...], links: tuple[Link, ...]) -> str:
    """A list item that is one paragraph needs no <p>."""
    if (
        blocks
        and isinstance(first := blocks[0], Paragraph)
        and not any(isinstance(block, Paragraph) for block in blocks[1:])
    ):
        rest = f"\n{_blocks(blocks[1:], links)}" if len(blocks) > 1 else ""
        return _inline(first.inline, links) + rest
    return _blocks(blocks, links)


def _table(table: Table, links: tuple[Link, ...]) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    head = "".join(f"<th>{_inline(cell, links)}</th>" for cell in table.head)
    rows = "\n".join(f"<tr>{''.join(f'<td>{_inline(cell, links)}</td>' for cell in row)}</tr>" for row in table.rows)
    top = f"<thead><tr>{head}</tr></thead>\n" if table.head else ""
    return f"<table>\n{caption}{top}<tbody>\n{rows}\n</tbody>\n</table>"


def _figure(image: Image, links: tuple[Link, ...]) -> str:
    source = openable(image.url)
    alt = escape(image.alt)
    picture = f'<img src="{escape(source)}" alt="{alt}">' if source else f"<p>{alt}</p>" if alt else ""
    if 0 < image.link <= len(links) and (target := openable(links[image.link - 1].url)):
        picture = f'<a href="{escape(target)}">{picture}</a>'
    credit = f"<small>Photo: {escape(image.credit)}</small>" if image.credit else ""
    caption = " ".join(part for part in (escape(image.caption), credit) if part)
    return f"<figure>{picture}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _inline(inline: Inline, links: tuple[Link, ...]) -> str:
    parts = []
    for run in inline:
        text = escape(run.text, quote=False).replace("\n", "<br>\n")
        for mark, tag in reversed(_TAGS):
            if mark in run.marks:
                text = f"<{tag}>{text}</{tag}>"
        name = f' id="p{run.place}"' if run.place else ""
        if 0 < run.link <= len(links) and (target := openable(links[run.link - 1].url)):
            text = f'<a{name} href="{escape(target)}">{text}</a>'
        elif run.jump:
            text = f'<a{name} href="#p{run.jump}">{text}</a>'
        elif name:
            text = f"<span{name}>{text}</span>"
        parts.append(text)
    return "".join(parts)


def _linked(text: str, url: str) -> str:
    target = openable(url)
    return f'<a href="{escape(target)}">{escape(text)}</a>' if target else escape(text)
