"""What each element of RSS, RDF and Atom adds to a draft: one function an element, and the tables that find it by its tag."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from newsreader.feeds import fields, gate
from newsreader.feeds.dates import parse_date
from newsreader.feeds.draft import Draft, NotSure, text_of
from newsreader.feeds.fields import Text
from newsreader.feeds.xhtml import inner_html

ATOM = "{http://www.w3.org/2005/Atom}"

_TEXT_TYPES = {"": False, "text": False, "plain": False, "text/plain": False, "html": True, "text/html": True}

Handler = Callable[[Draft, Element], None]


def on_title(draft: Draft, element: Element) -> None:
    """The first title that is not empty wins, unless a later one stands higher."""
    value = text_of(element).strip()
    if draft.title_depth is None or draft.title_depth > draft.depth:
        draft.title, draft.title_html = value, _is_html(element, "text")
        if value:
            draft.title_depth = draft.depth


def on_media_title(draft: Draft, element: Element) -> None:
    """A title for want of a better one."""
    settled = draft.title_depth
    on_title(draft, element)
    draft.title_depth = settled


def on_link(draft: Draft, element: Element) -> None:
    """<link>address</link> of RSS, or <link href rel type/> of Atom in either; the last alternate wins."""
    get = element.get
    href = get("url") or get("uri") or get("href")
    if href is None:
        if element.keys():
            raise NotSure
        draft.link = text_of(element).strip()
        if "&" in draft.link and ";" in draft.link:  # feedparser mends what a parser of SGML made of queries
            raise NotSure
        return
    text_of(element)
    rel, kind = get("rel", "alternate").lower(), get("type", "text/html").lower()
    if rel == "alternate":
        if kind in ("text/html", "html", "application/xhtml+xml", "xhtml"):
            draft.link = href
        else:
            draft.others.append(href)
    elif rel == "enclosure":
        draft.files.append(element)
    elif rel == "replies":
        draft.replies = draft.replies or href


def on_guid(draft: Draft, element: Element) -> None:
    """An id; of RSS it stands for the link too, unless isPermaLink says otherwise or there was one before."""
    draft.guid = text_of(element).strip()
    if (element.get("isPermaLink") or element.get("ispermalink") or "true") == "true" and draft.link is None:
        draft.link = draft.guid


def on_description(draft: Draft, element: Element) -> None:
    _on_summary(draft, element, "html")


def on_summary(draft: Draft, element: Element) -> None:
    _on_summary(draft, element, "text")


def _on_summary(draft: Draft, element: Element, default: str) -> None:
    """The first is the summary; a second one is the content, if none came before it."""
    if draft.summary is not None and not draft.contents:
        on_content(draft, element)
    elif draft.summary is None or draft.summary_depth is None or draft.depth <= draft.summary_depth:
        draft.summary, draft.summary_depth = _text(draft, element, default), draft.depth
        if not draft.contents:
            draft.text_element = element


def on_content(draft: Draft, element: Element) -> None:
    _add_content(draft, element, "text")


def on_encoded(draft: Draft, element: Element) -> None:
    _add_content(draft, element, "html")


def _add_content(draft: Draft, element: Element, default: str) -> None:
    if element.get("src"):
        raise NotSure
    if not draft.contents:
        draft.text_element = element
    content = _text(draft, element, default)
    draft.contents.append(content)
    if draft.summary is None:
        draft.summary = content


def _text(draft: Draft, element: Element, default: str) -> Text:
    if len(element) and element.get("type", "").lower() == "xhtml" and element.tag.startswith(ATOM):
        return Text(inner_html(element), True)
    value = text_of(element).strip()
    html = _is_html(element, default)
    return Text(value, html or (not draft.atom and fields.looks_like_html(value)))


def _is_html(element: Element, default: str) -> bool:
    if not element.keys():  # unlike .attrib, this makes no dict
        return default == "html"
    if element.get("mode") == "base64" or "base" in element.keys():  # noqa: SIM118 - an Element is no mapping
        raise NotSure
    html = _TEXT_TYPES.get(element.get("type", default).lower())
    if html is None:  # xhtml, base64, a picture
        raise NotSure
    return html


def on_author(draft: Draft, element: Element) -> None:
    """A name, or 'mail (Name)', or name and email elements."""
    if not len(element):
        draft.authors.append((element.text or "").strip())
        return
    found = {gate.name_of(child.tag): text_of(child).strip() for child in element}
    if (
        len(found) != len(element)
        or not set(found) <= {"name", "email", "uri", "url", None}
        or (element.text or "").strip()
    ):
        raise NotSure
    draft.authors.append(found.get("name") or found.get("email") or "")


def on_category(draft: Draft, element: Element) -> None:
    text = text_of(element).strip()
    if not element.keys():
        draft.categories.append(text)
        return
    label, term = element.get("label"), element.get("term")
    draft.categories += [label or term or "", text if term or not label else ""]


def on_itunes_category(draft: Draft, element: Element) -> None:
    draft.categories.append(element.get("text", ""))
    for child in element:
        if gate.name_of(child.tag) != "itunes_category":
            raise NotSure
        on_itunes_category(draft, child)


def on_keywords(draft: Draft, element: Element) -> None:
    draft.categories += [word.strip() for word in text_of(element).split(",")]


def on_published(draft: Draft, element: Element) -> None:
    draft.published = parse_date(text_of(element))


def on_updated(draft: Draft, element: Element) -> None:
    draft.updated = parse_date(text_of(element))


def on_created(draft: Draft, element: Element) -> None:
    draft.created = parse_date(text_of(element))


def on_enclosure(draft: Draft, element: Element) -> None:
    text_of(element)
    draft.files.append(element)


def on_comments(draft: Draft, element: Element) -> None:
    draft.comments = text_of(element).strip()


def on_source(draft: Draft, element: Element) -> None:
    """RSS: <source url>Outlet</source>; Atom: the metadata of the feed that the entry came from."""
    if not len(element):
        draft.source = (element.text or "").strip()
        return
    if (element.text or "").strip():
        raise NotSure
    for child in element:
        name = gate.name_of(child.tag)
        if name == "title":
            _is_html(child, "text")
            draft.source = draft.source or text_of(child).strip()
        elif name in ("source", "item", "entry", "feed", "channel"):
            raise NotSure


def on_language(draft: Draft, element: Element) -> None:
    draft.language = text_of(element).strip()


def on_duration(draft: Draft, element: Element) -> None:
    draft.duration = text_of(element).strip()


def on_itunes_image(draft: Draft, element: Element) -> None:
    draft.image = element.get("href") or element.get("url") or draft.image


def on_thumbnail(draft: Draft, element: Element) -> None:
    draft.thumbnails.append(element.get("url") or text_of(element).strip())


def on_media_content(draft: Draft, element: Element) -> None:
    draft.media.append(element)
    on_media_group(draft, element)


def on_media_group(draft: Draft, element: Element) -> None:
    """What stands inside counts as the entry's own, below what stands beside."""
    draft.depth += 1
    for child in element:
        if (handle := HANDLERS.get(child.tag)) is not None:
            handle(draft, child)
        elif not gate.may_pass_over(child):
            raise NotSure
    draft.depth -= 1


