"""The parser workers: documents that take too much memory or time, and workers that die, cost one document each."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from feed_server import rss

from newsreader.feeds import parsers as parsers_module
from newsreader.feeds.loop import Loop
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.wire import Parsed

# Not well-formed, so that it takes the way of 0.1 ms an item.
SLOW = b"<rss><channel>" + b"<item><title>x</title></item>" * 150_000
# The same, with much in memory before anything is found.
LARGE = b"<rss><channel>" + (b"<item><title>x</title><description>" + b"y " * 2000 + b"</description></item>") * 3000


class Bench:
    """Parsers and their loop, and what came of each document by its name."""

    def __init__(self, **limits: float) -> None:
        self.loop = Loop()
        self.parsers = Parsers(self.loop, **limits)  # type: ignore[arg-type]
        self.results: dict[str, Parsed] = {}

    def submit(self, name: str, body: bytes, kind: str = "feed") -> None:
        def on_parsed(parsed: Parsed) -> None:
            assert name not in self.results, "told twice"
            self.results[name] = parsed

        self.parsers.submit(body, on_parsed, kind=kind, url="https://news.example/feed")

    def run(self, seconds: float = 30) -> dict[str, Parsed]:
        end = time.monotonic() + seconds
        while self.parsers.backlog:
            assert time.monotonic() < end, "no end in sight"
            self.loop.run_once(0.2)
        return self.results

    def pids(self) -> list[int]:
        return [worker._pid for worker in self.parsers._workers]


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(**getattr(request, "param", {}))
    yield bench
    bench.parsers.close()
    bench.loop.close()


def test_documents_come_back_parsed_whatever_their_number(bench: Bench) -> None:
    for n in range(200):
        bench.submit(str(n), rss(*(f"Item {i} of {n}" for i in range(20))))
    results = bench.run()
    assert len(results) == 200
    assert all(parsed.feed and len(parsed.feed.entries) == 20 for parsed in results.values())
    assert all(parsed.feed.entries[0].title == f"Item 0 of {name}" for name, parsed in results.items() if parsed.feed)
    assert len(bench.pids()) <= 2


def test_a_document_larger_than_the_pipes_blocks_neither_side(bench: Bench) -> None:
    large = rss("Large").replace(b"All about", b"word " * 1_500_000)
    for n in range(4):
        bench.submit(str(n), large)
    assert all(parsed.feed and len(parsed.feed.entries[0].body) > 7_000_000 for parsed in bench.run().values())


@pytest.mark.parametrize("bench", [{"deadline": 1.0}], indirect=True)
def test_a_document_that_takes_too_long_is_given_up_and_the_others_come_through(bench: Bench) -> None:
    bench.submit("before", rss("One"))
    bench.submit("slow", SLOW)
    for n in range(10):
        bench.submit(str(n), rss("One"))
    results = bench.run()
    assert results["slow"].error == "takes more than 1 s to read"
    assert all(parsed.feed for name, parsed in results.items() if name != "slow")


@pytest.mark.parametrize("bench", [{"deadline": 8.0}], indirect=True)
def test_documents_behind_a_slow_one_do_not_wait_for_its_end(bench: Bench) -> None:
    bench.submit("slow", SLOW)
    for n in range(30):
        bench.submit(str(n), rss("One"))
    end = time.monotonic() + 30
    # Those that were handed to the slow worker already wait with it, the rest goes to a second one.
    while sum(name != "slow" for name in bench.results) < 20:
        assert time.monotonic() < end
        assert "slow" not in bench.results
        bench.loop.run_once(0.2)


@pytest.mark.parametrize("bench", [{"memory": 160 << 20}], indirect=True)
def test_a_document_that_takes_too_much_memory_is_given_up_and_the_others_come_through(bench: Bench) -> None:
    bench.submit("before", rss("One"))
    bench.submit("large", LARGE)
    for n in range(10):
        bench.submit(str(n), rss("One"))
    results = bench.run()
    assert results["large"].error == "takes more than 160 MiB to read"
    assert all(parsed.feed for name, parsed in results.items() if name != "large")


@pytest.mark.parametrize("bench", [{"deadline": 30.0}], indirect=True)
def test_a_worker_that_is_killed_costs_no_more_than_the_document_that_it_had(bench: Bench) -> None:
    for n in range(20):
        bench.submit(str(n), rss("One"))
    bench.submit("slow", SLOW)
    for n in range(20, 40):
        bench.submit(str(n), rss("One"))
    while len(bench.results) < 20:
        bench.loop.run_once(0.2)
    # Kill it over the same document as often as it is tried: then the document is to blame.
    end = time.monotonic() + 30
    while "slow" not in bench.results:
        assert time.monotonic() < end
        for worker in list(bench.parsers._workers):
            if any(task.body == SLOW for task in worker.tasks):
                os.kill(worker._pid, signal.SIGKILL)
        bench.loop.run_once(0.2)
    results = bench.run()
    assert results["slow"].error == "cannot be read: the parser crashed over it"
    assert all(parsed.feed for name, parsed in results.items() if name != "slow")


def test_a_worker_that_is_killed_once_costs_nothing(bench: Bench) -> None:
    for n in range(60):
        bench.submit(str(n), rss(*(f"Item {i}" for i in range(200))))
    while len(bench.results) < 5:
        bench.loop.run_once(0.2)
    os.kill(bench.pids()[0], signal.SIGKILL)
    assert all(parsed.feed for parsed in bench.run().values())


def test_a_worker_that_writes_nonsense_is_replaced(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        parsers_module, "_WORKER", "import os; os.write(1, b'\\xff' * 100); import time; time.sleep(60)"
    )
    bench.submit("one", rss("One"))
    assert bench.run()["one"].error == "cannot be read: the parser crashed over it"


def test_no_worker_is_left_when_the_parsers_are_closed(bench: Bench) -> None:
    bench.submit("slow", SLOW)
    bench.loop.run_once(0.1)
    (pid,) = bench.pids()
    bench.parsers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_nothing_that_lies_in_the_current_folder_is_imported(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    (tmp_path / "msgspec.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    bench.submit("one", rss("One"))
    assert bench.run()["one"].feed


@pytest.mark.parametrize("bench", [{"memory": 160 << 20}], indirect=True)
def test_a_thousand_pages_take_no_more_memory_than_one(bench: Bench) -> None:
    page = b"<html><title>A</title><body><article>" + b"<p>A sentence of the text of this page.</p>" * 100
    for n in range(300):
        bench.submit(str(n), page, kind="page")
    assert all(parsed.feed for parsed in bench.run().values())
