"""How well headlines are folded into stories, over the threshold, and how fast a store is filed.

    python tests/bench/stories.py              the curve on the corpus's labelled headlines, dense and sparse
    python tests/bench/stories.py --halves     the same setting on 200 random halves of the 38 stories
    python tests/bench/stories.py DIR          file all that is in DIR/news.db anew (a store of fill_store.py)

Scores are BCubed precision / recall / F1: dense on all 2,413 headlines, sparse on five of each story among 361 that
belong to none (the mean of four draws). The corpus is found as in the tests (NEWSREADER_CORPUS).
"""

import os
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from newsreader.newsdesk import filing, stories, story_clusters
from newsreader.store import stories as stored
from newsreader.store.writer import Writer

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "newsdesk"))

from story_corpus import Labelled, bcubed, dense, file_all, sparse  # noqa: E402

THRESHOLDS = (0.12, 0.14, 0.15, 0.157, 0.16, 0.17, 0.18, 0.20, 0.24)
Score = tuple[float, float, float]


def main() -> None:
    words = sys.argv[1:]
    if words and not words[0].startswith("-"):
        file_anew(Path(words[0]))
        return
    corpus = Path(os.environ.get("NEWSREADER_CORPUS") or ROOT.parent / "shared" / "corpus")
    sets = [dense(corpus), *(sparse(corpus, seed) for seed in range(4))]
    if words == ["--halves"]:
        halves(sets)
    else:
        curve(sets)


def curve(sets: Sequence[Sequence[Labelled]]) -> None:
    chosen = story_clusters.THRESHOLD
    print("threshold   dense P / R / F1        sparse P / R / F1")
    for threshold in THRESHOLDS:
        story_clusters.THRESHOLD = threshold
        stories._NEAR = threshold / 2
        scores = [bcubed(held, file_all([one.piece for one in held])) for held in sets]
        mark = "  <- in use" if threshold == chosen else ""
        print(f"{threshold:9.3f}   {shown(scores[0])}   {shown(mean(scores[1:]))}{mark}", flush=True)


def halves(sets: Sequence[Sequence[Labelled]]) -> None:
    """Score random halves of the stories: what other headlines may give."""
    told = [file_all([one.piece for one in held]) for held in sets]
    names = sorted({one.story for one in sets[0]})
    rng = random.Random(1)
    scores: list[tuple[Score, Score]] = []
    for _ in range(200):
        half = set(rng.sample(names, len(names) // 2))
        parts = [
            # Labels outside of the half become noise: they spoil the precision, but are not scored.
            bcubed([one if one.story in half else Labelled(one.piece, "") for one in held], found)
            for held, found in zip(sets, told, strict=True)
        ]
        scores.append((parts[0], mean(parts[1:])))
    for n, name in enumerate(("dense", "sparse")):
        for part, what in enumerate(("precision", "recall", "F1")):
            values = sorted(score[n][part] for score in scores)
            print(f"{name:6} {what:9}  5 %: {values[10]:.3f}   median {values[100]:.3f}   95 %: {values[190]:.3f}")


def file_anew(folder: Path) -> None:
    writer = Writer(folder / "news.db", bulk=True)
    stored.file_again(writer)
    began, worked = time.perf_counter(), time.process_time()
    count = filing.file_new(writer)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = writer.db.execute(
        "SELECT count(*), ifnull(sum(articles), 0), ifnull(max(articles), 0) FROM stories"
    ).fetchone()
    print(f"{count:,} articles in {took:.1f} s ({cpu:.1f} s of CPU), peak memory {peak:.0f} MiB")
    print(f"{held[0]:,} stories with {held[1]:,} articles, {held[2]} in the largest")
    writer.close()


def mean(scores: Sequence[Score]) -> Score:
    precision, recall, f1 = (sum(part) / len(scores) for part in zip(*scores, strict=True))
    return precision, recall, f1


def shown(score: Score) -> str:
    return " / ".join(f"{part:.3f}" for part in score)


if __name__ == "__main__":
    main()
