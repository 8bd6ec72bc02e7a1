"""`python tests/faults/run.py [NAME …]`: hurts the program in every way we know for some minutes, and prints what was tried, what
survived, and what was lost (nothing, or the status is 1)."""

import sys
import time
from collections.abc import Callable

import busy
import clocks
import full_disks
import kills
import workers
from bench_of_faults import Tally

FAULTS: dict[str, Callable[[], Tally]] = {
    "kills": kills.run,
    "limit": full_disks.by_limit,
    "tmpfs": full_disks.on_tmpfs,
    "busy": busy.run,
    "workers": workers.run,
    "clocks": clocks.run,
}


def main() -> int:
    bad = 0
    for name in sys.argv[1:] or FAULTS:
        began = time.monotonic()
        tally = FAULTS[name]()
        print(f"{tally}\n    {time.monotonic() - began:.0f} s", flush=True)
        bad += tally.lost + tally.tried - tally.survived
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
