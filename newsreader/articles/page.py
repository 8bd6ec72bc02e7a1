"""A saved or fetched web page → its article: what the page says in structured data first, then what its text shows."""

import re
from dataclasses import replace
from datetime import date

from newsreader.articles.anatomy import finished, same_picture
from newsreader.articles.bylines import authors_in
from newsreader.articles.document import Document, Image
from newsreader.articles.extract import extract
from newsreader.articles.html import HtmlReader, read_nodes
from newsreader.articles.page_trim import Trimmed, trimmed
from newsreader.articles.structured import Facts, read_facts
from newsreader.articles.tree import parse_html
from newsreader.text import clean_line

_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/-])")


def from_page(html: str, url: str = "") -> Document:
    """Return the article of a whole web page at `url` ('' where that is not known). Never raises.

    A page without an article gives what text it has. Runs for some 10 to 100 ms, so it belongs into a worker process
    where pages come from the network.
    """
    tree = parse_html(html)
    base_tag = tree.css_first("base[href]")
    base = (base_tag.attributes.get("href") or "" if base_tag is not None else "") or url
    facts = read_facts(tree, base if base.startswith("http") else url)
    body = tree.body
    if body is None:
        return Document(title=facts.title, url=facts.url or url)
    found = extract(body, facts.title)
    reader, blocks = read_nodes(found.nodes, base or facts.url)
    return _with_photo(_page(facts, clean_line(found.byline), trimmed(blocks), reader, url), facts)


def _with_photo(page: Document, facts: Facts) -> Document:
    """The page with the photo that it names as its article's, and with the words that stand at that photo in the text."""
    if not facts.image:
        return finished(page)
    photo = Image(facts.image, caption=facts.caption, credit=facts.credit)
    shown = next((b for b in page.blocks if isinstance(b, Image) and same_picture(b.url, photo.url)), None)
    if shown:
        caption, credit = shown.caption or photo.caption, shown.credit or photo.credit
        photo = replace(shown, url=photo.url, caption=caption, credit=credit)
        page = replace(page, blocks=tuple(block for block in page.blocks if block is not shown))
    done = finished(page)
    if done.lead_image and shown:  # another picture opens the text, and stays there
        done = replace(done, blocks=(done.lead_image, *done.blocks))
    elif done.lead_image:  # the same one, as far as can be told, in another cut
        photo = replace(done.lead_image, url=photo.url)
    return replace(done, lead_image=replace(photo, link=0))


def _page(facts: Facts, byline: str, article: Trimmed, reader: HtmlReader, url: str) -> Document:
    return Document(
        title=facts.title,
        kicker=facts.section,
        deck=facts.deck if len(facts.deck) <= 400 else "",
        authors=facts.authors or authors_in(byline) or authors_in(f"By {byline}") or article.authors,
        published=facts.published or article.published or _date_in_address(facts.url or url),
        updated=facts.updated if facts.updated != facts.published else None,
        blocks=article.blocks,
        links=tuple(reader.links.all),
        url=facts.url or url,
        lang=facts.lang,
    )


def _date_in_address(url: str) -> date | None:
    """The day in an address such as /2026/11/24/title, as many houses have it."""
    found = _DAY_IN_PATH.search(url)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
