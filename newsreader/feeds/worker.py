"""The parser worker: a process that reads foreign documents for the fetcher, so that none of them can harm more than itself.

    python -c '…; main()' MEMORY SECONDS     frames of wire.py on stdin and stdout

It has a memory limit, and an alarm that ends it should it outlive both the deadline and the fetcher that watches it. It ends
when stdin does.
"""

import gc
import os
import signal
import sys

import msgspec

from newsreader.feeds.hashes import body_hash, hashes_of
from newsreader.feeds.wire import LENGTH, Job, Parsed
from newsreader.model import ParsedFeed
from newsreader.text import clean_line

# Seconds beyond the fetcher's own deadline.
_GRACE = 10


def main() -> None:
    """Answer jobs until there are no more. Arguments: the memory limit in bytes (0: none), the deadline of a document in seconds."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the fetcher decides what it means
    _limit_memory(memory)
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # trees of elements have no cycles: looking for some costs a tenth of the time
    decode = msgspec.msgpack.Decoder(Job).decode
    source, sink = sys.stdin.buffer, sys.stdout.fileno()
    while len(length := source.read(LENGTH.size)) == LENGTH.size:
        frame = source.read(LENGTH.unpack(length)[0])
        head = LENGTH.size + LENGTH.unpack_from(frame)[0]
        job = decode(frame[LENGTH.size : head])
        signal.alarm(int(seconds) + _GRACE)
        message, exhausted = answer(job, frame[head:], memory)
        signal.alarm(0)
        _write_all(sink, LENGTH.pack(len(message)) + message)
        if job.kind != "feed":
            gc.collect()  # a page's tree is a cycle of two objects and a megabyte: counting objects does not see it
        if exhausted:  # nothing is certain any more, and a new worker takes 60 ms
            os._exit(0)
        del frame, message


def answer(job: Job, body: bytes, memory: int = 0) -> tuple[bytes, bool]:
    """Return the message that says what a document holds, and whether memory ran out over it. Never raises."""
    encode = msgspec.msgpack.Encoder().encode
    try:
        if job.kind == "article":
            from newsreader.feeds.article_page import read_article

            return encode(Parsed(job.number, None, page=read_article(body, job.url, job.content_type))), False
        feed = _read(job, body)
        hashes = tuple(map(hashes_of, feed.entries))
        return encode(Parsed(job.number, feed, digest=body_hash(body), hashes=hashes)), False
    except MemoryError:
        error, exhausted = f"takes more than {memory >> 20} MiB to read", True
    except ValueError as problem:  # NotAFeed, and what a document can make of numbers, encodings, addresses
        error, exhausted = clean_line(str(problem))[:300] or "cannot be read", False
    except RecursionError:
        error, exhausted = "nested too deeply", False
    except Exception as problem:  # the process's border: a mistake of ours costs this document, not the others
        error, exhausted = f"cannot be read ({type(problem).__name__})", False
    return encode(Parsed(job.number, None, error=error, last=exhausted)), exhausted


def _read(job: Job, body: bytes) -> ParsedFeed:
    from newsreader.feeds.parse import NotAFeed, parse

    if job.kind in ("feed", "any"):
        try:
            return parse(
                body,
                job.url if job.url.startswith(("http://", "https://")) else "",
                content_type=job.content_type,
                max_items=job.max_items,
                max_bytes=job.max_bytes,
                packed=job.packed,
            )
        except NotAFeed:
            if job.kind == "feed":
                raise
    from newsreader.feeds.pages import read_page

    return read_page(body, job.url, job.kind, job.content_type)


def _limit_memory(limit: int) -> None:
    if not limit:
        return
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, ValueError, OSError):  # a platform without it: then the deadline alone protects
        pass


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
