"""The timeline of a story: who told what when, and which words came into it with each piece."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsreader.newsdesk.word_stems import stems
from newsreader.newsdesk.word_weights import Weights
from newsreader.store.stories import articles_of, stories_of

if TYPE_CHECKING:
    from newsreader.model import Headline
    from newsreader.store.queries import Reader
    from newsreader.store.stories import Story

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """An article of a story."""

    headline: "Headline"
    copy_of: int | None
    """The first article with the same text; None where this is it, or the text is its own."""
    new: Sequence[str]
    """Telling words of its title that no title before it had, in their order; none for the first piece."""


def timeline(reader: "Reader", article_id: int) -> "tuple[Story, Sequence[Piece]] | None":
    """Return the story that an article is in, and its pieces, the first ones first; None for one that stands alone.

    Raises StoreError.
    """
    story = stories_of(reader, [article_id]).get(article_id)
    if story is None:
        return None
    headlines = reader.headlines(articles_of(reader, story.id))
    told = stories_of(reader, [headline.id for headline in headlines])
    copies = {id_: one.copy_of for id_, one in told.items()}
    return story, pieces(headlines, copies)


def pieces(headlines: "Iterable[Headline]", copies: Mapping[int, int | None]) -> list[Piece]:
    """Return the pieces of a story whose articles are given, the first ones first. `copies`: by id, Piece.copy_of."""
    weights, known = Weights(), set[str]()
    found: list[Piece] = []
    for headline in headlines:
        lang = headline.lang.partition("-")[0].lower()
        words = {word: stems(word, lang) for word in _WORD.findall(headline.title)}
        new = [
            word
            for word, parts in words.items()
            if any(part not in known and weights.weight(part, lang) for part in parts)
        ]
        known.update(part for parts in words.values() for part in parts)
        found.append(Piece(headline, copies.get(headline.id), tuple(new) if found else ()))
    return found
