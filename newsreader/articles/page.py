"""A saved or fetched web page → its article: what the page says in structured data first, then what its text shows."""

from newsreader.articles.anatomy import finished
from newsreader.articles.bylines import authors_in
from newsreader.articles.document import Block, Document, Image, Paragraph, Run
from newsreader.articles.extract import extract
from newsreader.articles.html import CUT, HtmlReader
from newsreader.articles.structured import Facts, read_facts
from newsreader.articles.tree import parse_html
from newsreader.text import clean_line


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
    reader = HtmlReader(base or facts.url)
    blocks: list[Block] = []
    for node in found.nodes:
        blocks += reader.blocks_of(node)
    if reader.is_cut:
        blocks.append(Paragraph((Run(CUT, frozenset({"em"})),)))
    return finished(_page(facts, found.byline, blocks, reader, url))


def _page(facts: Facts, byline: str, blocks: list[Block], reader: HtmlReader, url: str) -> Document:
    return Document(
        title=facts.title,
        kicker=facts.section,
        deck=facts.deck if len(facts.deck) <= 400 else "",
        authors=facts.authors or authors_in(clean_line(byline)) or authors_in(f"By {clean_line(byline)}"),
        published=facts.published,
        updated=facts.updated if facts.updated != facts.published else None,
        lead_image=Image(facts.image, caption=facts.caption, credit=facts.credit) if facts.image else None,
        blocks=tuple(blocks),
        links=tuple(reader.links.all),
        url=facts.url or url,
        lang=facts.lang,
    )
