"""Pictures, players and frames of a page: which address to show, what to call it, and what is no picture but a tracker."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborNode

from newsreader.articles.captions import split_credit
from newsreader.articles.document import Embed, Image
from newsreader.articles.links import Links, absolute
from newsreader.text import clean_line

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-original-src", "data-image", "data-hi-res-src", "data-url")
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"(?i)data:|about:|.*(?:/|\b)(?:placeholder|blank|spacer|transparent|lazy|grey|gray|1x1|pixel)[\w-]*\.(?:gif|png|svg|jpe?g)"
)
_TRACKER = re.compile(
    r"(?i)//(?:[\w-]+\.)*(?:feedburner\.com/~r|feeds\.feedburner\.com|feedsportal\.com|pixel\.wp\.com|stats\.wordpress\.com"
    r"|pixel\.quantserve\.com|doubleclick\.net|scorecardresearch\.com|google-analytics\.com|facebook\.com/tr|rss\.[\w.]+/~"
    r"|feedads\.g\.|medium\.com/_/stat|blogger\.googleusercontent\.com/tracker|counter\.theconversation\.com)"
    r"|/(?:tracking|track|count|counter|beacon|open|1x1|pixel)[\w-]*\.(?:gif|png)"
)
_TINY = 3
_ICON = 40
"""An image of at most so many pixels that stands in a line of text is a sign: its name is text."""
_FILE_NAME = re.compile(
    r"(?i)^[\w%.+-]+\.(?:jpe?g|png|gif|webp|svg|avif)$|^(?:image|img|photo|picture|dsc|screenshot)?[\d_ -]*$"
)

_NO_WORDS = re.compile(
    r"(?i)^(?:(?:featured|cover|header|post|hero|main|article|lead)[ -](?:image|photo|picture)|(?:image|photo|illustration) for .{0,200}"
    r"|thumbnail|view image|image may contain.*)$"
)
_TAG = re.compile(r"<[^<>]{1,200}>")
_CREDIT_LABEL = re.compile(
    r"^(?:(?:(?:Photo|Image|Picture)?\s*Credits?|Photo(?:graph)?(?: by)?|Image)\s*:?\s+)+", re.IGNORECASE
)
_SPACED = re.compile(r"\s+([,.;:!?)\]»”’])")

# Who is meant by a host, and how an embedded address becomes the one that a browser shows.
_PROVIDERS = {
    "youtube.com": "YouTube", "youtube-nocookie.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion", "twitch.tv": "Twitch", "twitter.com": "Twitter", "x.com": "X", "bsky.app": "Bluesky",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud", "bandcamp.com": "Bandcamp", "apple.com": "Apple", "reddit.com": "Reddit",
    "codepen.io": "CodePen", "github.com": "GitHub", "datawrapper.de": "Datawrapper", "flourish.studio": "Flourish",
    "slideshare.net": "SlideShare", "google.com": "Google", "ted.com": "TED", "archive.org": "Internet Archive",
    "arte.tv": "ARTE", "giphy.com": "Giphy", "jwplayer.com": "JW Player", "brightcove.net": "Brightcove",
}  # fmt: skip


def image_of(node: LexborNode, links: Links, link: int = 0) -> Image | None:
    """Return the image of an <img>; None for trackers, placeholders without a picture behind them, and decoration."""
    attributes = node.attributes
    url = absolute(_source(attributes), links.base)
    width, height = _pixels(attributes, "width"), _pixels(attributes, "height")
    if (width is not None and width <= _TINY) or (height is not None and height <= _TINY) or _TRACKER.search(url):
        return None
    alt = clean_line(_TAG.sub("", attributes.get("alt") or ""))
    if _FILE_NAME.match(alt) or _NO_WORDS.match(alt):
        alt = ""
    if not (url or alt):
        return None
    declared = (round(width), round(height)) if width and height else (0, 0)
    return Image(url, alt, link=link, width=declared[0], height=declared[1])


def is_tracker(url: str) -> bool:
    """Whether an address is known to be one of a picture that only counts readers."""
    return _TRACKER.search(url) is not None


def is_sign(node: LexborNode) -> bool:
    """Whether an <img> is an emoji, an icon or a formula: a piece of the line that it stands in."""
    attributes = node.attributes
    kind = attributes.get("class") or ""
    if re.search(r"(?i)emoji|smil(?:ey|ies)|icon\b|latex|math", kind):
        return True
    sizes = [size for side in ("width", "height") if (size := _pixels(attributes, side)) is not None]
    return bool(sizes) and max(sizes) <= _ICON


def with_caption(image: Image, caption: str, credit: str = "") -> Image:
    """Return `image` with its caption, and the credit split off it where none is given."""
    caption = clean_line(caption)
    if not credit:
        caption, credit = split_credit(caption)
    return replace(image, caption=caption, credit=clean_line(credit))


def caption_of(node: LexborNode) -> tuple[str, str]:
    """Return (caption, credit) of a <figcaption> or what stands for one; the credit where an element is named for it. Changes the tree."""
    credit = ""
    for named in node.css("[class*=credit], [class*=Credit], [class*=copyright], [itemprop=copyrightHolder], small"):
        credit = credit or _CREDIT_LABEL.sub("", clean_line(named.text(deep=True, separator=" ")))
        named.decompose()
    return _SPACED.sub(r"\1", clean_line(node.text(deep=True, separator=" "))), credit


def embed_of(node: LexborNode, links: Links) -> Embed | None:
    """Return what an <iframe>, <video>, <audio>, <embed> or <object> shows, as a link; None for what shows nothing."""
    attributes = node.attributes
    address = next(
        (value for name in ("src", "data-src", "data-lazy-src", "data") if (value := attributes.get(name))), ""
    )
    if not address and (source := node.css_first("source[src], embed[src], param[name=movie]")):
        address = source.attributes.get("src") or source.attributes.get("value") or ""
    url = _watchable(absolute(address, links.base))
    if not url.startswith(("http://", "https://")) or _TRACKER.search(url):
        return None
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "")
    kind = {"audio": "Audio", "video": "Video"}.get(node.tag or "", "")
    provider = provider_of(url)
    title = title or kind or ("Video" if provider in ("YouTube", "Vimeo", "Dailymotion") else "Embedded content")
    return Embed(url, title, provider, links.number(url, title))


def provider_of(url: str) -> str:
    """Return the name of the site that `url` belongs to: a known name, else its host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for known, name in _PROVIDERS.items():
        if host == known or host.endswith("." + known):
            return name
    return clean_line(host)


