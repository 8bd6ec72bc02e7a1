"""What `newsreader doctor` looks at, one function a matter. Each says pass, warn or fail, and how it is mended."""

import shutil
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from newsreader import __version__
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.model import Feed

Verdict = Literal["pass", "warn", "fail"]

LITTLE_ROOM, NO_ROOM = 500 * 2**20, 50 * 2**20
"""Bytes free on the disk. A large refresh writes some 100 MB before it is tidied up."""
SMALLEST = (40, 12)
"""Columns and rows that the screen needs."""
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that stands before this is wrong."""
_LIBRARIES = ("textual", "rich", "feedparser", "pycurl", "lxml", "selectolax")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one matter."""

    name: str
    verdict: Verdict
    says: str
    mend: str = ""
    """What to do, where something is to be done."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is examined: this machine, or what a test makes of it."""

    paths: Paths
    environ: Mapping[str, str]
    now: datetime
    free: int | None = None
    """Bytes free on the disk of the data folder; None: ask it."""
    size: tuple[int, int] | None = None
    """Columns and rows of the terminal; None: there is none."""


def versions(_: Place) -> Iterator[Finding]:
    """Python, SQLite and the libraries that do the work."""
    from newsreader.store.checkup import sqlite_version

    sqlite, needed = sqlite_version()
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("version", "pass", f"newsreader {__version__}, Python {python}, SQLite {sqlite}")
    if needed:
        yield Finding("sqlite", "fail", f"SQLite {sqlite} is too old", f"a Python with SQLite {needed} or newer")
    found, missing = [], []
    for library in _LIBRARIES:
        try:
            found.append(f"{library} {metadata.version(library)}")
        except metadata.PackageNotFoundError:
            missing.append(library)
    if missing:
        yield Finding("libraries", "fail", f"missing: {', '.join(missing)}", "install newsreader again")
    else:
        yield Finding("libraries", "pass", ", ".join(found))


def config(place: Place) -> Iterator[Finding]:
    """The config file and the themes beside it."""
    from newsreader.config.load import ConfigErrors, warnings
    from newsreader.config.themes import bad_themes

    path = place.paths.config
    try:
        settings = _settings(path)
    except ConfigErrors as errors:
        for mistake in errors.mistakes:
            yield Finding("config", "fail", str(mistake), "newsreader config check says where; the comma key opens it")
        return
    if not path.exists():
        yield Finding("config", "pass", f"no file at {path}: every setting has its default")
    else:
        yield Finding("config", "pass", f"{path}: {len(settings.feeds):,} feeds, {len(settings.rules):,} rules")
        for warning in warnings(settings, path):
            yield Finding("config", "warn", str(warning), "change it in the file")
    for bad in bad_themes(place.paths):
        yield Finding("theme", "warn", str(bad), "newsreader theme new NAME writes one to start from")


def programs(place: Place) -> Iterator[Finding]:
    """The programs that the config names."""
    from newsreader.config.load import ConfigErrors

    try:
        settings = _settings(place.paths.config)
    except ConfigErrors:
        return
    named = {rule.run[0] for rule in settings.rules if rule.run}
    named |= {argv[0] for argv in settings.share.values()}
    missing = sorted(name for name in named if shutil.which(str(Path(name).expanduser())) is None)
    for name in missing:
        yield Finding("program", "warn", f"{name} is not found", "install it, or write its whole path in the config")
    if named and not missing:
        yield Finding("program", "pass", f"found: {', '.join(sorted(named))}")


def folders(place: Place) -> Iterator[Finding]:
    """The data folder: there, private, and with room in it."""
    data, database = place.paths.data, place.paths.database
    if not data.exists():
        yield Finding("data", "pass", f"{data} will be made at the first start")
        return
    if not data.is_dir():
        yield Finding("data", "fail", f"{data} is no folder", "move it away, or use --data-dir")
        return
    if not _is_writable(data):
        yield Finding(
            "data",
            "fail",
            f"{data} cannot be written to: nothing that is read or starred is kept",
            f"chmod u+rwx {data}",
        )
    else:
        yield Finding("data", "pass", str(data))
    if database.exists() and (mode := stat.S_IMODE(database.stat().st_mode)) & 0o077:
        yield Finding("privacy", "warn", f"others can read what you read (mode {mode:04o})", f"chmod 600 {database}")
    free = shutil.disk_usage(data).free if place.free is None else place.free
    if free < LITTLE_ROOM:
        verdict: Verdict = "fail" if free < NO_ROOM else "warn"
        yield Finding(
            "disk", verdict, f"{free / 2**20:,.0f} MB are free", f"make room; newsreader clean, and downloads in {data}"
        )
    else:
        yield Finding("disk", "pass", f"{free / 2**30:,.1f} GB free")


