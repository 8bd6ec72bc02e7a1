"""What the fast path knows for sure: which documents and which elements it may read, so that everything else goes to feedparser.

feedparser is the reference, so the lists here say what *it* does with a name: elements that change none of our fields may
be passed over, elements that it handles and we do not send the document to it.
"""

import re
from xml.etree.ElementTree import Element

# Namespaces that feedparser takes for the feed's own; '' is none at all.
CORE = frozenset(
    {
        "",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
    }
)
# Modules that feedparser knows, with its name for each.
MODULES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": "itunes",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://webns.net/mvcb/": "admin",
    "http://web.resource.org/cc/": "cc",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": "creativeCommons",
    "http://backend.userland.com/blogChannelModule": "blogChannel",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://podlove.org/simple-chapters": "psc",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://purl.org/rss/1.0/modules/image/": "image",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
# Unknown namespaces bound to one of these prefixes are misspelt known ones, and feedparser reads them as such.
_TAKEN_PREFIXES = frozenset(MODULES.values()) | frozenset(
    "ag annotate audio co cp email ev fm icbm l pingback rdfs ref reqv search soap ss str sub szf ti wiki xlink xml".split()
)
# Handled by feedparser, but without a trace in the fields that an Entry has; with all that is inside them.
_HARMLESS = frozenset(
    "generator rights copyright dc_rights contributor dc_contributor webmaster dc_publisher cloud expirationdate dcterms_valid "
    "itunes_block itunes_explicit itunes_subtitle itunes_owner subtitle tagline info media_rating media_credit media_restriction "
    "media_license media_player psc_chapters georss_point georss_line georss_polygon georss_box georss_where cc_license "
    "creativecommons_license admin_generatoragent admin_errorreportsto feedburner_browserfriendly".split()
)
# All that feedparser has a handler for, and the keys of its result that an unknown element of that name would overwrite.
_HANDLED = frozenset(
    "abstract author body category cc_license channel cloud content content_encoded contributor copyright created "
    "creativecommons_license dc_author dc_contributor dc_creator dc_date dc_description dc_language dc_publisher dc_rights dc_subject "
    "dc_title dcterms_created dcterms_issued dcterms_modified dcterms_valid description email enclosure entry expirationdate feed "
    "feedburner_browserfriendly fullitem generator geom georss_box georss_line georss_point georss_polygon georss_where georssgeom "
    "gml_exterior gml_linearring gml_linestring gml_point gml_polygon gml_pos gml_poslist guid height homepage id image info issued "
    "item itunes_author itunes_block itunes_category itunes_email itunes_explicit itunes_image itunes_keywords itunes_link "
    "itunes_name itunes_owner itunes_subtitle itunes_summary keywords language lastbuilddate link managingeditor media_category "
    "media_content media_credit media_description media_group media_keywords media_license media_player media_rating "
    "media_restriction media_thumbnail media_title modified name newlocation psc_chapter psc_chapters pubdate published rights rss "
    "source subtitle summary tagline tags textinput title updated uri url webmaster where width xhtml_body "
    "links authors enclosures contributors published_parsed updated_parsed created_parsed summary_detail title_detail href value "
    "author_detail comments itunes_duration svg math".split()
)

# Bytes of which no character that cleaning touches is made: ASCII but DEL, and those of U+00C0-U+02FF, U+03C0-U+047F and
# U+4000-U+9FFF. (C0 controls need no look, they are not well-formed.) Anything else in a document, be it a typographic quote,
# and each of its fields is cleaned for itself: this look costs 1 ns a byte, cleaning 10.
_GOOD_BYTES = bytes([*range(0x7F), *range(0x80, 0xC0), *range(0xC3, 0xCC), 0xCF, 0xD0, 0xD1, *range(0xE4, 0xEA)])
_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
# What may stand before the root: comments and processing instructions, but no DTD, which could declare entities.
_PROLOG = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*<[A-Za-z_]", re.S)


def admits(data: bytes) -> bool:
    """Whether a document (UTF-8, no XML declaration) may be tried: it has no DTD, so no entities of its own."""
    return _PROLOG.match(data) is not None


def is_spotless(data: bytes) -> bool:
    """Whether the text of a document is clean as it stands, whatever part of it is taken: then no field needs cleaning for itself."""
    if b"\x7f" in data if data.isascii() else data.translate(None, _GOOD_BYTES):
        return False
    return b"&#" not in data or all(map(_is_clean_reference, set(_REFERENCE.findall(data))))


def _is_clean_reference(reference: bytes) -> bool:
    code = int(reference[1:], 16) if reference[:1] == b"x" else int(reference)
    return (
        code in (0x9, 0xA) or not chr(code).encode("utf-8", "replace").translate(None, _GOOD_BYTES)
        if code < 0x110000
        else False
    )


def admits_namespaces(namespaces: list[tuple[str, str]]) -> bool:
    """Whether every (prefix, uri) that a document declares is known, or unknown in a way that feedparser leaves alone."""
    for prefix, uri in namespaces:
        if uri in CORE or uri in MODULES:
            continue
        lowered = uri.lower()
        if (
            not prefix
            or prefix.lower() in _TAKEN_PREFIXES
            or "backend.userland.com/rss" in lowered
            or lowered in _LOWERED
        ):
            return False
    return True


_LOWERED = frozenset(uri.lower() for uri in (*CORE, *MODULES)) | {
    "http://www.w3.org/1999/xlink",
    "http://example.com/newformat#",
    "http://purl.org/echo/",
    "http://purl.org/pie/",
}


def in_core(name: str) -> list[str]:
    """Return the tags of an element in every namespace that is the feed's own."""
    return [f"{{{uri}}}{name}" if uri else name for uri in sorted(CORE)]


def name_of(tag: str) -> str | None:
    """Return feedparser's name of an element ('title', 'dc_creator'); None for one of a namespace that it does not know."""
    uri, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
    if uri in CORE:
        return local.lower()
    module = MODULES.get(uri)
    return f"{module}_{local}".lower() if module else None


def may_pass_over(element: Element) -> bool:
    """Whether an element that we do not read changes nothing that feedparser would report, nor does anything inside it."""
    name = name_of(element.tag)
    if name in _HARMLESS:
        return True
    if name is not None and (name in _HANDLED or name.endswith("_detail")):
        return False
    return all(may_pass_over(child) for child in element)
