"""robots.txt (RFC 9309): which pages a site lets programs fetch that were not subscribed to.

The standard library's urllib.robotparser knows neither the wildcards nor the rule of the longest match, with which most files
are written today, so the few rules are read here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote, urlsplit

from newsreader.feeds.asking import Answer, Ask, Conversation
from newsreader.feeds.errands import Errand, converse, may_pass, problem_of
from newsreader.feeds.network import host_of, origin

PATH = "/robots.txt"
FRESH = timedelta(days=1)
"""RFC 9309, 2.4: a copy is used for a day at most."""
MAX_BYTES = 512 << 10
"""RFC 9309, 2.5: at least 500 KiB are read; what is behind that is not."""
_TIMEOUT = timedelta(seconds=20)
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows: (path pattern, whether it is allowed)."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, url: str) -> bool:
        """Whether the page at `url` may be fetched: the longest rule that matches decides, of two of a length the kinder one."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        found = [(len(pattern), allowed) for pattern, allowed in self.rules if _matches(pattern, path)]
        return max(found, default=(0, True))[1] or path == PATH


def read_rules(text: str, agent: str) -> Rules:
    """Return the rules for the program that calls itself `agent` (a User-Agent): those of its own groups, else those for all."""
    found = re.match(r"[A-Za-z_-]+", agent)
    token = found[0].lower() if found else ""
    groups: dict[str, list[tuple[str, bool]]] = {}
    agents: list[str] = []
    in_rules = False
    for name, value in _lines(text):
        if name == "user-agent":
            agents = [*([] if in_rules else agents), value.partition("/")[0].strip().lower()]
            in_rules = False
            groups.setdefault(agents[-1], [])
        elif name in ("allow", "disallow"):
            in_rules = True
            if value:
                for one in agents:
                    groups[one].append((_normal(value), name == "allow"))
    return Rules(tuple(groups.get(token, groups.get("*", []))))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"[\r\n]+", text.lstrip("\ufeff")):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _normal(path: str) -> str:
    """A path as it is compared: what need not be percent-encoded is not, and everything else is, in capitals (2.2.2)."""
    encoded = quote(path.encode("utf-8", "replace"), safe=_PRINTABLE)
    return re.sub(r"%([0-9A-Fa-f]{2})", _decoded, encoded)


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says: * is anything, $ the end. Takes time in proportion to both, whatever they hold."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for n, piece in enumerate(rest):
        if ends and n == len(rest) - 1:
            return len(path) - len(piece) >= place and path.endswith(piece)
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return not ends or place == len(path)


class Robots:
    """What sites said, kept in a cache folder for a day. `objection` is what errands ask before each request."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder, self._clock = folder, clock
        self._known: dict[tuple[str, str, int], Rules | str] = {}
        """By origin; a text says why it is not known."""

    def objection(self, ask: Ask) -> Errand[str]:
        """Return why `ask` is not to be made: the site does not allow it, or cannot say so now; '' for nothing."""
        site, agent = origin(ask.url), ask.terms.user_agent
        if site not in self._known:
            text = self._load(site)
            self._known[site] = (yield from self._fetch(ask)) if text is None else read_rules(text, agent)
        rules = self._known[site]
        if isinstance(rules, str):
            return rules
        return "" if rules.allow(ask.url) else f"the robots.txt of {site[1]} does not allow it"

    def _fetch(self, ask: Ask) -> Errand[Rules | str]:
        parts = urlsplit(ask.url)
        terms = replace(ask.terms, headers={}, timeout=_TIMEOUT, max_bytes=MAX_BYTES * 8)
        talk = Conversation(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{PATH}", terms)
        talk.ask = replace(talk.ask, guarded=ask.guarded, fields={"Accept": "text/plain, */*;q=0.5"})
        answer: Answer = yield from converse(talk)
        if answer.status != 200 and may_pass(answer):  # 2.3.1.4: then nothing is allowed for now
            return f"the robots.txt of {host_of(ask.url)} could not be fetched: {problem_of(answer)}"
        text = answer.body[:MAX_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
        self._save(origin(ask.url), text)
        return read_rules(text, terms.user_agent)

    def _file(self, site: tuple[str, str, int]) -> Path:
        return self._folder / blake2b(repr(site).encode(), digest_size=16).hexdigest()

    def _load(self, site: tuple[str, str, int]) -> str | None:
        try:
            at, _, text = self._file(site).read_text("utf-8").partition("\n")
            age = self._clock().timestamp() - float(at)
        except (OSError, ValueError):
            return None
        return text if 0 <= age < FRESH.total_seconds() else None

    def _save(self, site: tuple[str, str, int], text: str) -> None:
        """Keep a copy; a cache that cannot be written to only costs a request the next time."""
        file = self._file(site)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._forget_old()
            fresh = file.with_suffix(".new")
            fresh.write_text(f"{self._clock().timestamp()}\n{text}", "utf-8")
            fresh.replace(file)

    def _forget_old(self) -> None:
        for file in self._folder.iterdir():
            if self._clock().timestamp() - file.stat().st_mtime > FRESH.total_seconds():
                file.unlink(missing_ok=True)
