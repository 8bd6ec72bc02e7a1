"""Addresses: what is loopback, private or public; which proxy leads to a host. Pure, so that tests can hand in others."""

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlsplit

Reach = Literal["loopback", "private", "public"]
Classify = Callable[[str], Reach]
"""Tells how far away an IP address is."""
Resolve = Callable[[str], Sequence[str]]
"""Returns the IP addresses of a host name; none leaves it to the system."""

_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")


def classify(address: str) -> Reach:
    """Return how far away an IP address is; whatever is no ordinary public address, or cannot be read, is private."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "private"
    if isinstance(ip, ipaddress.IPv6Address):
        inner = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        )
        if inner is not None:
            return classify(str(inner))
    if ip.is_loopback:
        return "loopback"
    if not ip.is_global or ip.is_multicast or ip.is_reserved or (ip.version == 4 and ip in _SHARED):
        return "private"
    return "public"


_OLD_NUMBER = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}")


def no_names(_host: str) -> Sequence[str]:
    """A Resolve that knows no names: the system is asked for all."""
    return ()


@lru_cache(8192)
def host_of(url: str) -> str:
    """Return the host of an http(s) address, in lower case, as it travels (punycode), without brackets; '' if it has none.

    An IPv4 address in one of its old spellings, 127.2, 0x7f.2 or 2130706434 (inet_aton(3)), in the usual one.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        if _OLD_NUMBER.fullmatch(host):
            return socket.inet_ntoa(socket.inet_aton(host))
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, OSError):
        return ""


@lru_cache(4096)  # asked of each feed, of which there may be thousands at one host
def is_loopback(host: str, reach: Classify = classify) -> bool:
    """Whether a host is this machine by its name or number; names are not looked up for it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_number(host) and reach(host) == "loopback"


def is_number(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(8192)
def origin(url: str) -> tuple[str, str, int]:
    """Return what credentials belong to: scheme, host and port. Raises ValueError where the port is none."""
    parts = urlsplit(url)
    return parts.scheme.lower(), host_of(url), parts.port or (443 if parts.scheme.lower() == "https" else 80)


def ascii_address(url: str) -> str:
    """Return an http(s) address as it travels: host in punycode, other characters percent-encoded, no fragment.

    Raises ValueError (UnicodeError) where the host cannot be written so.
    """
    url = url.partition("#")[0]
    if url.isascii() and " " not in url:
        return url
    parts = urlsplit(url)
    userinfo, at, hostport = parts.netloc.rpartition("@")
    if not hostport.isascii():
        host, colon, port = hostport.partition(":")
        hostport = host.encode("idna").decode("ascii") + colon + port
    return quote(parts._replace(netloc=f"{userinfo}{at}{hostport}").geturl(), safe=_AS_IT_IS)


def proxy_for(url: str, environ: Mapping[str, str]) -> str:
    """Return the proxy that the environment names for an address ('' for none), by curl's rules; never one for loopback.

    http_proxy counts in lower case only: a web server sets HTTP_PROXY from a request's header.
    """
    scheme, host, _ = origin(url)
    if is_loopback(host) or _is_excepted(host, environ.get("no_proxy") or environ.get("NO_PROXY") or ""):
        return ""
    names = ("http_proxy",) if scheme == "http" else ("https_proxy", "HTTPS_PROXY")
    return next((value for name in (*names, "all_proxy", "ALL_PROXY") if (value := environ.get(name))), "")


def _is_excepted(host: str, exceptions: str) -> bool:
    for exception in exceptions.replace(",", " ").split():
        name = exception.lower().lstrip("*").lstrip(".").partition(":")[0]
        if exception == "*" or (name and (host == name or host.endswith("." + name))):
            return True
    return False


def has_route() -> bool:
    """Whether this machine has a way to the internet at all. Nothing is sent: a UDP socket only chooses its route."""
    import socket

    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 53))
                return True
        except OSError:
            continue
    return False