def database(place: Place) -> Iterator[Finding]:
    """The database and its index, who works with it, and the feeds in it: the whole file is read once."""
    from newsreader.store.checkup import check_up
    from newsreader.store.errors import StoreError

    file = place.paths.database
    if not file.exists():
        yield Finding("database", "pass", "none yet; the first start makes it")
        return
    try:
        found = check_up(file)
    except StoreError as error:
        yield Finding("database", "fail", str(error), "another --data-dir, or a newer newsreader")
        return
    if found.damage:
        mend = "start newsreader: it saves what can be read; or newsreader restore a backup"
        yield Finding("database", "fail", f"damaged: {found.damage}", mend)
        return
    size = file.stat().st_size
    yield Finding("database", "pass", f"whole: {found.articles:,} articles, {size / 1e6:,.1f} MB")
    if found.index_damage:
        yield Finding("index", "fail", f"a search fails: {found.index_damage}", "newsreader doctor --rebuild-index")
    elif found.unindexed:
        yield Finding(
            "index",
            "warn",
            f"{found.unindexed:,} articles are not searchable yet",
            "newsreader refresh goes on with it",
        )
    else:
        yield Finding("index", "pass", "every article is searchable")
    if found.holder:
        yield Finding("refresh", "pass", f"process {found.holder.pid} on {found.holder.host} fetches just now")
    if found.newest_check and found.newest_check > place.now + timedelta(hours=1):
        yield Finding(
            "clock", "fail", f"a feed was asked at {found.newest_check:%Y-%m-%d %H:%M} UTC, and it is {place.now:%Y-%m-%d %H:%M}",
            "set the clock: until then feeds wait, and 'today' is another day",
        )  # fmt: skip
    elif place.now < BUILT:
        yield Finding("clock", "fail", f"it says {place.now:%Y-%m-%d}", "set the clock")
    else:
        yield Finding("clock", "pass", f"{place.now:%Y-%m-%d %H:%M} UTC")
    yield from _feeds(found.feeds)


def _feeds(subscribed: "Sequence[Feed]") -> Iterator[Finding]:
    """What fetching says: the feeds that fail."""
    broken = [feed for feed in subscribed if feed.status in ("failing", "gone")]
    for feed in broken[:10]:
        yield Finding(
            "feed",
            "warn",
            f"{feed.name}: {feed.schedule.error or feed.status}",
            "newsreader feeds says when it is tried again",
        )
    if len(broken) > 10:
        yield Finding("feed", "warn", f"{len(broken) - 10:,} more feeds fail", "newsreader feeds")
    if subscribed and not broken:
        yield Finding("feed", "pass", f"none of {len(subscribed):,} fails")


def terminal(place: Place) -> Iterator[Finding]:
    """What the environment says about the terminal."""
    environ = place.environ
    if place.size is None:
        yield Finding(
            "terminal", "warn", "this is none: output goes elsewhere", "run newsreader doctor in the terminal"
        )
        return
    name = environ.get("TERM", "")
    if name in ("", "dumb"):
        yield Finding(
            "terminal",
            "fail",
            f"TERM is {name or 'not set'}: it cannot place a cursor",
            "a terminal of this century, or TERM set right",
        )
    else:
        yield Finding("terminal", "pass", f"{name}, {place.size[0]}×{place.size[1]}")
    if place.size[0] < SMALLEST[0] or place.size[1] < SMALLEST[1]:
        needed = f"{SMALLEST[0]}×{SMALLEST[1]}"
        yield Finding(
            "size",
            "fail",
            f"{place.size[0]}×{place.size[1]} is smaller than {needed}",
            "a larger window or smaller letters",
        )
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG", "")
    if "utf" not in locale.lower():
        yield Finding(
            "letters",
            "warn",
            f"the locale is {locale or 'not set'}, and signs may break",
            'LANG=en_US.UTF-8, or icons = "ascii"',
        )
    if environ.get("NO_COLOR"):
        yield Finding("colours", "pass", "none, as NO_COLOR asks")
    elif environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        yield Finding("colours", "pass", "16 million")
    else:
        count = 256 if "256" in name else 16
        yield Finding(
            "colours",
            "warn" if count == 16 else "pass",
            f"{count}",
            'COLORTERM=truecolor if it can, else theme = "ansi-dark"' if count == 16 else "",
        )


CHECKUPS = (versions, config, programs, folders, database, terminal)


def _settings(path: Path) -> "Config":
    from newsreader.config.load import load

    return load(path)


def _is_writable(folder: Path) -> bool:
    """By trying: what the mode says is not all there is (read-only disks, other owners, root)."""
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
