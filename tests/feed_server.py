"""A web server on loopback that answers as it is told, byte by byte if need be, and remembers what it was asked."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

CRLF = b"\r\n"


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    """Names in lower case."""
    at: float
    """time.monotonic()"""

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    @property
    def host(self) -> str:
        return self.headers.get("host", "")

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Connection:
    """The server's end of a connection, for those who want to misbehave on it."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.open = True

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def close(self) -> None:
        self.open = False

    def reset(self) -> None:
        """Break the connection so that the other side sees a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.socket.close()
        self.open = False


Behaviour = Callable[[Connection, Request], object]


@dataclass
class Site:
    """The server. `site["/feed.xml"] = behaviour`, one for all times or a list of which the last one stays."""

    behaviours: dict[str, list[Behaviour]] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._busy = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def __setitem__(self, path: str, behaviour: Behaviour | Iterable[Behaviour]) -> None:
        self.behaviours[path] = [behaviour] if callable(behaviour) else list(behaviour)

    def asked(self, path: str) -> list[Request]:
        """The requests for a path, in their order."""
        return [request for request in self.log if request.path == path]

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        connection = Connection(sock)
        stream = sock.makefile("rb")
        with suppress(OSError), sock:
            while connection.open:
                request = self._read(stream)
                if request is None:
                    return
                with self._lock:
                    self.log.append(request)
                    self._busy += 1
                    self.most_at_once = max(self.most_at_once, self._busy)
                try:
                    self._behaviour(request)(connection, request)
                finally:
                    with self._lock:
                        self._busy -= 1

    def _read(self, stream: object) -> Request | None:
        line = stream.readline().decode("latin-1").rstrip()  # type: ignore[attr-defined]
        if not line:
            return None
        headers: dict[str, str] = {}
        while header := stream.readline().rstrip(CRLF):  # type: ignore[attr-defined]
            name, _, value = header.partition(b":")
            headers[name.decode("latin-1").lower()] = value.strip(b" \t").decode("latin-1")
        return Request(line, headers, time.monotonic())

    def _behaviour(self, request: Request) -> Behaviour:
        with self._lock:
            script = self.behaviours.get(request.path) or [status(404)]
            return script.pop(0) if len(script) > 1 else script[0]


# ── Behaviours ────────────────────────────────────────────────────────────────────────────────────────────────────────


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """An ordinary answer. Header names are given with underscores."""

    def behave(connection: Connection, _request: Request) -> None:
        fields = {
            "Content-Length": str(len(body)),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = f"HTTP/1.1 {code} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        connection.send(head.encode("latin-1") + CRLF + body)

    return behave


def page(body: bytes, content_type: str = "application/rss+xml", **headers: str) -> Behaviour:
    return status(200, body, Content_Type=content_type, **headers)


def conditional(body: bytes, etag: str = '"v1"', last_modified: str = "", **headers: str) -> Behaviour:
    """200 with validators, and 304 for who returns them."""

    def behave(connection: Connection, request: Request) -> None:
        same = (not etag or request.headers.get("if-none-match") == etag) and (
            not last_modified or request.headers.get("if-modified-since") == last_modified
        )
        validators = {**({"ETag": etag} if etag else {}), **({"Last_Modified": last_modified} if last_modified else {})}
        answer = (
            status(304, b"", **validators, **headers)
            if same and request.is_conditional
            else page(body, **validators, **headers)
        )
        answer(connection, request)

    return behave


def redirect(code: int, target: str) -> Behaviour:
    return status(code, Location=target)


def zipped(body: bytes, encoding: str = "gzip") -> Behaviour:
    return page(gzip.compress(body), Content_Encoding=encoding)


def raw(data: bytes, *, reset: bool = False) -> Behaviour:
    """These bytes, and then the end of the connection."""

    def behave(connection: Connection, _request: Request) -> None:
        connection.send(data)
        if reset:
            connection.reset()
        else:
            connection.close()

    return behave


def drip(head: bytes, drop: bytes, seconds: float = 0.05) -> Behaviour:
    """`head`, and then a drop now and then for as long as anybody listens."""

    def behave(connection: Connection, _request: Request) -> None:
        connection.send(head)
        with suppress(OSError):
            while True:
                time.sleep(seconds)
                connection.send(drop)
        connection.close()

    return behave


def silent(after: bytes = b"") -> Behaviour:
    """Nothing more, and the connection stays open until the other side leaves it."""

    def behave(connection: Connection, _request: Request) -> None:
        connection.send(after)
        with suppress(OSError):
            while connection.socket.recv(1024):
                pass
        connection.close()

    return behave


def rss(*items: str, title: str = "News", head: str = "") -> bytes:
    """A feed with these titles, the newest first; each has a guid and a link of its own."""
    entries = "".join(
        f"<item><title>{item}</title><link>https://news.example/{item.replace(' ', '-')}</link>"
        f"<guid isPermaLink='false'>{item}</guid><description>All about {item}.</description></item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{head}{entries}</channel></rss>'.encode()
