"""A Document as Markdown (CommonMark with tables): what is no markup in the text is none in the Markdown."""

import re
from itertools import groupby

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
    Rule,
    Run,
    Table,
)
from newsreader.articles.head import byline
from newsreader.articles.markdown_notes import References, is_label, references, without_ways_back
from newsreader.articles.runs import with_runs
from newsreader.urls import openable

# Characters that mean something anywhere in a line, and those that do at its start.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_AT_START = re.compile(r"^(\s*)(?:([#+=-])|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """Return the document as Markdown: title, deck, byline, lead photo, body, source."""
    page = references(document)
    parts = [
        escaped(document.kicker),
        f"# {_one_line(document.title)}" if document.title else "",
        f"*{_one_line(document.deck)}*" if document.deck else "",
        *(escaped(" · ".join(facts)) for facts, _ in byline(document, None, None, "24h")),
        _block(document.lead_image, page) if document.lead_image else "",
        *(_block(block, page) for block in document.blocks),
        *_foot(document),
    ]
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """Return plain `text` so that Markdown shows it as it is."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def _foot(document: Document) -> list[str]:
    parts = [f"- {_link(e.title or e.url, e.url)} {escaped(e.type)}".rstrip() for e in document.enclosures]
    lines = ["\n".join(parts)] if parts else []
    for title, related in (
        ("Also covered by", document.also_covered_by),
        ("Also worth reading", document.also_worth_reading),
    ):
        if related:
            items = "\n".join(f"- {_one_line(one.feed)}: {_link(one.title, one.url)}" for one in related)
            lines += [f"## {title}", items]
    label = " · ".join(part for part in (document.source, document.credit) if part)
    if label:
        lines.append(f"Source: {escaped(label)}")
    if document.url:
        lines.append(_link(document.url, document.url))
    return lines


def _block(block: Block, page: References) -> str:
    match block:
        case Paragraph(inline):
            return _inline(inline, page)
        case Heading(level, inline):
            return f"{'#' * level} {_inline(inline, page).replace(chr(10), ' ')}"
        case Quote(blocks, cite):
            text = "\n\n".join([*(_block(inner, page) for inner in blocks), *([f"— {escaped(cite)}"] if cite else [])])
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        case ListBlock(items, ordered, start, _):
            signs = [f"{start + n}. " if ordered and start + n >= 0 else "- " for n in range(len(items))]
            return "\n".join(_item(sign, item, page) for sign, item in zip(signs, items, strict=True))
        case Code(text, lang):
            fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            return f"{fence}{lang}\n{text}\n{fence}"
        case Table():
            return _table(block, page)
        case Image():
            return _image(block, page)
        case Embed(url, title, provider, _):
            return _link(title, url) + (f" · {escaped(provider)}" if provider else "")
        case Definitions(items):
            return "\n\n".join(_definition(term, meaning, page) for term, meaning in items)
        case Footnotes(notes):
            return "\n".join(_note(label, note, page) for label, note in notes)
        case Rule():
            return "---"


def _item(sign: str, blocks: tuple[Block, ...], page: References) -> str:
    text = "\n\n".join(_block(block, page) for block in blocks)
    return sign + _indented(text, len(sign))


def _indented(text: str, by: int) -> str:
    """`text` with its lines but the first moved to the right."""
    return re.sub(r"\n(?!\n|$)", "\n" + " " * by, text)


def _note(label: str, note: tuple[Block, ...], page: References) -> str:
    """A footnote; one that nothing refers to is an item of a list."""
    note = tuple(with_runs(block, without_ways_back) for block in note)
    if name := page.label_of(note):
        return f"[^{name}]: " + _indented("\n\n".join(_block(block, page) for block in note).rstrip(), 4)
    return _item(f"{label}. " if label.isdigit() else f"{escaped(label)} ", note, page)


def _definition(term: Inline, meaning: tuple[Block, ...], page: References) -> str:
    body = "\n\n".join(_block(block, page) for block in meaning).replace("\n", "\n  ")
    return f"**{_inline(term, page)}**" + (f"\n: {body}" if body else "") if term else body


def _table(table: Table, page: References) -> str:
    """A Markdown table must have a head: an empty one stands for none."""
    columns = max(len(table.head), max((len(row) for row in table.rows), default=0))
    head = [_cell(cell, page) for cell in table.head] or [""] * columns
    rows = [
        f"| {' | '.join(cells)} |"
        for cells in (head, ["---"] * columns, *([_cell(cell, page) for cell in row] for row in table.rows))
    ]
    caption = [escaped(table.caption), ""] if table.caption else []
    return "\n".join([*caption, *rows])


def _cell(inline: Inline, page: References) -> str:
    text = _inline(inline, page).replace("\n", "<br>").replace("\\<br>", "<br>")
    # In code and addresses a | is not escaped yet, and would begin another cell.
    return _BAR.sub(r"\1\\|", text)


def _image(image: Image, page: References) -> str:
    source = openable(image.url)
    alt = _one_line(image.alt)
    picture = f"![{alt}]({_target(source)})" if source else alt
    if source and 0 < image.link <= len(page.links) and (target := openable(page.links[image.link - 1].url)):
        picture = f"[{picture}]({_target(target)})"
    credit = f"Photo: {_one_line(image.credit)}" if image.credit else ""
    return "\n\n".join(
        part for part in (picture, " ".join(part for part in (_one_line(image.caption), credit) if part)) if part
    )


def _inline(inline: Inline, page: References) -> str:
    """Runs of one link stand in one pair of brackets."""
    parts: list[str] = []
    for _, group in groupby(inline, key=lambda run: (run.link, run.jump)):
        runs = tuple(group)
        text = "".join(_placed(_styled(run), run, page) for run in runs)
        part = _leading(text, runs, page)
        if parts and part.startswith("[") and parts[-1].endswith("!"):
            parts[-1] = f"{parts[-1][:-1]}\\!"  # else the link would be a picture
        parts.append(part)
    return "".join(parts)


def _leading(text: str, runs: Inline, page: References) -> str:
    """`text` as a link to where its runs lead."""
    number, jump = runs[0].link, runs[0].jump
    if label := page.notes.get(jump):
        return f"[^{label}]" if is_label(runs, label) else f"{text}[^{label}]"
    if jump:
        return f"[{text}](#p{jump})"
    target = openable(page.links[number - 1].url) if 0 < number <= len(page.links) else None
    return f"[{text}]({_target(target)})" if target else text


def _placed(text: str, run: Run, page: References) -> str:
    return f'<a id="p{run.place}"></a>{text}' if run.place in page.places else text


def _styled(run: Run) -> str:
    """A run with its marks; blanks at its ends stand outside, where CommonMark wants them."""
    core = run.text.strip()
    if not core:
        return run.text
    before, after = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    if run.marks & {"code", "kbd"}:
        fence = "`" * (max((len(ticks) for ticks in re.findall("`+", core)), default=0) + 1)
        pad = " " if core.startswith("`") or core.endswith("`") else ""
        # On a line of its own the rest of it could be markup: code in a sentence has one line.
        text = f"{fence}{pad}{core.replace(chr(10), ' ')}{pad}{fence}"
    else:
        text = escaped(core).replace("\n", "\\\n")
    if "del" in run.marks:
        text = f"~~{text}~~"
    if "em" in run.marks:
        text = f"*{text}*"
    if "strong" in run.marks:
        text = f"**{text}**"
    return before + text + after


def _link(text: str, url: str) -> str:
    target = openable(url)
    return f"[{_one_line(text)}]({_target(target)})" if target else escaped(text)


def _target(url: str | None) -> str:
    """An address inside (): encoded already, so parentheses alone could end it."""
    return (url or "").replace("(", "%28").replace(")", "%29")


def _one_line(text: str) -> str:
    return escaped(text.replace("\n", " "))
