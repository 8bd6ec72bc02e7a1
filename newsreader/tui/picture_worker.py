"""The process that decodes pictures for the screen, so that none of them can harm or delay more than itself.

    python -c '…; main()' MEMORY SECONDS IDLE     jobs as JSON lines on stdin, drawings on stdout

It has a memory limit, and an alarm that ends it should a picture take longer than the screen waits. It ends with its
stdin, or when nobody has wanted anything for a while.
"""

import os
import select
import signal
import sys
from pathlib import Path

import msgspec

from newsreader.tui.picture_jobs import Drawing, Job

_GRACE = 5
"""Seconds beyond the screen's own deadline."""


def main() -> None:
    """Answer jobs. Arguments: the memory limit in bytes, the deadline of a picture and the idle time in seconds."""
    memory, seconds, idle = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory)
    # No decoder of a foreign picture gets to write into what the screen reads.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    decode, encode = msgspec.json.Decoder(Job).decode, msgspec.json.Encoder().encode
    begun = b""
    while select.select([0], [], [], idle)[0] and (data := os.read(0, 1 << 16)):
        *jobs, begun = (begun + data).split(b"\n")
        for job in jobs:
            signal.alarm(seconds + _GRACE)
            answers.write(encode(draw(decode(job))) + b"\n")
            answers.flush()
            signal.alarm(0)


def draw(job: Job) -> Drawing:
    """Return the picture of a job, or why there is none."""
    from newsreader.tui.picture_decode import BadPicture, decode
    from newsreader.tui.picture_encode import encode

    try:
        largest = (job.columns * job.cell[0], job.lines * job.cell[1])
        return encode(*decode(Path(job.path), largest), job)
    except BadPicture as error:
        return Drawing(job.number, error=str(error))
    except MemoryError:
        return Drawing(job.number, error="takes too much memory")
    except Exception as error:  # the process's border: a mistake of ours costs this picture, not the others
        return Drawing(job.number, error=f"cannot be drawn ({type(error).__name__})")


def _limit_memory(limit: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, ValueError, OSError):  # a platform without it: then the deadline alone protects
        pass
