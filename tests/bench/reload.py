"""Time a reload against sfeed_update and newsboat, on the same site in the same sitting.

    python tests/bench/reload.py [--feeds 500] [--items 50] [--runs 5] [--others 2] [--no-newsboat]

A site of RSS feeds is written (the same bytes every time) and served on loopback, by nginx where it is installed. Runs of the
three programs alternate, since a busy second core doubles the wall time. For newsreader it is told when the articles can be
read (the `done` event), when they can be searched (the index says so, looked at every 10 ms), when the process ends, which by
then has filed stories, compressed texts and given back room, and the CPU of all its processes.
The server's log has to show a request for every feed in every run.

sfeed and newsboat are Debian packages; one that is missing is left out.
"""

import argparse
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from fill_store import Prose

EPOCH = datetime(2026, 11, 1, tzinfo=UTC)
WORDS = 380
"""An article's length: some 2.5 KB of HTML, as feeds with full texts have."""


@dataclass(frozen=True)
class Run:
    """One run of a program, in seconds."""

    visible: float
    searchable: float
    whole: float
    cpu: float
    memory: int
    """MiB, of the largest of its processes."""


def write_site(folder: Path, feeds: int, items: int) -> int:
    """Write the feeds; returns their size in bytes."""
    prose = Prose(1)
    folder.mkdir(parents=True)
    size = 0
    for feed in range(feeds):
        entries = "\n".join(_item(prose, feed, number) for number in range(items))
        size += (folder / f"{feed:04}.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Paper {feed:04}</title>'
            f"<link>https://paper{feed}.example/</link><description>Synthetic</description>\n{entries}\n</channel></rss>\n"
        )
    return size


def _item(prose: Prose, feed: int, number: int) -> str:
    link = f"https://paper{feed}.example/{number}"
    when = EPOCH - timedelta(minutes=37 * number + feed % 30)
    return (
        f"<item><title>{escape(prose.title())}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(when)}</pubDate><dc:creator>{prose.random.choice(prose.names)}</dc:creator>"
        f"<category>news</category><description>{escape(prose.title())}.</description>"
        f"<content:encoded><![CDATA[{prose.body(WORDS)}]]></content:encoded></item>"
    )


# ── The server ────────────────────────────────────────────────────────────────────────────────────────────────────────

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log; default_type application/rss+xml; etag on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, Callable[[], int]]]:
    """Serve folder/site; yields the address, and a function that counts the requests so far."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    nginx, log = shutil.which("nginx"), folder / "access.log"
    if nginx:
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        argv = [nginx, "-c", str(folder / "nginx.conf")]
    else:
        argv = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "-d", str(folder / "site"), str(port)]
    with log.open("a") as errors:
        process = subprocess.Popen(argv, stderr=errors)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}", lambda: sum(b"GET /" in line for line in log.open("rb"))
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


# ── The programs ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Newsreader:
    """Ours."""

    name = "newsreader"

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.folder = folder / self.name
        self.folder.mkdir()
        self.config = self.folder / "config.toml"
        self.config.write_text("\n".join(f"[[feeds]]\nurl = {json.dumps(url)}\n" for url in urls))

    def forget(self) -> None:
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def run(self) -> Run:
        argv = [
            sys.executable,
            "-m",
            "newsreader",
            "--config",
            str(self.config),
            "--data-dir",
            str(self.folder / "data"),
        ]
        return timed(
            [*argv, "refresh", "--force", "--json"],
            mark=b'"event": "done"',
            searchable=partial(is_searchable, self.folder / "data" / "news.db"),
        )


class Sfeed:
    """sfeed_update with as many jobs at once as we have connections."""

    name = "sfeed_update"

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.folder = folder / self.name
        self.folder.mkdir()
        feeds = "\n".join(f"  feed 'feed{n}' '{url}'" for n, url in enumerate(urls))
        self.config = self.folder / "sfeedrc"
        self.config.write_text(f'sfeedpath="{self.folder}/feeds"\nmaxjobs=16\nfeeds() {{\n{feeds}\n}}\n')

    def forget(self) -> None:
        shutil.rmtree(self.folder / "feeds", ignore_errors=True)

    def run(self) -> Run:
        return timed(["sfeed_update", str(self.config)])


class Newsboat:
    """newsboat -x reload."""

    name = "newsboat"

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.folder = folder / self.name
        self.folder.mkdir()
        (self.folder / "urls").write_text("\n".join(urls) + "\n")
        (self.folder / "config").write_text("reload-threads 16\n")

    def forget(self) -> None:
        for file in self.folder.glob("cache.db*"):
            file.unlink()

    def run(self) -> Run:
        places = ["-u", "urls", "-C", "config", "-c", "cache.db"]
        return timed(["newsboat", *places, "-x", "reload"], folder=self.folder)


Program = Newsreader | Sfeed | Newsboat


def is_searchable(database: Path) -> bool:
    """Whether the index has all articles that are there."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        row = db.execute(
            "SELECT (SELECT value FROM meta WHERE key = 'indexed_to') = (SELECT max(id) FROM articles)"
        ).fetchone()
        return bool(row[0])
    finally:
        db.close()


