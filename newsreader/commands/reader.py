"""`newsreader`: opens the reader; with PATHs or URLs opens those for a look, without subscribing."""

import argparse
import gc
import io
import locale
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import WORK_FAILED, WRONG_USE, CommandError, warn
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.model import Subscription
    from newsreader.tui.start import StartReading

NAME = "reader"
HELP = "open the reader; with PATHs or URLs open those for a look, without subscribing"
STORE_SECONDS = 30.0
"""How long the end waits for changes that take long to be stored; ctrl+c ends it before."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the reader takes beside the common options."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="PATH|URL",
        help="feeds, pages, or a folder of them, to look at without subscribing",
    )


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Open the reader and stay until the person leaves it."""
    _need_a_terminal()
    if not args.targets:
        return _read(paths, args.log_level)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="newsreader-", ignore_cleanup_errors=True) as folder:
        return _read(replace(paths, data=Path(folder)), args.log_level, args.targets)


def _need_a_terminal() -> None:
    """Raise CommandError where there is no terminal that a screen could be drawn on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(
            "the reader needs a terminal; in pipes and scripts use: newsreader list, search, read, refresh", WRONG_USE
        )
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        raise CommandError(
            f"a terminal of the type {term or 'unknown'!s} cannot show the reader (TERM); "
            "newsreader list and newsreader read work there",
            WRONG_USE,
        )


def _read(paths: Paths, log_level: str, look_at: Sequence[str] = ()) -> int:
    # Some 60,000 objects are made while Textual is imported, and none of them goes away again: to look for garbage
    # among them costs time before the first picture.
    gc.disable()
    from newsreader.config.load import ConfigErrors, load, subscriptions
    from newsreader.store.errors import StoreError

    try:
        config = load(paths.config)
    except ConfigErrors as errors:
        raise CommandError(str(errors), WRONG_USE) from errors
    _log_to(paths.log, log_level)
    from newsreader.tui.start import StartReading

    wanted = _targets(look_at) if look_at else subscriptions(config, paths.config)
    reading = StartReading(paths.database, wanted, datetime.now().astimezone(), config)
    try:
        return _show(paths, config, reading, look_at)
    except StoreError as error:
        raise CommandError(str(error), WORK_FAILED) from error


def _targets(look_at: Sequence[str]) -> "tuple[Subscription, ...]":
    """Return what was named on the command line as subscriptions of the temporary store."""
    from newsreader.feeds.plans import BadTarget, preview

    try:
        return preview(look_at)
    except BadTarget as error:
        raise CommandError(str(error), WRONG_USE) from error


def _show(paths: Paths, config: "Config", reading: "StartReading", look_at: Sequence[str]) -> int:
    """Import the screen while the store is read, and run it."""
    from newsreader.tui.terminal_query import asking

    encoding = _terminal_encoding()
    with asking(os.environ, wanted=_may_show_pictures(config)) as question:
        from newsreader.config.themes import ThemeError
        from newsreader.tui.app import NewsreaderApp

        start = reading.result()
        try:
            app = NewsreaderApp(paths, config, start, encoding=encoding, look_at=look_at, asked=question.result())
        except ThemeError as error:
            raise CommandError(str(error), WRONG_USE) from error
    app.run()
    if app.trouble:
        logging.getLogger(__name__).error("the reader ended because of a mistake in it:\n%s", app.trouble)
        raise CommandError(f"a mistake in newsreader ended it; {paths.log} says what happened")
    if not app.close():
        # The terminal is free again; a change of 100,000 articles takes a second, and is not given up for that.
        warn("one moment: the last changes are being stored")
        if not app.close(STORE_SECONDS):
            warn("the last changes could not be stored")
    return app.return_code or 0


def _may_show_pictures(config: "Config") -> bool:
    """Whether any feed may show pictures: else the terminal is not asked which it can."""
    images = [feed.images or config.reader.images for feed in config.feeds] or [config.reader.images]
    return config.reader.icons != "ascii" and set(images) != {"never"}


def _terminal_encoding() -> str:
    """Return what the terminal reads, and let what is drawn leave in it."""
    if not os.isatty(2):
        os.dup2(1, 2)  # Textual draws on stderr, which may be on its way into a file
    encoding = locale.getencoding()
    if encoding.replace("-", "").lower() != "utf8" and isinstance(sys.__stderr__, io.TextIOWrapper):
        sys.__stderr__.reconfigure(encoding=encoding, errors="replace")
    return encoding


def _log_to(file: Path, level: str) -> None:
    """Write warnings and errors into the log; the file is made by the first one."""
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=level.upper())
    logging.raiseExceptions = False  # a log that cannot be written to must not write over the screen
