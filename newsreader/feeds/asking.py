"""One feed's conversation with servers: the request, and the redirects that it is sent along, hop by hop. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from newsreader.feeds.headers import Headers, target
from newsreader.feeds.network import Reach, ascii_address, origin
from newsreader.feeds.words import STATUS_WORDS

MAX_HOPS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)

Trouble = Literal["", "unreachable", "refused", "broken"]
"""What went wrong below HTTP: nobody was reached, we would not go on, or the transfer broke."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How to ask: what a person may set for a feed."""

    user_agent: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """For the feed's own origin alone."""
    timeout: timedelta = timedelta(seconds=60)
    max_bytes: int = 1 << 24
    """Of the unpacked body."""
    proxy: str | None = None
    """None: what the environment says."""
    verify: bool = True
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    url: str
    """ASCII, without userinfo."""
    terms: Terms
    timeout: float
    """Seconds that are left of the whole conversation's time."""
    etag: str = ""
    last_modified: str = ""
    credentials: str = ""
    """'user:password' out of the feed's address, for its own origin alone."""
    guarded: bool = False
    """Whether only public addresses may be dialled: a public host sent us here."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """More header fields, for whichever origin it is: Accept, Range. No secrets."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request."""

    status: int = 0
    """0: no HTTP answer at all."""
    headers: Headers = field(default_factory=dict)
    body: bytes = b""
    reach: Reach | None = None
    """How far away the address was that was dialled; None where none was, or a proxy stood between."""
    seconds: float = 0.0
    bytes: int = 0
    """As they came over the wire."""
    trouble: Trouble = ""
    error: str = ""
    """For a person; '' with any HTTP answer."""
    cut_off: bool = False
    """Whether the compressed body ended too early."""


class Conversation:
    """The requests for one feed, from its address to the answer that counts."""

    def __init__(self, url: str, terms: Terms, etag: str = "", last_modified: str = "") -> None:
        """Begin with `url`. Raises ValueError where it is no address that can be asked."""
        url = ascii_address(url)
        self._own = origin(url)
        scheme, _, rest = url.partition("://")
        userinfo, at, _ = rest.partition("/")[0].rpartition("@")
        self._credentials = userinfo
        self._terms = terms
        self.ask = Ask(
            f"{scheme}://{rest[len(userinfo) + len(at) :]}",
            terms,
            terms.timeout.total_seconds(),
            etag,
            last_modified,
            userinfo,
        )
        self.asked = url
        self.hops = 0
        self.permanent_to = ""
        """Where an unbroken row of permanent redirects from the first address on led."""
        self._only_permanent = True
        self.seconds = 0.0
        self.bytes = 0

    def go_on(self, answer: Answer) -> Answer | None:
        """Return the answer that counts, or None where `ask` is now the next request to make."""
        self.seconds += answer.seconds
        self.bytes += answer.bytes
        if answer.status not in _REDIRECTS:
            return answer
        url = target(self.ask.url, answer.headers)
        problem = self._objection(url, answer)
        if problem or url is None:
            return replace(answer, status=0, trouble="refused", error=problem)
        self.hops += 1
        self._only_permanent = self._only_permanent and answer.status in _PERMANENT
        if self._only_permanent:
            self.permanent_to = url
        at_home = origin(url) == self._own
        self.ask = replace(
            self.ask,
            url=url,
            timeout=self._terms.timeout.total_seconds() - self.seconds,
            terms=self._terms if at_home else replace(self._terms, headers={}),
            credentials=self._credentials if at_home else "",
            guarded=self.ask.guarded or answer.reach == "public",
        )
        return None

    def _objection(self, url: str | None, answer: Answer) -> str:
        """Why not to follow a redirect; '' for nothing."""
        if url is None:
            return f"{answer.status} {STATUS_WORDS[answer.status]}, but no address to go to"
        scheme = url.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            return f"redirected to a {scheme}: address, which is not followed"
        if not origin(url)[1]:
            return "redirected to an address without a host"
        if self.hops >= MAX_HOPS:
            return f"redirected more than {MAX_HOPS} times"
        if self.seconds >= self._terms.timeout.total_seconds():
            return f"not done within {self._terms.timeout.total_seconds():.0f} s"
        return ""
