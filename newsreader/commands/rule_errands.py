"""After a refresh: what rules want done with new articles once they are stored, their full text and programs."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.commands.common import as_json, json_line, warn
from newsreader.commands.working import stopping_at_signals

if TYPE_CHECKING:
    from datetime import datetime

    from newsreader.config.schema import Config, Rule
    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.plan import Plan
    from newsreader.newsdesk.programs import Job
    from newsreader.newsdesk.rules import Rules
    from newsreader.paths import Paths
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

PROGRAMS, PAGES = 200, 100
"""So many programs are run and pages fetched after one refresh; the others wait for the next."""


def rules_of(config: "Config", now: "datetime") -> "Rules | None":
    """Return the config's rules, ready; None where there are none, so that nothing of them is imported."""
    if not config.rules:
        return None
    from newsreader.newsdesk.rules import Rules

    return Rules(config.rules, now)


def carry_out(
    args: argparse.Namespace,
    paths: "Paths",
    writer: "Writer",
    plans: "Sequence[Plan]",
    rules: "Sequence[Rule]",
    at_once: int,
    keyring: "Keyring | None" = None,
    program: "Sequence[str] | None" = None,
) -> list[int]:
    """Do what rules want done; `program` tells of new articles; returns the signals that asked to stop. Raises StoreError."""
    deeds = {deed for rule in rules for deed in ([rule.do] if isinstance(rule.do, str) else rule.do)}
    signals: list[int] = []
    if "fulltext" in deeds:
        signals = _fetch_pages(paths, writer, plans, at_once, keyring)
    if "notify" in deeds and not signals:
        from newsreader.commands import notifications

        signals = notifications.tell(args, writer, [plan.feed.id for plan in plans], program)
    if "run" in deeds and not signals:
        signals = _run_programs(args, writer, plans, rules)
    return signals


def _fetch_pages(
    paths: "Paths", writer: "Writer", plans: "Sequence[Plan]", at_once: int, keyring: "Keyring | None"
) -> list[int]:
    ids = [article_id for article_id, _ in writer.claim_errands("fulltext", [plan.feed.id for plan in plans], PAGES)]
    if not ids:
        return []
    from newsreader.commands.working import index
    from newsreader.feeds.fetch import Fetch, Wanted
    from newsreader.feeds.plan import World
    from newsreader.store.queries import Reader

    reader = Reader(writer.path)
    try:
        world = World(at_once=at_once)
        fetch = Fetch(writer, reader, plans, paths.cache, lambda _event: None, world=world, keyring=keyring)
        with stopping_at_signals(fetch.stop) as signals:
            fetch.run(ids, Wanted(full=True), paths.data)
            index(writer, signals)
        writer.checkpoint()
        return signals
    finally:
        reader.close()


def _run_programs(
    args: argparse.Namespace, writer: "Writer", plans: "Sequence[Plan]", rules: "Sequence[Rule]"
) -> list[int]:
    wanted = writer.claim_errands("run", [plan.feed.id for plan in plans], PROGRAMS)
    if not wanted:
        return []
    from newsreader.newsdesk.programs import run_all
    from newsreader.store.queries import Reader

    reader = Reader(writer.path)
    try:
        jobs = _jobs(reader, wanted, {rule.name: rule for rule in rules})
    finally:
        reader.close()
    errors: dict[str, str] = {}
    with stopping_at_signals(lambda: None) as signals:
        for outcome in run_all(jobs, go_on=lambda: not signals):
            errors[outcome.job.rule] = errors.get(outcome.job.rule) or outcome.error
    for rule, error in errors.items():
        writer.note_rule(rule, error)
        if error and args.json:
            json_line({"event": "rule", "name": rule, "error": error})
        elif error and not args.quiet:
            warn(f'the rule "{rule}" failed: {error}')
    return signals


def _jobs(reader: "Reader", wanted: "Sequence[tuple[int, str]]", rules: "dict[str, Rule]") -> "list[Job]":
    """The programs to be run, each with its article as `newsreader read --format json` prints it."""
    from newsreader.articles.build import build
    from newsreader.articles.render import to_json
    from newsreader.newsdesk.programs import Job

    feeds = {feed.id: feed for feed in reader.feeds(all=True)}
    jobs: list[Job] = []
    for article_id, name in wanted:
        rule, article = rules.get(name), reader.article(article_id)
        if rule is None or rule.run is None or article is None:
            continue
        feed = feeds[article.headline.feed_id]
        held = to_json(build(article), article_id=article_id, feed=feed.name, section=feed.section or None)
        jobs.append(Job(name, article_id, rule.run, f"{as_json(held)}\n".encode()))
    return jobs
