"""What every reader of feeds shares: how a title, an author, a link, a body becomes a field of an Entry.

feedparser's reading, the fast path and the JSON Feed reader all end here, so that they cannot disagree.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin

from newsreader.model import Enclosure, Markup
from newsreader.text import clean_line, clean_text
from newsreader.urls import MAX_LINK_BYTES

Clean = Callable[[str], str]

# A document has at most so many of each; what is beyond is nothing that a person reads.
MAX_AUTHORS = 50
MAX_CATEGORIES = 100
MAX_ENCLOSURES = 100
MAX_LINE = 2000
MAX_FILE_ADDRESS = 8192
"""Of an enclosure: signed addresses are longer than others, and are asked for, not opened."""

_TAG = re.compile(
    r"<(?:!--.*?--|/?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|br|center|cite|code|del|dfn|div|em|font|h[1-6]|hr|i|img|ins|kbd|li"
    r"|mark|nobr|ol|p|pre|q|s|samp|script|small|span|strike|strong|sub|sup|time|tt|u|ul|var|wbr)(?=[\s/>])[^<>]*)>",
    re.I | re.S,
)
_BREAKING = re.compile(r"<(?:/?(?:p|div|li|h[1-6]|blockquote)|[bh]r)\b", re.I)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_CLOSING_TAG_OR_ENTITY = re.compile(r"</\w+>|&#?\w+;")
_TAG_NAME = re.compile(r"</?(\w+)")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_BRACKETS_LEFT = re.compile(r"\(\s*\)|<\s*>|&lt;\s*&gt;|\bmailto:")
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_DURATION = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7})(?:\.\d+)?")
# Elements of HTML that a text field may hold; a '<word>' that is none of these is text, not markup.
_HTML_NAMES = frozenset(
    "a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite code col colgroup dd del "
    "details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img "
    "input ins kbd label legend li link main map mark menu meter nav noscript object ol optgroup option output p param picture pre "
    "progress q s samp script section select small source span strike strong style sub sup table tbody td textarea tfoot th thead "
    "time tr tt u ul var video wbr".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an entry as the document gave it, but for white space around it: HTML (escaped or inline), or plain."""

    value: str
    html: bool


def looks_like_html(text: str) -> bool:
    """Whether text that calls itself plain is HTML all the same: a closing tag or an entity, and no tag that HTML does not have.

    Errs on the side of plain text, since markup that shows is seen and text that vanishes is not.
    """
    if not ("<" in text or "&" in text) or not _CLOSING_TAG_OR_ENTITY.search(text):
        return False
    return all(name.lower() in _HTML_NAMES for name in _TAG_NAME.findall(text))


def plain_title(text: str, *, html: bool, line: Clean = clean_line) -> str:
    """Return a title as one line of text. With `html`, markup is taken out and entities are resolved."""
    if html and ("<" in text or "&" in text):
        text = unescape(_TAG.sub(_blank_for_break, text) if "<" in text else text)
        return clean_line(text)[:MAX_LINE]
    return line(text)[:MAX_LINE]


def _blank_for_break(tag: re.Match[str]) -> str:
    return " " if _BREAKING.match(tag[0]) else ""


def plain_label(text: str, *, line: Clean = clean_line) -> str:
    """Return a category, an author or an outlet of an RSS feed as one line: many publishers escape '&' twice here, some thrice."""
    return clean_line(unescape(unescape(text)))[:MAX_LINE] if "&" in text else line(text)[:MAX_LINE]


def author_name(text: str) -> str:
    """Return the name in 'mail@example.org (Name)', 'Name <mail@…>' and the like; the address only where there is no name."""
    if "@" not in text or not (match := _EMAIL.search(text)):
        return text.strip()
    rest = _BRACKETS_LEFT.sub("", text.replace(match[0], "")).strip()
    rest = rest.removeprefix("(").removesuffix(")").strip(" -–—,;:\"'")
    return rest or match[0]


def absolute(base: str, url: str) -> str:
    """Return `url` resolved against `base`; one that cannot be (or that has no base) comes back as it is.

    '' for one that is longer than any that may be opened.
    """
    url = url.strip()
    if len(url) > MAX_LINK_BYTES:
        return ""
    if url.startswith(("http://", "https://")) or not url or not base:
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def web_address(base: str, url: str) -> str:
    """Return `url` resolved and cleaned if it is an http(s) address, else ''."""
    url = clean_line(absolute(base, url))
    return url if url.startswith(("http://", "https://")) else ""


