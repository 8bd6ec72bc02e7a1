"""One-off work on the web beside the refresh: article pages, enclosures, pictures.

An errand is a generator that yields what it needs next (a request, the reading of a page) and is sent what came of it, so that
its steps stand in their order while many errands run side by side on one loop. The rules of the refresh hold: one connection
a host, a second apart, nobody who asked to be left alone; the store's table of hosts tells the other processes, and is asked
before each request what they did.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from newsreader.feeds import schedule
from newsreader.feeds.asking import Answer, Ask, Conversation, Terms
from newsreader.feeds.headers import retry_after
from newsreader.feeds.hosts import Hosts
from newsreader.feeds.loop import Loop
from newsreader.feeds.network import Classify, host_of, is_loopback, is_number, origin
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.plan import OURS, World
from newsreader.feeds.wire import Kind, Parsed
from newsreader.feeds.words import http_error
from newsreader.store.writer import Writer

if TYPE_CHECKING:
    from newsreader.feeds.http import Client, Take

_PATIENCE = 0.25
"""Seconds until a wish to stop is noticed at the latest."""


@dataclass(frozen=True, slots=True)
class Get:
    """A request to be made; an Answer is sent back. Redirects are the errand's to follow (`converse`)."""

    ask: Ask
    take: "Take | None" = None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A document to be read by the parser worker, an article's page unless `kind` says otherwise; a Parsed is sent back."""

    body: bytes
    url: str
    content_type: str
    kind: Kind = "article"


R = TypeVar("R")
Errand: TypeAlias = Generator[Get | ReadPage, Any, R]  # what is sent back depends on what was yielded
Objection: TypeAlias = Callable[[Ask], Errand[str]]
"""Tells why a request is not to be made; '' for nothing."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the addresses are asked that the articles of one feed name. They are foreign: the feed chose them."""

    feed_url: str
    terms: Terms
    reach: Classify

    def to(self, url: str, terms: Terms | None = None, fields: Mapping[str, str] | None = None) -> Conversation:
        """Begin a conversation with `url`. Raises ValueError where it is nothing that can be asked.

        Headers and credentials of the feed go to its own origin alone, its wish not to check certificates counts for its own
        host; another host must be a public one, unless the feed itself comes from this machine or a number near it.
        """
        if not url.startswith(("http://", "https://")) or not host_of(url):
            raise ValueError("not an address on the web")
        terms = terms or self.terms
        at_home = origin(url) == self._home
        if not at_home:
            terms = replace(terms, headers={}, verify=terms.verify or host_of(url) != self._home[1])
        talk = Conversation(self._with_credentials(url) if at_home else _without_credentials(url), terms)
        guarded = host_of(url) != self._home[1] and not self._is_near(self._home[1])
        talk.ask = replace(talk.ask, guarded=guarded, fields=fields or {})
        return talk

    @property
    def _home(self) -> tuple[str, str, int]:
        return origin(self.feed_url) if self.feed_url.startswith(("http://", "https://")) else ("", "", 0)

    def _is_near(self, host: str) -> bool:
        return is_loopback(host, self.reach) or (is_number(host) and self.reach(host) != "public")

    def _with_credentials(self, url: str) -> str:
        userinfo, at, _ = self.feed_url.partition("://")[2].partition("/")[0].rpartition("@")
        scheme, _, rest = _without_credentials(url).partition("://")
        return f"{scheme}://{userinfo}{at}{rest}"


def _without_credentials(url: str) -> str:
    scheme, _, rest = url.partition("://")
    netloc, slash, path = rest.partition("/")
    return f"{scheme}://{netloc.rpartition('@')[2]}{slash}{path}"


def nothing_against(_ask: Ask) -> Errand[str]:
    """The Objection that has none."""
    return ""
    yield


def converse(talk: Conversation, objection: Objection = nothing_against, take: "Take | None" = None) -> Errand[Answer]:
    """Make a conversation's requests, hop by hop; returns the answer that counts."""
    while True:
        if why := (yield from objection(talk.ask)):
            return Answer(trouble="refused", error=why)
        answer: Answer = yield Get(talk.ask, take)
        final = talk.go_on(answer)
        if final is not None:
            # The guard speaks of redirects; here the article itself may have led to that address.
            is_first = not talk.hops and not answer.status
            return replace(final, error=final.error.replace("redirected to", "leads to")) if is_first else final