# ── The head of a feed ────────────────────────────────────────────────────────────────────────────────────────────────


def on_head_description(draft: Draft, element: Element) -> None:
    draft.description = draft.description or text_of(element).strip()


def on_ttl(draft: Draft, element: Element) -> None:
    draft.ttl = text_of(element)


def on_period(draft: Draft, element: Element) -> None:
    draft.period = text_of(element)


def on_frequency(draft: Draft, element: Element) -> None:
    draft.frequency = text_of(element)


def on_skip_hours(draft: Draft, element: Element) -> None:
    draft.skip_hours += [text_of(child).strip() for child in element]


def on_skip_days(draft: Draft, element: Element) -> None:
    draft.skip_days += [text_of(child).strip() for child in element]


def of_no_interest(_draft: Draft, element: Element) -> None:
    """An element of the head that says nothing that is kept, unless something stands in it that would."""
    for child in element:
        if gate.name_of(child.tag) not in _INSIDE_OF_NO_INTEREST:
            raise NotSure
        of_no_interest(_draft, child)


def of_another_thing(draft: Draft, element: Element) -> None:
    """The channel's picture, or its search field: titles and links in it are theirs."""
    if any(gate.name_of(child.tag) not in _PARTS_OF_ANOTHER_THING for child in element):
        raise NotSure
    draft.title_depth = None


