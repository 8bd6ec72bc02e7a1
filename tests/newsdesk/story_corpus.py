"""The labelled headlines of the corpus, and the measure of stories made of them (BCubed)."""

import csv
import random
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsreader.newsdesk.stories import Newsdesk, Piece
from newsreader.newsdesk.word_weights import Weights


@dataclass(frozen=True, slots=True)
class Labelled:
    piece: Piece
    story: str
    """'' for noise."""


def dense(corpus: Path) -> list[Labelled]:
    """All headlines of the 38 stories."""
    with (corpus / "stories" / "headlines.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["title"]]
    feeds: dict[str, int] = {}
    return [
        Labelled(
            Piece(
                n,
                feeds.setdefault(row["publisher"], len(feeds) + 1),
                row["title"],
                int(row["milliseconds"]) // 1000,
                link=row["url"],
            ),
            row["story"],
        )
        for n, row in enumerate(rows, 1)
    ]


def sparse(corpus: Path, seed: int) -> list[Labelled]:
    """Five headlines of each story, and as many others as there are, each from an outlet of its own."""
    rng = random.Random(seed)
    by_story: dict[str, list[Labelled]] = {}
    for one in dense(corpus):
        by_story.setdefault(one.story, []).append(one)
    chosen = [one for _, held in sorted(by_story.items()) for one in rng.sample(held, min(5, len(held)))]
    times = [one.piece.time for one in chosen]
    noise = (corpus / "stories" / "noise.txt").read_text(encoding="utf-8").splitlines()
    chosen += [
        Labelled(Piece(100_000 + n, 10_000 + n, title, rng.randint(min(times), max(times))), "")
        for n, title in enumerate(filter(None, noise))
    ]
    return chosen


def file_all(pieces: Sequence[Piece], at_once: int = 1_000_000) -> dict[int, int | None]:
    """Return the story of each piece, filed in batches in the order in which they are given."""
    desk = Newsdesk(Weights())
    for start in range(0, len(pieces), at_once):
        desk.file(pieces[start : start + at_once])
    return {id_: piece.story for id_, piece in desk.pieces.items()}


def bcubed(labelled: Sequence[Labelled], stories: dict[int, int | None]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the labelled headlines; one without a story is a story of its own."""
    gold = [one.story for one in labelled]
    told: list[Hashable] = [stories[one.piece.id] or f"alone {one.piece.id}" for one in labelled]
    golds, predictions, both = Counter(gold), Counter(told), Counter(zip(gold, told, strict=True))
    count = len(gold) - golds[""]
    precision = sum(n * n / predictions[t] for (g, t), n in both.items() if g) / count
    recall = sum(n * n / golds[g] for (g, _), n in both.items() if g) / count
    return precision, recall, 2 * precision * recall / (precision + recall)
