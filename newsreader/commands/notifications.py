"""After a refresh: rules with `notify` tell of new articles, by the person's program, or else by the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.commands.common import flush, json_line, warn
from newsreader.commands.working import stopping_at_signals

if TYPE_CHECKING:
    from newsreader.store.writer import Writer

MOST = 5
"""Articles that are told of one by one; of the others only how many they are."""
_CLAIMED = 1000


def tell(
    args: argparse.Namespace, writer: "Writer", feeds: Sequence[int], program: "Sequence[str] | None"
) -> list[int]:
    """Tell of what rules want told; returns the signals that asked to stop. Raises StoreError.

    Where there is neither a program nor a terminal nor a reader that listens, it is left for a refresh that has one.
    """
    if not program and not args.json and not sys.stderr.isatty():
        return []
    wanted = writer.claim_errands("notify", feeds, _CLAIMED)
    if not wanted:
        return []
    notices = _notices(writer, wanted)
    if program:
        return _run(writer, notices, program, quiet=args.quiet)
    for _, values in notices:
        if args.json:
            json_line({"event": "notify", **values})
        else:
            from newsreader.newsdesk.notices import sequence

            sys.stderr.write(sequence(_said(values), os.environ))
            sys.stderr.flush()
    flush()
    return []


def _notices(writer: "Writer", wanted: Sequence[tuple[int, str]]) -> list[tuple[tuple[int, str], dict[str, str]]]:
    """What is told, with the article and the rule that wants it: the newest first, and at the end of how many more."""
    from newsreader.store.queries import Reader

    reader = Reader(writer.path)
    try:
        names = {feed.id: feed.name for feed in reader.feeds(all=True)}
        rows = {row.id: row for row in reader.headlines([id_ for id_, _ in wanted[:MOST]])}
    finally:
        reader.close()
    notices = [
        ((id_, rule), {"title": row.title, "url": row.link, "feed": names.get(row.feed_id, "")})
        for id_, rule in wanted[:MOST]
        if (row := rows.get(id_)) is not None
    ]
    if (more := len(wanted) - MOST) > 0:
        told = f"and {more} more article{'s' if more != 1 else ''}"
        notices.append((wanted[MOST], {"title": told, "url": "", "feed": "newsreader"}))
    return notices


def _said(values: dict[str, str]) -> str:
    return f"{values['feed']}: {values['title']}"


def _run(
    writer: "Writer", notices: Sequence[tuple[tuple[int, str], dict[str, str]]], program: Sequence[str], *, quiet: bool
) -> list[int]:
    from newsreader.newsdesk.notices import filled
    from newsreader.newsdesk.programs import Job, run_all

    jobs = [Job(rule, id_, filled(program, values), b"") for (id_, rule), values in notices]
    errors: dict[str, str] = {}
    with stopping_at_signals(lambda: None) as signals:
        for outcome in run_all(jobs, at_once=1, go_on=lambda: not signals):
            errors[outcome.job.rule] = errors.get(outcome.job.rule) or outcome.error
    for rule, error in errors.items():
        writer.note_rule(rule, error)
        if error and not quiet:
            warn(f'the rule "{rule}" could not notify: {error}')
    return signals
