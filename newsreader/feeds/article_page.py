"""The page of an article that a feed named → its text as clean HTML, and what stands in its way. Runs in the worker process."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from newsreader.articles.document import Document
from newsreader.articles.html_writer import body_html
from newsreader.articles.links import absolute
from newsreader.articles.page import from_page
from newsreader.articles.plain import plain_text
from newsreader.articles.structured import read_facts
from newsreader.articles.tree import parse_html
from newsreader.feeds.encoding import decode
from newsreader.feeds.pages import NotAPage, kind_of, read_page
from newsreader.feeds.wire import ArticlePage
from newsreader.text import clean_text

SHORT = 250
"""Words. Pages that can be read in full often carry the boxes of a wall too, out of sight; only a short text is taken for a teaser."""
FOR_SUBSCRIBERS = "the page is for subscribers"
ASKS_CONSENT = "the page asks for consent to cookies first"
ASKS_LOGIN = "the page wants a login"
ASKS_PROOF = "the site wants proof that a person asks, not a program"

_TEXT_TYPE = re.compile(r"(?i)\s*(?:text/(?:html|plain|markdown|x-markdown|xml)|application/(?:xhtml\+xml|xml))\b")
# What stands on walls, in the languages that most feeds are in.
_SUBSCRIBE = re.compile(
    r"(?i)(?:subscribe|sign up|register|become a (?:member|subscriber)|start your (?:free )?trial)[^.]{0,60}"
    r"(?:to (?:continue|keep|read|unlock|access)|for (?:full|unlimited) access)"
    r"|(?:article|story|content) is (?:only |exclusively )?(?:for|available to|reserved for) (?:our )?(?:paid |paying )?"
    r"(?:subscribers|members)"
    r"|for (?:our )?(?:paying )?(?:subscribers|members) only|subscriber[- ]only|already a (?:subscriber|member)\?"
    r"|mit (?:einem )?(?:digital-?)?abo weiterlesen|nur für abonnenten|jetzt (?:weiterlesen|abonnieren)|testabo"
    r"|réservée? (?:à nos |aux )abonnés|il vous reste [\d.,]+ ?% (?:de cet article )?à lire|abonnez-vous pour (?:lire|continuer)"
    r"|(?:sólo|solo|exclusivo) para (?:suscriptores|abonados|abbonati|assinantes)|suscríbete para (?:leer|seguir)"
    r"|riservato agli abbonati|abbonati per (?:leggere|continuare)|alleen voor abonnees|exclusivo para assinantes"
)
_WALL_BOXES = (
    "[class*=paywall], [id*=paywall], [class*=pay-wall], [class*=regwall], [class*=subscription-wall], [class*=subscriber-only],"
    " [class*=subscribers-only], [class*=premium-content], [class*=piano-offer], [class*=tp-modal], [data-paywall]"
)
_CONSENT = re.compile(
    r"(?i)(?:before you continue|we (?:and our (?:\d+ )?partners )?(?:use|value|store)[^.]{0,80}(?:cookies|privacy)"
    r"|(?:accept|agree to|consent to|manage)[^.]{0,40}(?:cookies|consent|privacy)|cookies?[^.]{0,30}(?:akzeptieren|zustimmen)"
    r"|accepter[^.]{0,30}cookies|aceptar[^.]{0,30}cookies|accetta[^.]{0,30}cookie|cookies?[^.]{0,30}(?:accepteren|aceitar))"
)
_CONSENT_HOST = re.compile(r"(?i)^https?://(?:consent|guce|cmp|privacy)\.")
_LOGIN_PATH = re.compile(
    r"(?i)^https?://[^/?#]+/(?:[^?#]*/)?(?:log-?in|sign-?in|sso|auth|account/login|users/sign_in)(?:[./?#]|$)"
)
_PROOF = re.compile(
    r"(?i)just a moment\.\.\.|checking (?:if the site|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot"
    r"|enable javascript and cookies to continue|attention required! \||access (?:to this page has been )?denied|pardon our interruption"
)


def read_article(data: bytes, url: str, content_type: str = "") -> ArticlePage:
    """Return what the page at `url` holds of its article. Raises NotAPage where it is none, or nothing stands on it."""
    if content_type and not _TEXT_TYPE.match(content_type):
        raise NotAPage(f"no web page ({content_type.partition(';')[0].strip()[:60]})")
    text = decode(data, content_type).replace(
        "\x00", ""
    )  # a page with a stray control character is a page all the same
    if kind_of(text, url) != "page":
        body = read_page(data, url, "any", content_type).entries[0]
        return ArticlePage("", body.body, plain_text(body.body, body.markup).words)
    document = from_page(text, url)
    # The reader of articles takes its tree apart, so the page's own words are looked for in another one.
    tree = parse_html(text)
    lead, body_text = _parts(document)
    words = plain_text(body_text, "html").words
    return ArticlePage(lead, body_text, words, _next(tree, url), _wall(tree, url, words))


def _parts(document: Document) -> tuple[str, str]:
    """The lead photo and the body, as HTML."""
    lead = body_html(replace(document, blocks=()))
    return clean_text(lead), clean_text(body_html(replace(document, lead_image=None)))


def _next(tree: LexborHTMLParser, url: str) -> str:
    base_tag = tree.css_first("base[href]")
    base = absolute((base_tag.attributes.get("href") or "") if base_tag is not None else "", url) or url
    for node in tree.css('link[rel~="next"][href], a[rel~="next"][href]'):
        if address := absolute(node.attributes.get("href") or "", base):
            return address.partition("#")[0]
    return ""


def _wall(tree: LexborHTMLParser, url: str, words: int) -> str:
    """What stands between the reader and the article."""
    if not read_facts(tree, url).free or _meta(tree, "article:content_tier") == "locked":
        return FOR_SUBSCRIBERS
    if words >= SHORT:
        return ""
    title = node.text(deep=True) if (node := tree.css_first("title")) is not None else ""
    has_box = tree.css_first(_WALL_BOXES) is not None
    has_password = tree.css_first('input[type="password"]') is not None
    tree.strip_tags(["script", "style", "template", "head"], recursive=True)
    seen = " ".join((tree.body.text(deep=True, separator=" ") if tree.body is not None else "").split())[:100_000]
    if _PROOF.search(f"{title} {seen}"):
        return ASKS_PROOF
    if _SUBSCRIBE.search(seen) or has_box:
        return FOR_SUBSCRIBERS
    if _LOGIN_PATH.match(url) or (has_password and words < SHORT // 5):
        return ASKS_LOGIN
    if _CONSENT_HOST.match(url) or (words < SHORT // 2 and _CONSENT.search(seen) and not _has_article(tree)):
        return ASKS_CONSENT
    return ""


def _has_article(tree: LexborHTMLParser) -> bool:
    """Whether an element says that it is an article: then words about cookies are those of a banner beside it."""
    return tree.css_first('article p, [itemprop="articleBody"], main p') is not None


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"], meta[name="{name}"]')
    return (node.attributes.get("content") or "").strip().lower() if node is not None else ""
