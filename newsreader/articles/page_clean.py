"""What stands inside an article's element and is not part of the article: share bars, boxes, forms, lists of links."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from newsreader.articles.page_tree import EMBEDS, HEADINGS, LISTS, Element

_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|social|addtoany|addthis)(?:\b|_)", re.IGNORECASE)
_SHARE_LENGTH = 500
_VIDEO = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com|(?:archive|upload\.wikimedia)\.org"
    r"|player\.twitch\.tv)",
    re.IGNORECASE,
)
_AD_WORDS = re.compile(
    r"^(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|anzeige|广告|реклама)\W*$", re.IGNORECASE
)
_LOADING = re.compile(r"^(?:loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?$", re.IGNORECASE)
_CONDITIONAL = frozenset("form fieldset table ul ol div section".split())
_HOLLOW = frozenset("p div section header h1 h2 h3 h4".split())
_FULL = ("img", "picture", "video", "audio", "hr", "table", "math", *EMBEDS)
_MANY_COMMAS = 10
"""Prose has them; with so many an element is not judged further."""
_LABEL_LENGTH = 40
_NEAR = 8
"""Levels up to which an element counts as inside another."""
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|newsletter\w*|promo\w*|read-?more|more-?(?:on|stories|from)|most-?(?:read|popular)|signup|inline-?ad"
    r"|ad-?(?:slot|unit|container|wrapper)|advert\w*|teaser\w*|recommended|trending|see-?also|readalso|also-?read)(?=$|[\s_-])",
    re.IGNORECASE,
)

Weigh = Callable[[Element], int]


def clean_article(parts: Sequence[Element], title: str, weigh: Weigh) -> None:
    """Drop what is not part of the article from its elements. `weigh` says what an element's names are worth."""
    for part in parts:
        for element in part.walk():
            if element is not part and (_is_never_text(element) or _is_box(element, part)):
                element.drop()
        # From the inside out, so that a box is judged by what is left in it.
        for element in reversed(list(part.walk())):
            if element is part:
                continue
            is_clutter = element.tag in _CONDITIONAL and _is_clutter(element, weigh)
            if is_clutter or _is_hollow(element) or _is_title(element, title):
                element.drop()


def _is_never_text(element: Element) -> bool:
    if element.tag in ("footer", "link", "input", "textarea", "select", "button"):
        return True
    if element.tag == "aside":
        return element.link_density > 0.25 or not element.has("p", "blockquote", "figure", "img")
    if element.tag in EMBEDS:
        return not _is_video(element)
    return bool(_SHARE.search(element.names)) and element.length < _SHARE_LENGTH and element.tag != "figure"


def _is_box(element: Element, part: Element) -> bool:
    return (
        bool(_BOX.search(element.names))
        and element.length < 0.3 * part.length
        and element.tag not in ("figure", "p", "a", "span", "blockquote", "table", "code", "pre")
        and (element.link_density > 0.2 or element.length < 300)
    )


def _is_video(element: Element) -> bool:
    return any(value and _VIDEO.search(value) for value in element.attributes.values())


def _is_clutter(element: Element, weigh: Weigh) -> bool:
    """Whether a list, a box or a table in the article is one of links, pictures or controls."""
    if (element.tag == "table" and _is_data(element)) or _is_kept_whole(element):
        return False
    weight = weigh(element)
    if weight < 0 and element.tag != "table":
        return True
    if element.commas >= _MANY_COMMAS or (element.has(*EMBEDS) and any(map(_is_video, element.walk()))):
        return False
    if element.length and element.length < _LABEL_LENGTH:
        text = element.node.text(deep=True).strip()
        if _LOADING.match(text) or (not element.has("img") and _AD_WORDS.match(text)):
            return True
    is_list = element.tag in ("ul", "ol") or (element.length > 0 and element.has(LISTS) / element.length > 0.9)
    if not (_is_full_of_pictures(element, is_list) or _is_full_of_links(element, is_list, weight)):
        return False
    # A gallery is a list with a picture in each item.
    is_gallery = is_list and 0 < element.has("img") == element.has("li")
    return not is_gallery


def _is_full_of_pictures(element: Element, is_list: bool) -> bool:
    """Whether pictures, items, controls or players outweigh the paragraphs."""
    paragraphs, images, embeds = element.has("p"), element.has("img"), element.has(*EMBEDS)
    is_figure = bool(element.has("figure", "figcaption")) or _is_inside(element, ("figure",))
    return (
        (not is_figure and images > 1 and paragraphs / images < 0.5)
        or (not is_list and element.has("li") - 100 > paragraphs)
        or element.has("input") > paragraphs // 3
        or (embeds == 1 and element.length < 75)
        or embeds > 1
        or (not images and not element.length)
    )


def _is_full_of_links(element: Element, is_list: bool, weight: int) -> bool:
    """Whether too much of the text is linked; an element that is named like content may have more links."""
    density = element.link_density
    if is_list:
        return weight >= 25 and density > 0.5
    images, is_figure = element.has("img"), bool(element.has("figure", "figcaption"))
    is_tiny = element.length < 25 and (images == 0 or images > 2) and element.has(HEADINGS) < 0.9 * element.length
    return (is_tiny and not is_figure and density > 0) or density > (0.5 if weight >= 25 else 0.2)


def _is_kept_whole(element: Element) -> bool:
    """Inside of code, figures and data tables nothing is judged by itself."""
    if _is_inside(element, ("code", "pre", "figure")):
        return True
    table = next((above for above in element.above() if above.tag == "table"), None)
    return table is not None and _is_data(table)


def _is_data(table: Element) -> bool:
    if table.attributes.get("role") == "presentation" or table.attributes.get("datatable") == "0":
        return False
    if table.attributes.get("summary") or table.has("caption", "col", "colgroup", "tfoot", "thead", "th"):
        return True
    rows, cells = table.has("tr"), table.has("td", "th")
    columns = cells // rows if rows else 0
    return not table.has("table") and rows > 1 and columns > 1 and (rows >= 10 or columns > 4 or cells > 10)


def _is_inside(element: Element, tags: tuple[str, ...]) -> bool:
    return any(above.tag in tags for above in islice(element.above(), _NEAR))


def _is_hollow(element: Element) -> bool:
    """A paragraph or box without text, picture or player."""
    return element.tag in _HOLLOW and not element.length and not element.has(*_FULL)


def _is_title(element: Element, title: str) -> bool:
    if element.tag not in ("h1", "h2") or not title:
        return False
    text = element.node.text(deep=True)
    words, wanted = re.findall(r"\w+", text.lower()), re.findall(r"\w+", title.lower())
    if not words or not wanted:
        return False
    rest = [word for word in words if word not in wanted]
    return 1 - len(" ".join(rest)) / len(" ".join(words)) > 0.75
