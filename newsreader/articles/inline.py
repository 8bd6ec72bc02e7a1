"""Runs of styled text, put together as a browser would: white space folds, a break is kept, equal styles join."""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsreader.articles.document import Inline, Mark, Run
from newsreader.text import clean_text

NO_MARKS: frozenset[Mark] = frozenset()

_SUPERSCRIPT = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPT = dict(zip("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", strict=True))


# Markdown's readers number the second reference to a note so.
_REFERENCE = re.compile(r"\[([0-9]+)(?::[0-9]+)?\]")


class InlineBuffer:
    """Collects the inline content of one block."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        """As they came; equal ones are joined at the end, for text that grew bit by bit would be copied each time."""
        self._blank = False
        """Whether white space is owed before the next word."""

    def add(self, text: str, marks: frozenset[Mark] = NO_MARKS, link: int = 0, place: int = 0) -> None:
        """Append `text`, cleaned and its white space folded; `place` is the number of the place that it begins, 0 for none."""
        text = clean_text(text)
        words = text.split()
        if not words:
            self._blank = self._blank or bool(text)
            return
        folded = " ".join(words)
        if "sup" in marks:
            folded = raised(folded)
        elif "sub" in marks:
            folded = lowered(folded)
        if (self._blank or text[0].isspace()) and self._runs and not self._runs[-1].text.endswith("\n"):
            folded = self._join(folded, marks, link)
        self._runs.append(Run(folded, marks, link, place=place))
        self._blank = text[-1].isspace()

    def _join(self, folded: str, marks: frozenset[Mark], link: int) -> str:
        """Put the owed blank where it carries no style: at the end of a plain run before, else in front."""
        last = self._runs[-1]
        if not last.marks and not last.link:
            self._runs[-1] = replace(last, text=last.text + " ")
            return folded
        if not marks and not link:
            return " " + folded
        if (last.marks, last.link) == (marks, link):
            return " " + folded
        self._runs.append(Run(" "))
        return folded

    def break_line(self) -> None:
        """Append a forced line break; leading ones are dropped."""
        if self._runs:
            last = self._runs[-1]
            self._runs[-1] = replace(last, text=last.text.rstrip(" ") + "\n")
        self._blank = False

    @property
    def is_empty(self) -> bool:
        return not self._runs

    @property
    def ends_in_break(self) -> bool:
        return bool(self._runs) and self._runs[-1].text.endswith("\n")

    def take(self) -> Inline:
        """Return what was collected, without breaks at its end, and start anew."""
        runs, self._runs, self._blank = self._runs, [], False
        while runs and not runs[-1].text.rstrip():
            runs.pop()
        if runs and (text := runs[-1].text.rstrip()) != runs[-1].text:
            runs[-1] = replace(runs[-1], text=text)
        return tuple(_joined(runs))


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Runs of one style that follow each other become one; where a place begins, so does a run."""
    start = 0
    for end in range(1, len(runs) + 1):
        first, following = runs[start], runs[end] if end < len(runs) else None
        if following and not following.place and (following.marks, following.link) == (first.marks, first.link):
            continue
        yield first if end == start + 1 else replace(first, text="".join(run.text for run in runs[start:end]))
        start = end


def raised(text: str) -> str:
    """Return `text` in superscript characters where all of it has them: exponents, and footnote numbers ([1] as well, and [1:2])."""
    if reference := _REFERENCE.fullmatch(text):
        text = reference[1]
    return "".join(map(_SUPERSCRIPT.__getitem__, text)) if all(c in _SUPERSCRIPT for c in text) else text


def lowered(text: str) -> str:
    """Return `text` in subscript characters where all of it has them: H₂O."""
    return "".join(map(_SUBSCRIPT.__getitem__, text)) if all(c in _SUBSCRIPT for c in text) else text
