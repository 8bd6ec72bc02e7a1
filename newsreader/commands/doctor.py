"""`newsreader doctor`: is everything as it should be, and if not, what mends it?"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from newsreader.commands.checkups import CHECKUPS, Finding, Place
from newsreader.commands.common import CommandError, json_line, out
from newsreader.commands.stored import open_writer
from newsreader.paths import Paths

NAME = "doctor"
HELP = "check config, database, index, permissions, disk, clock, terminal; each with its mend"

_SIGNS = {"pass": "ok  ", "warn": "WARN", "fail": "FAIL"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a finding")
    parser.add_argument(
        "--network", nargs="?", const="", metavar="URL", help="also ask one address, by default that of the first feed"
    )
    parser.add_argument("--rebuild-index", action="store_true", help="make the index for searches anew")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Look at everything. Exit status 1 where something fails."""
    if args.rebuild_index:
        _rebuild(paths)
    place = Place(paths, os.environ, datetime.now(UTC), size=_size())
    failed = False
    for finding in _findings(place, args.network):
        failed |= finding.verdict == "fail"
        if args.json:
            json_line(
                {"name": finding.name, "verdict": finding.verdict, "says": finding.says, "mend": finding.mend or None}
            )
            continue
        out(f"{_SIGNS[finding.verdict]}  {finding.name:<10} {finding.says}")
        if finding.mend:
            out(f"      {'':<10} → {finding.mend}")
    return 1 if failed else 0


def _findings(place: Place, address: str | None) -> Iterator[Finding]:
    for checkup in CHECKUPS:
        try:
            yield from checkup(place)
        except Exception as error:  # one checkup that breaks must not hide what the others find
            yield Finding(checkup.__name__, "fail", f"the check itself broke: {error!r}", "tell the authors")
    if place.size:
        yield from _abilities()
    if address is not None:
        yield from _network(place, address)


def _abilities() -> Iterator[Finding]:
    """What the terminal answers when it is asked."""
    from rich.cells import cell_len

    from newsreader.commands.terminal_widths import SAMPLES, measured

    widths = measured(SAMPLES.values())
    if not widths:
        yield Finding("widths", "warn", "the terminal does not say where its cursor is, so widths are not known")
        return
    other = [
        f"{name} ({widths[sample]} cells, counted as {cell_len(sample)})"
        for name, sample in SAMPLES.items()
        if sample in widths and widths[sample] != cell_len(sample)
    ]
    if other:
        mend = "another terminal or font; lines with these letters may be shifted by a cell"
        yield Finding("widths", "warn", f"drawn otherwise than counted: {', '.join(other)}", mend)
    else:
        yield Finding("widths", "pass", "accents, CJK, emoji and flags are as wide as counted")


def _network(place: Place, address: str) -> Iterator[Finding]:
    """One request, for which the person asked."""
    from newsreader.config.load import ConfigErrors, load
    from newsreader.feeds.look import look_at
    from newsreader.feeds.plans import plain_terms
    from newsreader.urls import redacted

    try:
        config = load(place.paths.config)
    except ConfigErrors:
        return
    url = address or next((feed.url for feed in config.feeds if feed.url.startswith(("http://", "https://"))), "")
    if not url:
        yield Finding("network", "warn", "no feed has an address on the web", "newsreader doctor --network URL")
        return
    with open_writer(place.paths) as writer:
        look = look_at(url, plain_terms(config.fetch), writer)
    if look.feed or look.alternates:
        yield Finding("network", "pass", f"{redacted(url)} answers")
    else:
        yield Finding(
            "network", "fail", f"{redacted(url)}: {look.error}", "is the address right, and the network there?"
        )


def _size() -> tuple[int, int] | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    with suppress(OSError):
        return tuple(os.get_terminal_size(sys.stdout.fileno()))  # type: ignore[return-value]
    return None


def _rebuild(paths: Paths) -> None:
    from newsreader.commands.working import INDEXING, index, stopping_at_signals
    from newsreader.store import lease

    if not paths.database.exists():
        raise CommandError("there is no database yet")
    with open_writer(paths) as writer, stopping_at_signals(lambda: None) as signals:
        held = lease.take(writer, INDEXING)
        if held is None:
            raise CommandError("a refresh makes the index just now; try again when it has finished")
        held.release()
        writer.rebuild_index()
        index(writer, signals)
        left = writer.unindexed()
    out(f"the index was made anew{f'; {left:,} articles are left, newsreader refresh goes on' if left else ''}")