def _watchable(url: str) -> str:
    """Turn a player's address into the page's: what a person can open and pass on."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if "youtube" in parts.netloc and parts.path.startswith("/embed/"):
        video = parts.path.removeprefix("/embed/").strip("/")
        if video == "videoseries":
            return f"https://www.youtube.com/playlist?list={parse_qs(parts.query).get('list', [''])[0]}"
        return f"https://www.youtube.com/watch?v={video}"
    if parts.netloc == "player.vimeo.com":
        return f"https://vimeo.com/{parts.path.removeprefix('/video/')}"
    return url


def _source(attributes: dict[str, str | None]) -> str:
    """The address of the picture itself, not of what stands there until a script has run."""
    src = attributes.get("src") or ""
    lazy = next((value for name in _LAZY if (value := attributes.get(name))), "")
    if src and not (lazy or _PLACEHOLDER.match(src)):
        return src
    if lazy:
        return lazy
    for name in _LAZY_SETS:
        if best := best_of_set(attributes.get(name) or ""):
            return best
    return "" if _PLACEHOLDER.match(src) else src


def best_of_set(srcset: str) -> str:
    """Return the largest picture of a srcset ('a.jpg 320w, b.jpg 640w'); '' if there is none."""
    best, best_size = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:)", srcset):
        address, _, size = candidate.strip().partition(" ")
        try:
            number = float(size.strip()[:-1]) if size.strip() else 1.0
        except ValueError:
            number = 0.0
        if address and not address.startswith("data:") and number > best_size:
            best, best_size = address, number
    return best


def _pixels(attributes: dict[str, str | None], side: str) -> float | None:
    found = re.match(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$", attributes.get(side) or "")
    if not found and (style := attributes.get("style")):
        found = re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d+(?:\.\d+)?)px", style)
    return float(found[1]) if found else None
