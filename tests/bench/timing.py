"""What the store's benchmarks share: timing a call, and a store to look at."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fill_store import fill


def timed(call: Callable[[], object], times: int = 5) -> tuple[float, object]:
    """Return the median of so many runs in milliseconds, and what the last one returned."""
    took: list[float] = []
    result: object = None
    for _ in range(times):
        began = time.perf_counter()
        result = call()
        took.append(time.perf_counter() - began)
    return sorted(took)[times // 2] * 1000, result


@contextmanager
def store(folder: Path | None, articles: int, *, index: bool) -> Iterator[Path]:
    """The database of `folder`, filled first where it is not there; of a temporary one without."""
    chosen = folder or Path(tempfile.mkdtemp(prefix="newsreader-bench-"))
    if not (chosen / "news.db").exists():
        fill(chosen, articles, index=index)
    try:
        yield chosen / "news.db"
    finally:
        if folder is None:
            shutil.rmtree(chosen)
