"""The pictures of a Document: which of them may be fetched, in which order."""

from collections.abc import Iterable, Iterator

from newsreader.articles.document import Block, Definitions, Document, Footnotes, Image, ListBlock, Quote
from newsreader.articles.media import is_tracker

MOST = 20
"""Pictures of one article."""


def addresses(document: Document) -> list[str]:
    """Return the addresses of an article's pictures in their order, the lead photo first; at most 20, and no trackers."""
    lead = [document.lead_image] if document.lead_image else []
    urls = dict.fromkeys(image.url for image in [*lead, *_images(document.blocks)])
    return [url for url in urls if url.startswith(("http://", "https://")) and not is_tracker(url)][:MOST]


def _images(blocks: Iterable[Block]) -> Iterator[Image]:
    for block in blocks:
        match block:
            case Image():
                yield block
            case Quote():
                yield from _images(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _images(item)
            case Definitions() | Footnotes():
                for _, inner in block.items:
                    yield from _images(inner)