def problem_of(answer: Answer) -> str:
    """Return why an answer is no document, in words; '' where it is one."""
    return "" if answer.status == 200 else answer.error or http_error(answer.status)


def may_pass(answer: Answer) -> bool:
    """Whether another time may bring a better answer: nobody was reached, or the server is in trouble or busy."""
    return answer.status in (0, 408, 425, 429) or answer.status >= 500


@dataclass(slots=True)
class _Run:
    """An errand under way."""

    line: str
    errand: Errand[None]


class Errands:
    """Runs errands to their end. `stop` may be called from a signal handler: then they are closed where they are."""

    def __init__(self, writer: Writer, world: World = OURS) -> None:
        self._writer, self._world = writer, world
        self._loop = Loop()
        self._parsers = Parsers(self._loop)
        self._client: Client | None = None
        self._hosts: Hosts[tuple[_Run, Get]] = Hosts(
            world.at_once, self._is_loopback, world.gap, look_up=writer.host_state, clock=world.clock
        )
        self._lines: dict[str, deque[Errand[None]]] = {}
        self._running: list[_Run] = []
        self._stopping = False

    def stop(self) -> None:
        """End soon. Safe to call from a signal handler."""
        self._stopping = True

    def run(self, errands: Iterable[tuple[str, Errand[None]]]) -> None:
        """Run `errands`, each with the address that it begins with: those of one host one after the other. Raises StoreError."""
        for url, errand in errands:
            self._lines.setdefault(host_of(url), deque()).append(errand)
        self._hosts.remember(self._writer.host_states(), self._world.clock())
        try:
            self._fill()
            while (self._running or self._lines) and not self._stopping:
                self._start_transfers()
                self._loop.run_once(min(_PATIENCE, self._hosts.patience()))
        finally:
            for run in self._running:
                run.errand.close()
            self._parsers.close()
            if self._client is not None:
                self._client.close()
            self._loop.close()

    def _fill(self) -> None:
        """Begin errands, as many at once as there may be hosts, one of each host."""
        busy = {run.line for run in self._running}
        for line in [line for line in self._lines if line not in busy]:
            if len(self._running) >= self._world.at_once:
                return
            errand = self._lines[line].popleft()
            if not self._lines[line]:
                del self._lines[line]
            run = _Run(line, errand)
            self._running.append(run)
            self._step(run, None)

    def _step(self, run: _Run, result: Answer | Parsed | None) -> None:
        """Hand an errand what it waited for, and see to what it wants next."""
        try:
            want = run.errand.send(result)
        except StopIteration:
            self._running.remove(run)
            self._loop.call_in(0, self._fill)
            return
        if isinstance(want, ReadPage):
            self._parsers.submit(
                want.body, partial(self._step, run), kind=want.kind, url=want.url, content_type=want.content_type
            )
            return
        host, now = host_of(want.ask.url), self._world.clock()
        self._hosts.remember({host: self._writer.host_state(host)}, now)
        if why := self._hosts.why_wait(host, now):
            self._answer_soon(run, Answer(trouble="refused", error=why))
        else:
            self._hosts.add(host, (run, want))

    def _answer_soon(self, run: _Run, answer: Answer) -> None:
        self._loop.call_in(0, partial(self._step, run, answer))

    def _is_loopback(self, host: str) -> bool:
        return is_loopback(host, self._world.reach)

    def _start_transfers(self) -> None:
        while (ready := self._hosts.take()) is not None:
            host, (run, want) = ready
            if self._client is None:
                from newsreader.feeds.http import Client  # pycurl takes 20 ms to import

                self._client = Client(self._loop, resolve=self._world.resolve, reach=self._world.reach)
            self._save_news()
            self._client.start(want.ask, partial(self._on_answer, host, run), want.take)

    def _on_answer(self, host: str, run: _Run, answer: Answer) -> None:
        now = self._world.clock()
        self._hosts.done(host, now)
        if answer.status in (429, 503):
            wait = schedule.busy_wait(retry_after(answer.headers, now), 0)
            for other, _ in self._hosts.leave_alone(host, wait, http_error(answer.status), now):
                self._answer_soon(other, Answer(trouble="refused", error=self._hosts.why_wait(host, now)))
        self._save_news()
        self._step(run, answer)

    def _save_news(self) -> None:
        if news := self._hosts.news():
            self._writer.save_hosts(news)
