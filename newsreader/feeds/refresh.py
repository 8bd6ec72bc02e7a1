"""A refresh: feeds are asked, their documents parsed, and what changed is written, all at the same time.

One loop in this process drives the transfers, hands bodies to the parser worker, takes its results, and writes them in bursts
(bursts.py). Nothing here knows HTTP, formats or SQL; it decides what an answer means, by the table in docs/fetching.md.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from newsreader.feeds import schedule
from newsreader.feeds.asking import Answer, Conversation, Terms
from newsreader.feeds.bursts import SECONDS as BURST_SECONDS
from newsreader.feeds.bursts import Bursts, Outcome, name_of
from newsreader.feeds.decide import decide
from newsreader.feeds.events import Done, Event, Start
from newsreader.feeds.folder import Found, look
from newsreader.feeds.hashes import HashedEntry, body_hash, has_length_of
from newsreader.feeds.headers import fresh_for, is_compressed, retry_after, validator
from newsreader.feeds.hosts import Hosts
from newsreader.feeds.logging_in import LoggingIn
from newsreader.feeds.loop import Loop
from newsreader.feeds.network import has_route, host_of, is_loopback
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.plan import DUE, OURS, Plan, Wish, World
from newsreader.feeds.schedule import Learnt
from newsreader.feeds.wire import Parsed
from newsreader.feeds.words import CUT_OFF, http_error
from newsreader.model import Feed, FeedUpdate, ParsedFeed, Schedule
from newsreader.store.adopting import adopt, has_orphans
from newsreader.store.writer import Writer

if TYPE_CHECKING:
    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.http import Client
    from newsreader.newsdesk.rules import Rules, Source

# Documents that wait for the parser, beyond which no further feed is asked: memory stays the same for any number of feeds.
MOST_BACKLOG, MOST_BACKLOG_BYTES = 24, 16 << 20
RENEW_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A feed on the web that is being asked."""

    plan: Plan
    conversation: Conversation

    @property
    def held(self) -> Schedule:
        """What is known from the times before."""
        return self.plan.feed.schedule


