"""How much work something is, counted in a piece of work that this machine does in the same run."""

import time
from collections.abc import Callable
from functools import cache


@cache
def pace() -> float:
    """CPU seconds of a fixed piece of Python (some 0.05 on a machine of 2024): the least of three tries."""

    def piece() -> None:
        text = ""
        for n in range(300_000):
            text = f"{text[-20:]}{n}"

    return min(_spent(piece) for _ in range(3))


def effort(work: Callable[[], object]) -> float:
    """Return the CPU time of `work`, in paces. What other processes do meanwhile does not count."""
    return _spent(work) / pace()


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
