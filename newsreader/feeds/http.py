"""Requests over the network: many transfers on one CurlMulti, driven by the fetcher's loop.

Each transfer is a GET and nothing more: no cookies, no Referer, nothing appended to the address; redirects are answers like
others (asking.py follows them). What a server may cost is bounded: 10 s to connect, 15 s without a byte, the conversation's
deadline over all, and the size of the body after unpacking.
"""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pycurl

from newsreader.feeds.asking import Answer, Ask, Trouble
from newsreader.feeds.headers import Headers, is_nested_encoding
from newsreader.feeds.loop import READ, WRITE, Loop, Timer
from newsreader.feeds.network import Classify, Reach, Resolve, classify, host_of, is_number, no_names, origin, proxy_for
from newsreader.feeds.unpacking import ACCEPTED, Broken, Unpacker
from newsreader.feeds.words import TIMED_OUT, UNREACHABLE, transfer_error

CONNECT_SECONDS = 10
STALL_SECONDS = 15
# A server that sends a byte now and then is not stalled for curl; the deadline ends that.
_STALL_BYTES = 1
_MAX_HEADERS = 1000
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/json;q=0.8, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)

OnAnswer = Callable[[Answer], object]
Take = Callable[[int, Headers, bytes], str]
"""Takes a piece of a body that is not to be kept in memory: (status, headers, piece). Returns why to break the transfer off,
'' to go on."""