class Refresh:
    """One run. `report` gets the events; `renew` is called every 30 s (the lease) and returns
    whether to go on. `rules` see what is new before it is stored; `keyring` has what
    feeds log in with; it is the caller's, and None where none does."""

    def __init__(
        self,
        writer: Writer,
        plans: Sequence[Plan],
        report: Callable[[Event], object],
        *,
        wish: Wish = DUE,
        world: World = OURS,
        renew: Callable[[], bool] = lambda: True,
        rules: "Rules | None" = None,
        keyring: "Keyring | None" = None,
    ) -> None:
        self._writer, self._plans, self._report, self._renew = writer, plans, report, renew
        self._rules = rules
        self._has_heirs = has_orphans(writer)
        self._wish, self._world = wish, world
        self._loop = Loop()
        self._logging_in = LoggingIn(self._loop, keyring)
        self._parsers = Parsers(self._loop)
        self._client: Client | None = None
        self._hosts: Hosts[_Asked] = Hosts(
            world.at_once, self._is_loopback, world.gap, look_up=writer.host_state, clock=world.clock
        )
        self._bursts = Bursts(writer, len(plans), self._tell, self._hosts.news)
        self._open = 0
        """Feeds that are being dealt with."""
        self._unreached: list[tuple[_Asked, Answer]] = []
        """Feeds that nobody answered for; whether that is their failure or ours shows when somebody else answers."""
        self._somebody_answered = False
        self._stopping = False

    def stop(self) -> None:
        """End soon: what is being written is finished, what is under way is dropped. Safe to call from a signal handler."""
        self._stopping = True

    def run(self) -> Done:
        """Refresh; returns the sum. Raises StoreError."""
        began = time.monotonic()
        self._tell(Start(len(self._plans)))
        self._loop.call_in(RENEW_SECONDS, self._renew_again)
        try:
            self._begin(self._world.clock())
            while self._open and not self._stopping:
                self._start_transfers()
                until_next = BURST_SECONDS if self._is_congested() else self._hosts.patience()
                self._loop.run_once(min(self._bursts.patience(), until_next))
                if self._unreached and (self._somebody_answered or len(self._unreached) == self._open):
                    self._settle_unreached(self._world.clock())
                self._bursts.write_if_time()
            self._bursts.write()
        finally:
            self._parsers.close()
            if self._client is not None:
                self._client.close()
            self._logging_in.close()
            self._loop.close()
        done = self._bursts.sum(time.monotonic() - began)
        self._tell(done)
        return done

    def _renew_again(self) -> None:
        self._stopping = self._stopping or not self._renew()
        self._loop.call_in(RENEW_SECONDS, self._renew_again)

    # ── Which feeds, and when

    def _begin(self, now: datetime) -> None:
        self._hosts.remember(self._writer.host_states(), now)
        files: list[Plan] = []
        for plan in self._plans:
            if not plan.feed.url.startswith(("http://", "https://")):
                files.append(plan)
            elif why := self._why_wait(plan, now):
                self._bursts.skip(plan.feed, why)
            else:
                self._ask(plan, now)
        self._bursts.tell_progress()
        if any(not plan.feed.schedule.body_hash for plan in self._plans) and (self._open or files):
            self._parsers.prepare()
        self._start_transfers()  # before the files are looked at: servers take their time anyway
        self._open += len(files)
        for plan in files:
            look(plan, self._parsers, now, self._on_files)

    def _why_wait(self, plan: Plan, now: datetime) -> str:
        host, wish = host_of(plan.feed.url), self._wish
        why = schedule.why_wait(
            plan.feed.schedule, now, force=wish.force, named=wish.named, loopback=self._is_loopback(host)
        )
        return why or self._hosts.why_wait(host, now)

    def _is_loopback(self, host: str) -> bool:
        return is_loopback(host, self._world.reach)

    # ── Asking

    def _ask(self, plan: Plan, now: datetime) -> None:
        """Put a feed's first request in waiting, with what it logs in with."""
        self._open += 1
        url = schedule.address(plan.feed.url, plan.feed.schedule, now)
        try:
            self._logging_in.find(plan, url, partial(self._ask_at, url, plan), partial(self._cannot_ask, plan))
        except ValueError:
            self._cannot_ask(plan, "not an address that can be asked")

    def _ask_at(self, url: str, plan: Plan, terms: Terms) -> None:
        held = plan.feed.schedule
        # What could not be read is asked for anew when the person wants it, lest a 304 says that it is still the same.
        anew = self._wish.force and not held.body_hash
        validators = ("", "") if anew else (held.etag, held.last_modified)
        try:
            asked = _Asked(plan, Conversation(url, terms, *validators))
        except ValueError:
            self._cannot_ask(plan, "not an address that can be asked")
            return
        self._hosts.add(host_of(asked.conversation.ask.url), asked)

    def _cannot_ask(self, plan: Plan, error: str) -> None:
        after = schedule.after_failure(
            plan.feed.schedule, error, self._world.clock(), plan.interval, self._world.jitter
        )
        self._finish(Outcome(plan.feed, FeedUpdate(plan.feed.id, after), failed=True, reason=error))

    def _start_transfers(self) -> None:
        while not self._is_congested() and (ready := self._hosts.take()) is not None:
            host, asked = ready
            if self._client is None:
                from newsreader.feeds.http import Client  # pycurl takes 20 ms to import, and files need none

                self._client = Client(self._loop, resolve=self._world.resolve, reach=self._world.reach)
            self._client.start(asked.conversation.ask, partial(self._on_answer, host, asked))

    def _is_congested(self) -> bool:
        return self._parsers.backlog > MOST_BACKLOG or self._parsers.backlog_bytes > MOST_BACKLOG_BYTES

    def _on_answer(self, host: str, asked: _Asked, answer: Answer) -> None:
        now = self._world.clock()
        self._hosts.done(host, now)
        self._somebody_answered = self._somebody_answered or (answer.status > 0 and answer.reach != "loopback")
        final = asked.conversation.go_on(answer)
        if final is not None:
            self._judge(host, asked, final, now)
        else:
            next_host = host_of(asked.conversation.ask.url)
            if why := self._hosts.why_wait(next_host, now):
                self._skip(asked, why)
            else:
                self._hosts.add(next_host, asked, first=True)

    def _judge(self, host: str, asked: _Asked, answer: Answer, now: datetime) -> None:
        """Decide what an answer means."""
        if answer.status == 304:
            self._not_modified(asked, answer, now)
        elif answer.status in (200, 203):
            self._got_document(asked, answer, now)
        elif answer.status in (429, 503):
            self._leave_alone(host, asked, answer, now)
        elif answer.status:
            refused = asked.plan.login.refused if answer.status == 401 and asked.plan.login else ""
            self._fail(asked, refused or http_error(answer.status), now, status=answer.status)
        elif answer.trouble == "unreachable" and not self._is_loopback(host):
            self._unreached.append((asked, answer))
        else:
            self._fail(asked, answer.error, now)

    def _settle_unreached(self, now: datetime) -> None:
        """Nobody answered for some feeds: their failure if somebody else did answer, else we are offline."""
        unreached, self._unreached = self._unreached, []
        hosts = {host_of(asked.plan.feed.url) for asked, _ in unreached}
        offline = not self._somebody_answered and (len(hosts) > 1 or not has_route())
        for asked, answer in unreached:
            if offline:
                self._failed(asked, schedule.when_offline(asked.held, now))
            else:
                self._fail(asked, answer.error, now)

    def _leave_alone(self, host: str, asked: _Asked, answer: Answer, now: datetime) -> None:
        """A host asks not to be asked for some time; that goes for all its feeds."""
        wait = schedule.busy_wait(retry_after(answer.headers, now), asked.held.failures)
        error = http_error(answer.status)
        dropped = self._hosts.leave_alone(host, wait, error, now)
        self._failed(asked, schedule.after_busy(asked.held, error, now, wait, host))
        for other in dropped:
            self._skip(other, self._hosts.why_wait(host, now))

    def _skip(self, asked: _Asked, why: str) -> None:
        self._open -= 1
        self._bursts.skip(asked.plan.feed, why)

    # ── Documents

    def _not_modified(self, asked: _Asked, answer: Answer, now: datetime) -> None:
        held = asked.held
        learnt = _learnt(asked, answer, now)
        # A 304 need not repeat the validators that it confirms (RFC 9110, 15.4.5).
        learnt = replace(
            learnt, etag=learnt.etag or held.etag, last_modified=learnt.last_modified or held.last_modified
        )
        if not held.body_hash and held.error:  # it is still the document that could not be read
            self._unreadable(asked, held.error, learnt, now)
        else:
            self._succeed(asked, learnt, now, held.body_hash)

    def _got_document(self, asked: _Asked, answer: Answer, now: datetime) -> None:
        plan, known, learnt = asked.plan, asked.held.body_hash, _learnt(asked, answer, now)
        if has_length_of(known, answer.body) and known == body_hash(answer.body):
            self._succeed(asked, learnt, now, known)
            return
        self._parsers.submit(
            answer.body,
            partial(self._on_parsed, asked, learnt, answer),
            kind="any" if plan.pages else "feed",
            url=asked.conversation.ask.url,
            content_type=answer.headers.get("content-type", ""),
            max_items=plan.max_items,
            max_bytes=plan.terms.max_bytes,
            packed=not is_compressed(answer.headers),
        )

    def _on_parsed(self, asked: _Asked, learnt: Learnt, answer: Answer, parsed: Parsed) -> None:
        now = self._world.clock()
        feed = parsed.feed
        if feed is None:
            self._unreadable(asked, CUT_OFF if answer.cut_off else parsed.error, learnt, now)
        else:
            if feed.problem and answer.cut_off:
                # What came is kept. But it is not all there is, so that no 304 must say so.
                learnt, feed = replace(learnt, etag="", last_modified=""), structs.replace(feed, problem=CUT_OFF)
            entries = [HashedEntry(entry, *own) for entry, own in zip(feed.entries, parsed.hashes, strict=True)]
            self._succeed(asked, learnt, now, parsed.digest, feed, entries)

    # ── What comes of a feed on the web

    def _succeed(
        self,
        asked: _Asked,
        learnt: Learnt,
        now: datetime,
        digest: bytes,
        feed: ParsedFeed | None = None,
        entries: Sequence[HashedEntry] = (),
    ) -> None:
        plan = asked.plan
        after = schedule.after_success(
            asked.held, learnt, now, plan.interval, self._world.jitter, feed=feed, body_hash=digest
        )
        update = self._update(plan, after, feed, entries, asked.conversation.bytes)
        self._finish(_outcome(asked, update, reason=after.note if feed else ""))

    def _fail(self, asked: _Asked, error: str, now: datetime, *, status: int = 0) -> None:
        interval, jitter = asked.plan.interval, self._world.jitter
        self._failed(asked, schedule.after_failure(asked.held, error, now, interval, jitter, status=status))

    def _unreadable(self, asked: _Asked, error: str, learnt: Learnt, now: datetime) -> None:
        interval, jitter = asked.plan.interval, self._world.jitter
        self._failed(asked, schedule.after_unreadable(asked.held, error, learnt, now, interval, jitter))

    def _failed(self, asked: _Asked, after: Schedule) -> None:
        update = FeedUpdate(asked.plan.feed.id, after, bytes=asked.conversation.bytes)
        self._finish(_outcome(asked, update, failed=True, reason=after.error))

    # ── Writing and telling

    def _on_files(self, plan: Plan, found: Found) -> None:
        """A file or folder was looked at."""
        update = self._update(plan, found.schedule, found.feed, found.entries)
        failed = bool(found.schedule.error)
        self._finish(Outcome(plan.feed, update, failed, found.reason, found.ms))

    def _update(
        self,
        plan: Plan,
        after: Schedule,
        feed: ParsedFeed | None,
        entries: Sequence[HashedEntry],
        size: int = 0,
    ) -> FeedUpdate:
        if feed is None:
            return FeedUpdate(plan.feed.id, after, bytes=size)
        known = self._writer.known(plan.feed.id)
        if (
            not known
            and self._has_heirs
            and adopt(self._writer, plan.feed.id, feed.title, feed.site, [entry.entry.guid for entry in entries])
        ):
            known = self._writer.known(plan.feed.id)
        changes = decide(entries, known, site=feed.site)
        if self._rules is not None:
            changes = self._rules.apply(changes, _source(plan.feed, feed))
        return FeedUpdate(plan.feed.id, after, changes, feed.title, feed.site, feed.lang, size)

    def _finish(self, outcome: Outcome) -> None:
        """A feed is done but for being written."""
        self._open -= 1
        self._bursts.add(outcome)

    def _tell(self, event: Event) -> None:
        try:
            self._report(event)
        except BrokenPipeError:  # whoever listened has gone: finish what is being written, and go too
            self._stopping = True
            self._report = lambda _event: None


def _source(stored: Feed, parsed: ParsedFeed) -> "Source":
    """What rules see of a feed. One that was never read has no other name than its document's title."""
    from newsreader.newsdesk.rules import Source

    return Source(name_of(stored, parsed.title), stored.url, stored.section, stored.tags)


def _learnt(asked: _Asked, answer: Answer, now: datetime) -> Learnt:
    return Learnt(
        validator(answer.headers, "etag"),
        validator(answer.headers, "last-modified"),
        fresh_for(answer.headers, now),
        asked.conversation.permanent_to,
        asked.conversation.asked,
    )


def _outcome(asked: _Asked, update: FeedUpdate, *, failed: bool = False, reason: str = "") -> Outcome:
    ms = round(asked.conversation.seconds * 1000)
    return Outcome(asked.plan.feed, update, failed, reason, ms)