def unique(values: Sequence[str], limit: int) -> tuple[str, ...]:
    """Return the non-empty values in their order, the first of each, at most `limit`; case does not tell two apart."""
    if len(values) < 2:
        return tuple(filter(None, values))
    seen: dict[str, str] = {}
    for value in values:
        if value and len(seen) < limit:
            seen.setdefault(value.casefold(), value)
    return tuple(seen.values())


def choose_body(texts: Sequence[Text], *, text: Clean = clean_text) -> tuple[str, Markup, str]:
    """Return (body, markup, summary) of an entry's texts: the fullest is the body, the first other one the summary.

    The order of the elements says little: podcasts put the full text into description and a plain copy into itunes:summary,
    blogs a teaser into description and the full text into content:encoded.
    """
    body = other = None
    for given in texts:
        if given.value and (body is None or given.value != body.value):
            if body is None or len(given.value) > len(body.value):
                body, other = given, body or other
            else:
                other = other or given
    if body is None:
        return "", "html", ""
    markup: Markup = "html" if body.html and not _is_plain(body.value) else "text"
    return _in_markup(body, markup, text), markup, _in_markup(other, markup, text) if other else ""


def _is_plain(html: str) -> bool:
    """Whether 'HTML' is plain text in paragraphs: no tag at all, but blank lines, which HTML would lose."""
    return "<" not in html and _BLANK_LINE.search(html) is not None


def _in_markup(given: Text, markup: Markup, text: Clean) -> str:
    if given.html == (markup == "html"):
        return text(given.value)
    if markup == "html":
        return text(escape(given.value, quote=False))
    # What was an entity until now was not seen by a check of the document as a whole.
    return clean_text(unescape(_TAG.sub(_blank_for_break, given.value)))


def seconds(duration: str) -> int | None:
    """Return the seconds of '1:02:03', '62:03' or '3723' (itunes:duration, media:content duration); None if it is no duration."""
    match = _DURATION.fullmatch(duration.strip())
    if not match:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest


def enclosure(url: str, kind: str = "", length: str = "", duration: str = "", title: str = "") -> Enclosure | None:
    """Return a file that belongs to an entry, cleaned; None without an address, or with one that no server would take."""
    url = clean_line(url)
    if not url or len(url) > MAX_FILE_ADDRESS:
        return None
    length = length.strip()
    # A length of 0 or of a thousand digits is no length: publishers write what their software asks for.
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    return Enclosure(
        url,
        clean_line(kind).lower(),
        size or None,
        seconds(duration) if duration else None,
        clean_line(title)[:MAX_LINE],
    )


def unique_enclosures(files: Iterable[Enclosure | None]) -> tuple[Enclosure, ...]:
    """Return the files in their order, the first of each address."""
    seen: dict[str, Enclosure] = {}
    for file in files:
        if file and len(seen) < MAX_ENCLOSURES:
            seen.setdefault(file.url, file)
    return tuple(seen.values())


def language(code: str) -> str:
    """Return a language tag in the form of RFC 5646 ('en-US'), '' if it is none."""
    code = code.strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", code) else ""


def is_picture(media: Mapping[str, object]) -> bool:
    """Whether a media:content's attributes say that it is a picture."""
    return media.get("medium") == "image" or str(media.get("type", "")).lower().startswith("image/")


def polling_interval(ttl: str, period: str, frequency: str) -> int | None:
    """Return the minutes for which a publisher asks not to be polled: <ttl> (RSS 2.0), else sy:updatePeriod ÷ sy:updateFrequency."""
    if re.fullmatch(r"\d{1,6}", ttl.strip()):
        return int(ttl)
    minutes = _PERIODS.get(period.strip().lower())
    if minutes is None:
        return None
    times = int(frequency) if re.fullmatch(r"\s*[1-9]\d{0,3}\s*", frequency) else 1
    return minutes // times


def skip_hours(hours: list[str]) -> frozenset[int]:
    """Return <skipHours> as hours of the day in UTC; 24 is what some call midnight."""
    found = frozenset(int(hour) % 24 for hour in hours if hour.isdigit() and int(hour) <= 24)
    return found if len(found) < 24 else frozenset()


def skip_days(days: list[str]) -> frozenset[int]:
    """Return <skipDays> as days of the week in UTC, Monday 0."""
    found = frozenset(_DAYS[day[:3].lower()] for day in days if day[:3].lower() in _DAYS)
    return found if len(found) < 7 else frozenset()
