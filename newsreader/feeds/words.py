"""What went wrong, in words for a person. A server's own words are never used."""

import errno

# RFC 9110, 15, and the codes that content networks have made up; others are shown as numbers.
STATUS_WORDS = {
    204: "no content", 206: "part of the document", 300: "multiple choices", 301: "moved permanently", 302: "moved",
    303: "see other", 304: "not modified", 305: "use proxy", 307: "moved for now", 308: "moved permanently",
    400: "bad request", 401: "a password is needed", 402: "payment is needed", 403: "forbidden", 404: "not found",
    405: "method not allowed", 406: "not acceptable", 407: "the proxy wants a password",
    408: "the server was tired of waiting", 409: "conflict", 410: "gone", 414: "address too long",
    415: "unsupported type", 418: "a teapot", 421: "wrong server", 423: "locked", 425: "too early",
    426: "upgrade needed", 429: "too many requests", 431: "headers too large", 451: "unavailable for legal reasons",
    500: "error of the server", 501: "not implemented", 502: "bad gateway", 503: "service unavailable",
    504: "gateway timed out", 505: "HTTP version not supported", 507: "the server is full", 508: "loop",
    511: "the network wants a login", 520: "error of the server behind the network",
    521: "the server behind the network is down", 522: "the server behind the network timed out",
    523: "the server behind the network is unreachable", 524: "the server behind the network timed out",
    525: "TLS failed behind the network", 526: "bad certificate behind the network", 530: "error of the network",
}  # fmt: skip


def http_error(status: int) -> str:
    """Return an HTTP status in words: 'HTTP 404: not found'."""
    words = STATUS_WORDS.get(status, "")
    return f"HTTP {status}: {words}" if words else f"HTTP {status}"


CUT_OFF = "broken compression: the document is cut off"

# libcurl's error numbers (libcurl-errors(3)), as far as a GET of http(s) can end in them.
UNREACHABLE = frozenset({5, 6, 7})
TIMED_OUT = 28
CURL_WORDS = {
    1: "the answer is no HTTP", 3: "a malformed address", 5: "no such proxy", 6: "no such host",
    7: "cannot connect", 8: "the answer is no HTTP", 16: "broken HTTP/2", 18: "the answer ended too early",
    23: "the answer could not be taken", 26: "the request could not be read", 27: "out of memory", 35: "TLS failed",
    47: "too many redirects", 52: "the server closed without an answer", 55: "the connection broke",
    56: "the connection broke", 58: "bad client certificate", 59: "no TLS cipher in common",
    60: "the certificate is not valid", 61: "broken compression", 63: "too large", 66: "no TLS engine",
    77: "the file of certificate authorities cannot be read", 80: "TLS could not be closed",
    83: "the certificate's issuer does not match", 90: "the public key is not the pinned one",
    91: "the certificate's status is bad", 92: "broken HTTP/2", 95: "broken HTTP/3", 97: "the proxy refused",
    100: "headers too large",
}  # fmt: skip
# What OpenSSL says of a certificate (X509_verify_cert_error_string), in words that fit on a line.
_CERTIFICATE_WORDS = (
    ("certificate has expired", "the certificate has expired"),
    ("not yet valid", "the certificate is not valid yet"),
    ("self-signed certificate in certificate chain", "the certificate is signed by an unknown authority"),
    ("self-signed", "the certificate is self-signed"),
    ("self signed", "the certificate is self-signed"),
    ("unable to get local issuer", "the certificate is signed by an unknown authority"),
    ("no alternative certificate subject name", "the certificate is for another name"),
    ("does not match target host name", "the certificate is for another name"),
    ("certificate revoked", "the certificate was revoked"),
)


_ERRNO_WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.EHOSTUNREACH: "no way to the host",
    errno.ENETUNREACH: "no way to the network",
}


def transfer_error(code: int, detail: str, number: int, *, connected: bool, limit: float, stalled: bool) -> str:
    """Return libcurl's error `code` in words; `detail` is its own text, which is looked at and not shown.

    `number` is the system's errno, 0 for none; `connected`: whether a connection stood; `limit`: the seconds that were allowed;
    `stalled`: whether nothing came for too long.
    """
    if code == TIMED_OUT:
        if not connected:
            return "no connection in time"
        return "nothing came for too long" if stalled else f"not done within {limit:.0f} s"
    lowered = detail.lower()
    if code in (35, 60):
        for sign, words in _CERTIFICATE_WORDS:
            if sign in lowered:
                return words
    if code == 56 and "response headers" in lowered:
        return "headers too large"
    if code in (7, 56) and "proxy" in lowered:
        return "the proxy refused"
    return (
        _ERRNO_WORDS.get(number, CURL_WORDS[7])
        if code == 7
        else CURL_WORDS.get(code, f"transfer failed (curl error {code})")
    )
