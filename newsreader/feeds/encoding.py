"""Bytes of a document → text: byte order mark, then the server's charset, then the document's own, then UTF-8, then windows-1252.

Two exceptions, both from what is really sent: valid UTF-8 wins over a wrong label, and text that is UTF-8 but for a few
broken bytes stays UTF-8.
"""

import codecs
import re

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How '<?' or '<r' begins in encodings that are no superset of ASCII (XML 1.0, appendix F).
_PATTERNS = (
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"Lo\xa7\x94"), "cp037"),
)
_XML_LABEL = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_HTML_LABEL = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""")
_HTTP_LABEL = re.compile(r"""(?i)charset\s*=\s*["']?([\w.:-]{1,40})""")
# ASCII bytes in these are no ASCII text, so that 'it is valid UTF-8' proves nothing.
_SEVEN_BIT = ("iso2022", "hz", "utf7")


def decode(data: bytes, content_type: str = "") -> str:
    """Return the text of an XML, JSON or HTML document; never fails, what cannot be decoded becomes U+FFFD.

    `content_type` is the server's header, of which the charset counts.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    for pattern, codec in _PATTERNS:
        if pattern.match(data):
            return data.decode(codec, "replace")
    labels = [label for label in (_http_label(content_type), _own_label(data)) if label]
    if not any(label.startswith(_SEVEN_BIT) for label in labels):
        labels.insert(0, "utf-8")
    for label in labels:
        try:
            return data.decode(label)
        except UnicodeDecodeError:
            continue
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 10 < sum(c > "\x7f" for c in text):
        return text
    return data.decode("windows-1252", "replace")


def _http_label(content_type: str) -> str:
    match = _HTTP_LABEL.search(content_type)
    return _known(match[1]) if match else ""


def _own_label(data: bytes) -> str:
    """What the document says of itself: the XML declaration, or within the first 2 KB a meta element."""
    match = _XML_LABEL.match(data.lstrip()[:300]) or _HTML_LABEL.search(data[:2048])
    return _known(match[1].decode("ascii")) if match else ""


def _known(label: str) -> str:
    """Return Python's name of an encoding, '' if it has none or it is no text encoding; as browsers do, latin-1 means windows-1252."""
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    if not codec._is_text_encoding or codec.name in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
    ):
        return ""
    # GB 18030 is the superset that feeds mean when they say GB 2312.
    return {"iso8859-1": "windows-1252", "ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        codec.name, codec.name
    )