class Client:
    """Makes requests. `resolve` and `reach` can be handed in: names that only a test knows, addresses that it calls public."""

    def __init__(
        self,
        loop: Loop,
        *,
        resolve: Resolve = no_names,
        reach: Classify = classify,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._loop = loop
        self._resolve, self._reach, self._environ = resolve, reach, environ
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._timer: Timer | None = None
        self._running: dict[pycurl.Curl, _Transfer] = {}
        self._idle: list[pycurl.Curl] = []

    def start(self, ask: Ask, on_answer: OnAnswer, take: Take | None = None) -> None:
        """Make a request; `on_answer` is called from the loop when it is over, however that was.

        With `take` the body goes there as it comes, and compression is not asked for.
        """
        curl = self._idle.pop() if self._idle else pycurl.Curl()
        transfer = _Transfer(ask, on_answer, self._reach, take)
        proxy, host = self._proxy(ask), host_of(ask.url)
        try:
            transfer.set_up(curl, proxy=proxy, addresses=self._resolve(host))
        except (pycurl.error, UnicodeError, TypeError, ValueError) as error:
            self._answer_soon(on_answer, Answer(trouble="refused", error=f"cannot be asked: {error}"))
            return
        if (
            proxy and ask.guarded and is_number(host) and self._reach(host) != "public"
        ):  # no dialling of ours will show it
            self._answer_soon(on_answer, Answer(trouble="refused", error=not_public(host)))
            return
        self._running[curl] = transfer
        self._multi.add_handle(curl)

    def close(self) -> None:
        """Break off what is under way."""
        for curl in self._running:
            self._multi.remove_handle(curl)
            curl.close()
        self._running.clear()
        self._multi.close()

    def _proxy(self, ask: Ask) -> str:
        return proxy_for(ask.url, self._environ) if ask.terms.proxy is None else ask.terms.proxy

    def _answer_soon(self, on_answer: OnAnswer, answer: Answer) -> None:
        self._loop.call_in(0, partial(on_answer, answer))

    # ── libcurl's side

    def _watch(self, what: int, fd: int, _multi: pycurl.CurlMulti, _data: object) -> None:
        if what == pycurl.POLL_REMOVE:
            self._loop.unwatch(fd)
        else:
            events = (READ if what & pycurl.POLL_IN else 0) | (WRITE if what & pycurl.POLL_OUT else 0)
            self._loop.watch(fd, events, partial(self._on_ready, fd))

    def _set_timer(self, milliseconds: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if milliseconds < 0 else self._loop.call_in(milliseconds / 1000, self._on_timer)

    def _on_ready(self, fd: int, events: int) -> None:
        mask = (pycurl.CSELECT_IN if events & READ else 0) | (pycurl.CSELECT_OUT if events & WRITE else 0)
        self._act(fd, mask)

    def _on_timer(self) -> None:
        self._act(pycurl.SOCKET_TIMEOUT, 0)

    def _act(self, fd: int, mask: int) -> None:
        self._multi.socket_action(fd, mask)
        while True:
            left, done, failed = self._multi.info_read()
            for curl in done:
                self._finish(curl, 0, "")
            for curl, code, detail in failed:
                self._finish(curl, code, detail)
            if not left:
                break

    def _finish(self, curl: pycurl.Curl, code: int, detail: str) -> None:
        transfer = self._running.pop(curl)
        self._multi.remove_handle(curl)
        answer = transfer.answer(curl, code, detail)
        # The handle is used again; connections belong to the multi handle and stay open.
        curl.reset()
        self._idle.append(curl)
        transfer.on_answer(answer)


class _Transfer:
    """One request under way, and what has come of it so far."""

    def __init__(self, ask: Ask, on_answer: OnAnswer, reach: Classify, take: Take | None = None) -> None:
        self.ask, self.on_answer, self._classify, self._take = ask, on_answer, reach, take
        self._proxied = False
        self._chunks: list[bytes] = []
        self._size = 0
        self._unpacker: Unpacker | None = None
        self._status_line = b""
        self._headers: dict[str, str] = {}
        self._refusal = ""
        """Why we broke it off ourselves."""
        self._trouble: Trouble = "broken"

    def set_up(self, curl: pycurl.Curl, *, proxy: str, addresses: Sequence[str]) -> None:
        """Tell curl all about the request."""
        ask, terms = self.ask, self.ask.terms
        self._proxied = bool(proxy)
        set_option = curl.setopt
        set_option(pycurl.URL, ask.url)
        # The bitmask, not the list of names: that one is missing in older builds.
        set_option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        set_option(pycurl.FOLLOWLOCATION, 0)
        set_option(pycurl.NOSIGNAL, 1)
        set_option(pycurl.HTTPHEADER, self._request_headers())
        set_option(pycurl.HTTP_CONTENT_DECODING, 0)  # we do that: unpacking.py
        set_option(pycurl.CONNECTTIMEOUT_MS, int(min(CONNECT_SECONDS, ask.timeout) * 1000))
        set_option(pycurl.TIMEOUT_MS, max(int(ask.timeout * 1000), 1))
        set_option(pycurl.LOW_SPEED_LIMIT, _STALL_BYTES)
        set_option(pycurl.LOW_SPEED_TIME, STALL_SECONDS)
        set_option(pycurl.PROXY, proxy)  # '' also keeps curl from asking the environment itself
        set_option(pycurl.HEADERFUNCTION, self._on_header)
        set_option(pycurl.WRITEFUNCTION, self._on_data)
        set_option(pycurl.OPENSOCKETFUNCTION, self._open_socket)
        if ask.guarded:
            set_option(pycurl.FRESH_CONNECT, 1)  # an open connection was dialled under other rules
        if ask.credentials:
            set_option(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC)
            set_option(pycurl.USERPWD, _unquoted(ask.credentials))
        if addresses:
            _, host, port = origin(ask.url)
            set_option(pycurl.RESOLVE, [f"-{host}:{port}", f"{host}:{port}:{','.join(addresses)}"])
        if ask.url.startswith("https:") or proxy.startswith("https:"):
            set_option(pycurl.CAINFO, terms.ca_file or certificate_authorities())
            set_option(pycurl.SSL_VERIFYPEER, int(terms.verify))
            set_option(pycurl.SSL_VERIFYHOST, 2 if terms.verify else 0)

    def _request_headers(self) -> list[bytes]:
        ask = self.ask
        # A part of a file is a part of it as it is.
        codings = ACCEPTED if self._take is None else "identity"
        fields = {"User-Agent": ask.terms.user_agent, "Accept": ACCEPT, "Accept-Encoding": codings}
        fields |= {**ask.fields, **ask.terms.headers}
        # Both validators, each as it came and independently of the other.
        if ask.etag:
            fields["If-None-Match"] = ask.etag
        if ask.last_modified:
            fields["If-Modified-Since"] = ask.last_modified
        return [f"{name}: {value}".encode("latin-1") for name, value in fields.items()]

    def _on_header(self, line: bytes) -> int | None:
        if line.startswith(b"HTTP/"):  # a new answer: after '100 Continue', or behind a proxy's own
            self._headers, self._status_line = {}, line
            return None
        name, colon, value = line.partition(b":")
        if not colon or len(self._headers) > _MAX_HEADERS:
            return None
        key, text = name.strip().lower().decode("latin-1"), value.strip(b" \t\r\n").decode("latin-1")
        if key in ("cache-control", "content-encoding") and key in self._headers:
            text = f"{self._headers[key]}, {text}"
        self._headers[key] = text
        if key == "content-encoding" and is_nested_encoding(self._headers):
            return self._refuse("compressed more than once")
        return None

    def _on_data(self, chunk: bytes) -> int | None:
        if self._take is None:
            try:
                self._unpacker = self._unpacker or Unpacker(self._headers.get("content-encoding", ""))
                chunk = self._unpacker.unpack(chunk, self.ask.terms.max_bytes - self._size + 1)
            except Broken as error:
                return self._refuse(str(error))
        self._size += len(chunk)
        if self._size > self.ask.terms.max_bytes:
            return self._refuse(f"larger than {_size(self.ask.terms.max_bytes)}")
        if self._take is None:
            self._chunks.append(chunk)
        elif why := self._take(self._status, self._headers, chunk):
            return self._refuse(why)
        return None

    @property
    def _status(self) -> int:
        code = self._status_line.split(maxsplit=2)[1:2]
        return int(code[0]) if code and code[0].isdigit() else 0

    def _open_socket(self, _purpose: int, address: Any) -> socket.socket | int:
        family, kind, protocol, target = address
        ip = target[0].decode() if isinstance(target[0], bytes) else str(target[0])
        if self.ask.guarded and not self._proxied and self._classify(ip) != "public":
            self._refuse(not_public(ip), "refused")
            return int(pycurl.SOCKET_BAD)
        try:
            return socket.socket(family, kind, protocol)
        except OSError:
            return int(pycurl.SOCKET_BAD)

    def _refuse(self, why: str, trouble: Trouble = "broken") -> int:
        self._refusal, self._trouble = why, trouble
        return -1

    def answer(self, curl: pycurl.Curl, code: int, detail: str) -> Answer:
        """Return what came of it, after curl is done."""
        info = curl.getinfo
        seconds = float(info(pycurl.TOTAL_TIME))
        ip = info(pycurl.PRIMARY_IP) or ""
        reach: Reach | None = self._classify(ip) if ip and not self._proxied else None
        wire = int(info(pycurl.SIZE_DOWNLOAD_T))
        if code == 0 and not self._refusal:
            status = int(info(pycurl.RESPONSE_CODE))
            cut_off = self._unpacker is not None and not self._unpacker.is_whole
            return Answer(status, self._headers, b"".join(self._chunks), reach, seconds, wire, cut_off=cut_off)
        connected = (
            info(pycurl.CONNECT_TIME) > 0 or info(pycurl.PRETRANSFER_TIME) > 0
        )  # the latter on one that was open already
        error = self._refusal or transfer_error(
            code,
            detail,
            info(pycurl.OS_ERRNO),
            connected=connected,
            limit=self.ask.terms.timeout.total_seconds(),
            stalled="too slow" in detail,
        )
        trouble: Trouble = self._trouble if self._refusal else "broken"
        if not self._refusal and (code in UNREACHABLE or (code == TIMED_OUT and not connected)):
            trouble = "unreachable"
        return Answer(reach=reach, seconds=seconds, bytes=wire, trouble=trouble, error=error)


@cache
def certificate_authorities() -> str:
    """Return the file of certificate authorities: the platform's, else certifi's. (libcurl's own default is often missing.)"""
    import ssl  # 15 ms, and only those who ask an https address need it

    platform = ssl.get_default_verify_paths().cafile
    if platform is not None and Path(platform).is_file():
        return platform
    import certifi

    return certifi.where()


def _unquoted(credentials: str) -> str:
    from urllib.parse import unquote

    return unquote(credentials)


def not_public(ip: str) -> str:
    """Say why an address was not dialled."""
    return f"redirected to an address that is not public ({ip})"


def _size(number: int) -> str:
    return f"{number / (1 << 20):.0f} MiB" if number >= 1 << 20 else f"{number / 1024:.0f} KiB"
