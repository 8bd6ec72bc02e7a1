"""What changed between two texts of an article, word by word. Pure.

Paragraphs are compared first, then the words of those that were replaced by similar ones; both with bounded work.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, takewhile
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]
Run = tuple[Kind, str]

MOST_PARAGRAPHS = 3000
"""Longer texts are cut there."""
MOST_WORDS = 1500
"""Of a paragraph; a longer one that changed is shown as deleted and inserted."""
WORK = 10_000_000
"""Steps of comparing, some 0.1 µs each; what is left when they are spent is shown as deleted and inserted."""
SIMILAR = 0.4
"""Two paragraphs with fewer words in common are two paragraphs."""
CONTEXT = 1
"""Unchanged paragraphs that are shown beside a change."""

# A word with the blanks behind it; in scripts that write no blanks a sign is a word.
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]\s*|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+\s*|\s+"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its changes, or so many that have none (`skipped`)."""

    runs: tuple[Run, ...] = ()
    skipped: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is."""
        return any(kind != "same" for kind, _ in self.runs)


def changes(old: str, new: str) -> tuple[Paragraph, ...]:
    """Return what changed from one text to another, a paragraph a line; () where nothing did.

    Far from changes paragraphs are only counted.
    """
    before, after = (text.split("\n")[:MOST_PARAGRAPHS] for text in (old, new))
    paragraphs = list(_compared(_without_empty(before), _without_empty(after), _Budget(WORK)))
    if not any(paragraph.is_changed for paragraph in paragraphs):
        return ()
    return tuple(_folded(paragraphs))


def as_text(paragraph: Paragraph) -> str:
    """Return a paragraph with signs for its changes, as wdiff writes them: [-deleted-] {+inserted+}."""
    if paragraph.skipped:
        return skipped_words(paragraph.skipped)
    return "".join(signed(kind, text) for kind, text in paragraph.runs).rstrip()


def signed(kind: Kind, text: str) -> str:
    """Return a run between its signs; the blanks at its end stay outside."""
    body = text.rstrip()
    blanks = text[len(body) :]
    match kind:
        case "deleted":
            return f"[-{body}-]{blanks}"
        case "inserted":
            return f"{{+{body}+}}{blanks}"
        case "same":
            return text


def skipped_words(count: int) -> str:
    """Say how many paragraphs stand there unchanged."""
    return f"… {count} paragraph{'s' if count != 1 else ''} unchanged …"


def _without_empty(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line.strip()]


class _Budget:
    """What comparing may still cost.

    SequenceMatcher walks through all pairs of equal items once for each stretch that it finds, and there can be as many
    stretches as repeated items: the cost is some power 1.5 of the number of pairs.
    """

    def __init__(self, steps: int) -> None:
        self._left = float(steps)

    def affords(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Pay for a comparison; False where it costs more than is left, and nothing is paid."""
        counts = Counter(after)
        pairs = len(before) + len(after) + sum(count * counts[item] for item, count in Counter(before).items())
        cost = pairs**1.5
        if cost > self._left:
            return False
        self._left -= cost
        return True


def _compared(before: Sequence[str], after: Sequence[str], budget: _Budget) -> Iterator[Paragraph]:
    head = sum(1 for _ in takewhile(_is_pair, zip(before, after, strict=False)))
    most = min(len(before), len(after)) - head
    tail = sum(1 for _ in islice(takewhile(_is_pair, zip(reversed(before), reversed(after), strict=False)), most))
    yield from (Paragraph((("same", line),)) for line in before[:head])
    yield from _in_between(before[head : len(before) - tail], after[head : len(after) - tail], budget)
    yield from (Paragraph((("same", line),)) for line in before[len(before) - tail :])


def _is_pair(lines: tuple[str, str]) -> bool:
    return lines[0] == lines[1]


def _in_between(before: Sequence[str], after: Sequence[str], budget: _Budget) -> Iterator[Paragraph]:
    if not budget.affords(before, after):
        yield from (Paragraph((("deleted", line),)) for line in before)
        yield from (Paragraph((("inserted", line),)) for line in after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Paragraph((("same", line),)) for line in before[i1:i2])
        else:
            yield from _replaced(before[i1:i2], after[j1:j2], budget)


def _replaced(before: Sequence[str], after: Sequence[str], budget: _Budget) -> Iterator[Paragraph]:
    """Paragraphs in the place of others: each new one beside the next old one that it resembles."""
    start = 0
    for line in after:
        words = _words(line)
        for at in range(start, min(start + 5, len(before))):
            if runs := _word_runs(_words(before[at]), words, budget):
                yield from (Paragraph((("deleted", gone),)) for gone in before[start:at])
                yield Paragraph(runs)
                start = at + 1
                break
        else:
            yield Paragraph((("inserted", line),))
    yield from (Paragraph((("deleted", gone),)) for gone in before[start:])


def _words(line: str) -> list[str]:
    """The words of a paragraph, each with the blanks behind it, the last one too: others may come to stand there."""
    return _WORDS.findall(f"{line} ")


def _word_runs(before: Sequence[str], after: Sequence[str], budget: _Budget) -> tuple[Run, ...]:
    """The runs of one paragraph that became another; () where they have too little in common, or comparing costs too much."""
    if max(len(before), len(after)) > MOST_WORDS:
        return ()
    old, new = [word.rstrip() for word in before], [word.rstrip() for word in after]
    if not budget.affords(old, new):
        return ()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < SIMILAR or matcher.ratio() < SIMILAR:
        return ()
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(after[j1:j2])))
            continue
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if gone:
            runs.append(("deleted", gone))
        if come:
            runs.append(("inserted", come))
    return tuple(runs)


def _folded(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    near = set[int]()
    for n, paragraph in enumerate(paragraphs):
        if paragraph.is_changed:
            near.update(range(n - CONTEXT, n + CONTEXT + 1))
    skipped = 0
    for n, paragraph in enumerate(paragraphs):
        if n not in near:
            skipped += 1
            continue
        if skipped:
            yield Paragraph(skipped=skipped)
            skipped = 0
        yield paragraph
    if skipped:
        yield Paragraph(skipped=skipped)