def timed(
    argv: list[str],
    *,
    mark: bytes = b"",
    searchable: Callable[[], bool] | None = None,
    folder: Path | None = None,
) -> Run:
    """Run a program to its end. `visible` is when a line with `mark` came; without such a thing it is the end."""
    began = time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder)
    assert process.stdout is not None
    visible = 0.0
    for line in process.stdout:
        if mark and mark in line:
            visible = time.perf_counter() - began
            break
    found = 0.0
    while searchable is not None and not found:
        # (Left to be waited for: wait4 tells what it used.)
        if searchable() or os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            found = time.perf_counter() - began
        time.sleep(0.01)
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    whole = time.perf_counter() - began
    assert process.returncode == 0, f"{argv[0]} ended with {process.returncode}"
    return Run(visible or whole, found or whole, whole, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5, help="of newsreader, cold and unchanged each")
    parser.add_argument("--others", type=int, default=2, help="of the others: they take long")
    parser.add_argument("--no-newsboat", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reload-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx serves as nobody
        size = write_site(folder / "site", args.feeds, args.items)
        print(f"{args.feeds} feeds × {args.items} items, {size / 1e6:.0f} MB")
        with server(folder) as (address, requests):
            urls = [f"{address}/{n:04}.xml" for n in range(args.feeds)]
            programs: list[Program] = [Newsreader(folder, urls)]
            if shutil.which("sfeed_update"):
                programs.append(Sfeed(folder, urls))
            if shutil.which("newsboat") and not args.no_newsboat:
                programs.append(Newsboat(folder, urls))
            report(measure(programs, args.runs, args.others, args.feeds, requests))
            print(
                f"database: {(folder / 'newsreader' / 'data' / 'news.db').stat().st_size / size:.2f} × the bytes of the feeds"
            )


def measure(
    programs: list[Program], runs: int, others: int, feeds: int, requests: Callable[[], int]
) -> dict[tuple[str, str], list[Run]]:
    """Run the programs in turns, cold and then unchanged; returns the runs by (program, kind)."""
    found: dict[tuple[str, str], list[Run]] = {}
    for turn in range(max(runs, others)):
        for program in programs:
            if turn >= (runs if isinstance(program, Newsreader) else others):
                continue
            program.forget()
            for kind in ("cold", "unchanged"):
                before = requests()
                found.setdefault((program.name, kind), []).append(program.run())
                made = requests() - before
                if isinstance(program, Newsreader):
                    assert made == feeds, f"{made} requests for {feeds} feeds"
    return found


def report(found: dict[tuple[str, str], list[Run]]) -> None:
    """Print medians, and what they are of the others'."""
    for kind in ("cold", "unchanged"):
        print(f"\n{kind:12}{'visible':>9} {'searchable':>10} {'whole':>9} {'CPU':>9} {'MiB':>6}")
        medians = {name: _median(runs) for (name, of_kind), runs in found.items() if of_kind == kind}
        for name, run in medians.items():
            print(
                f"{name:12}{run.visible:8.2f}s {run.searchable:9.2f}s {run.whole:8.2f}s {run.cpu:8.2f}s {run.memory:6}"
            )
        ours = medians[Newsreader.name]
        for name, run in medians.items():
            if name != Newsreader.name:
                print(
                    f"  {ours.visible / run.whole:.3f} × {name} until visible, {ours.searchable / run.whole:.3f} × until searchable"
                )


def _median(runs: list[Run]) -> Run:
    def middle(values: list[float]) -> float:
        return statistics.median(values)

    return Run(
        middle([run.visible for run in runs]),
        middle([run.searchable for run in runs]),
        middle([run.whole for run in runs]),
        middle([run.cpu for run in runs]),
        round(middle([run.memory for run in runs])),
    )


if __name__ == "__main__":
    main()