_PARTS_OF_ANOTHER_THING = frozenset("title link description url href width height name".split())
_INSIDE_OF_NO_INTEREST = frozenset("itunes_category itunes_name itunes_email name email uri media_title".split())


def _table(core: Mapping[str, Handler], modules: Mapping[str, Handler]) -> dict[str, Handler]:
    """Return the functions by tag: `core` in every namespace that is the feed's own, `modules` by feedparser's names."""
    table = {tag: handler for name, handler in core.items() for tag in gate.in_core(name)}
    for uri, module in gate.MODULES.items():
        for name, handler in modules.items():
            prefix, _, local = name.partition(":")
            if prefix == module:
                table[f"{{{uri}}}{local}"] = handler
    return table


_DUBLIN_CORE: dict[str, Handler] = {
    "dc:title": on_title, "dc:creator": on_author, "dc:author": on_author, "dc:date": on_updated, "dc:subject": on_category,
    "dc:description": on_description, "dc:language": on_language,
    "dcterms:issued": on_published, "dcterms:modified": on_updated, "dcterms:created": on_created,
}  # fmt: skip

HANDLERS = _table(
    {
        "title": on_title, "link": on_link, "guid": on_guid, "id": on_guid, "description": on_description, "summary": on_summary,
        "content": on_content, "author": on_author, "category": on_category, "keywords": on_keywords,
        "pubDate": on_published, "pubdate": on_published, "published": on_published, "issued": on_published,
        "updated": on_updated, "modified": on_updated, "created": on_created,
        "enclosure": on_enclosure, "comments": on_comments, "source": on_source, "language": on_language,
    },
    _DUBLIN_CORE | {
        "content:encoded": on_encoded,
        "itunes:author": on_author, "itunes:summary": on_summary, "itunes:image": on_itunes_image, "itunes:duration": on_duration,
        "itunes:keywords": on_keywords, "itunes:category": on_itunes_category,
        "media:title": on_media_title, "media:description": on_description, "media:content": on_media_content,
        "media:group": on_media_group, "media:thumbnail": on_thumbnail, "media:keywords": on_keywords, "media:category": on_category,
    },
)  # fmt: skip
"""Of an item."""

HEAD_HANDLERS = _table(
    dict.fromkeys(
        "category keywords summary pubDate pubdate published issued updated modified created lastBuildDate lastbuilddate "
        "icon logo email".split(),
        of_no_interest,
    )
    | dict.fromkeys(("image", "textInput", "textinput"), of_another_thing)
    | {
        "title": on_title, "link": on_link, "id": on_guid, "guid": on_guid,
        "description": on_head_description, "subtitle": on_head_description,
        "tagline": on_head_description, "language": on_language, "author": on_author, "managingEditor": on_author, "ttl": on_ttl,
        "skipHours": on_skip_hours, "skipDays": on_skip_days,
    },
    dict.fromkeys(
        "dc:date dc:subject dc:description dcterms:issued dcterms:modified dcterms:created itunes:summary itunes:image "
        "itunes:keywords itunes:category itunes:new-feed-url media:thumbnail media:keywords media:category media:description".split(),
        of_no_interest,
    )
    | {
        "dc:title": on_title, "dc:creator": on_author, "dc:language": on_language, "itunes:author": on_author,
        "sy:updatePeriod": on_period, "sy:updateFrequency": on_frequency,
    },
)  # fmt: skip
"""Of a feed's own fields."""
