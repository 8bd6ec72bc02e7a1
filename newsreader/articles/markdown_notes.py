"""What the links of a Markdown text lead to: addresses, footnotes ([^1]), other places of the same text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from newsreader.articles.document import Block, Document, Footnotes, Inline, Link, Run, plain
from newsreader.articles.places import BACK
from newsreader.articles.runs import runs_of

_LABEL = re.compile(r"[\w-]{1,20}")


@dataclass(frozen=True, slots=True)
class References:
    """What the runs of a document refer to."""

    links: tuple[Link, ...]
    notes: Mapping[int, str]
    """The footnotes that the text refers to: label by place."""
    places: frozenset[int]
    """The other places that a run leads to."""

    def label_of(self, note: tuple[Block, ...]) -> str:
        """Return the label of a footnote; '' for one that nothing refers to, which Markdown would not show."""
        return next((self.notes[run.place] for block in note for run in runs_of(block) if run.place in self.notes), "")


def references(document: Document) -> References:
    """Return what the runs of `document` refer to."""
    body = [block for block in document.blocks if not isinstance(block, Footnotes)]
    wanted = {run.jump for block in body for run in runs_of(block) if run.jump}
    notes: dict[int, str] = {}
    taken: set[str] = set()
    inside: set[int] = set()
    for block in document.blocks:
        for label, note in block.items if isinstance(block, Footnotes) else ():
            runs = [run for part in note for run in runs_of(part)]
            inside |= {run.jump for run in runs if run.jump and not is_way_back(run)}
            places = [run.place for run in runs if run.place in wanted]
            if places:
                name = (
                    label
                    if _LABEL.fullmatch(label) and label not in taken
                    else f"{label.strip('[] ')[:9]}-{len(taken)}"
                )
                taken.add(name)
                notes |= dict.fromkeys(places, re.sub(r"[^\w-]", "", name))
    return References(document.links, notes, frozenset((wanted | inside) - notes.keys()))


def is_way_back(run: Run) -> bool:
    """Whether a run is the sign that leads from a footnote back into the text: Markdown's readers make their own."""
    return bool(run.jump) and run.text.strip() == BACK


def without_ways_back(inline: Inline) -> Inline:
    """Return a line of a footnote without the signs that lead back."""
    if not any(map(is_way_back, inline)):
        return inline
    return tuple(run for run in inline if not is_way_back(run) and (run.text.strip() or run.place))


def is_label(runs: Inline, label: str) -> bool:
    """Whether runs that lead to a footnote say no more than its label: '¹', '[1]', '*'."""
    text = unicodedata.normalize("NFKC", plain(runs)).strip("[]() ")
    return text == label or not re.search(r"\w", text)
