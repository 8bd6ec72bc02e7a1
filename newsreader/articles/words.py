"""The plain text of blocks, as their lines say it."""

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Embed,
    Footnotes,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)


def block_text(block: Block) -> str:
    """Return the words of `block` in reading order, a line a part."""
    match block:
        case Paragraph(inline) | Heading(_, inline):
            return plain(inline)
        case Quote(blocks, cite):
            return _lines([*map(block_text, blocks), cite])
        case ListBlock(items):
            return _lines([block_text(part) for item in items for part in item])
        case Code(text):
            return text
        case Table(head, rows, caption):
            return _lines([caption, *(" ".join(map(plain, row)) for row in (head, *rows))])
        case Image(_, alt, caption, credit):
            return _lines([alt, caption, credit])
        case Embed(_, title, provider):
            return f"{title} {provider}".strip()
        case Definitions(items):
            return _lines([text for term, meaning in items for text in (plain(term), *map(block_text, meaning))])
        case Footnotes(notes):
            return _lines([text for label, note in notes for text in (label, *map(block_text, note))])
        case Rule():
            return ""


def _lines(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)
