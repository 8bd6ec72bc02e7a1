"""How pictures, figures, captions and players are read out of HTML."""

import re

from selectolax.lexbor import LexborNode

from newsreader.articles.document import Image, Mark, Paragraph, Run, Table
from newsreader.articles.flow import Flow, Reader
from newsreader.articles.html_blocks import Attributes, Handler
from newsreader.articles.inline import NO_MARKS
from newsreader.articles.links import absolute
from newsreader.articles.media import caption_of, embed_of, image_of, is_sign, with_caption
from newsreader.text import clean_line

_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|(?:image|photo|img|media)[_-]?caption|caption(?:[_-]?text)?)(?=$|[\s_-])",
    re.IGNORECASE,
)


def image(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], link: int) -> None:
    if is_sign(node):
        flow.buffer.add(clean_line(node.attributes.get("alt") or ""), NO_MARKS, link)
        return
    found = image_of(node, reader.links, link)
    if found is not None:
        flow.flush()
        if not (flow.blocks and isinstance(last := flow.blocks[-1], Image) and last.url == found.url):
            flow.blocks.append(found)


def picture(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    if (inside := node.css_first("img")) is not None:
        if (
            not (inside.attributes.get("src") or "").strip()
            and (source := node.css_first("source[srcset]")) is not None
        ):
            inside.attrs["srcset"] = source.attributes.get("srcset") or ""
        image(reader, inside, flow, marks, link)


def noscript(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    """A picture for browsers without scripts, unless it stood there already; words in here only ask for scripts."""
    for inside in node.css("img"):
        image(reader, inside, flow, marks, link)


def figure(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    flow.flush()
    captions = node.css("figcaption")
    if not (node.css_matches("img, picture, noscript") or _is_table_alone(node)):
        _figure_without_picture(reader, node, flow, marks, link)
        return
    caption, credit = caption_of(captions[0]) if captions else ("", "")
    is_first = bool(captions) and node.text(deep=True).lstrip().startswith(captions[0].text(deep=True).strip())
    for one in captions:
        one.decompose()
    inside = list(reader.blocks_of(node, link))
    pictures = [n for n, block in enumerate(inside) if isinstance(block, Image)]
    if pictures and (caption or credit):
        last = inside[pictures[-1]]
        inside[pictures[-1]] = with_caption(last, caption, credit) if isinstance(last, Image) else last
    elif caption and len(inside) == 1 and isinstance(table := inside[0], Table) and not table.caption:
        inside = [Table(table.head, table.rows, caption)]
    elif caption:
        inside.insert(0 if is_first else len(inside), Paragraph((Run(caption, frozenset({"small"})),)))
    flow.blocks += inside


def _is_table_alone(node: LexborNode) -> bool:
    """Whether a figure holds one table and its caption, and nothing else."""
    parts = [part.text(deep=True) for part in node.css("table, figcaption")]
    return len(node.css("table")) == 1 and sum(map(len, map(str.split, parts))) == len(node.text(deep=True).split())


def _figure_without_picture(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    """A caption alone stands for a picture that only a script would have put there; other figures are read as they are."""
    captions = node.css("figcaption")
    only_caption = len(captions) == 1 and captions[0].text(deep=True).strip() == node.text(deep=True).strip() != ""
    if only_caption and not node.css_matches("pre, iframe, video, audio, embed, object, math"):
        picture = Image(absolute(node.attributes.get("itemid") or "", reader.links.base))
        flow.blocks.append(with_caption(picture, *caption_of(captions[0])))
    else:
        reader.walk(node, flow, marks, link)
        flow.flush()


def is_caption(flow: Flow, tag: str, attributes: Attributes) -> bool:
    """Whether an element is the caption of the picture before it, outside of any <figure>."""
    if tag not in ("figcaption", "p", "div", "span", "em", "small") or not flow.buffer.is_empty or not flow.blocks:
        return False
    image = flow.blocks[-1]
    is_named = tag == "figcaption" or bool(_CAPTION.search(attributes.get("class") or ""))
    return is_named and isinstance(image, Image) and not image.caption and not image.credit


def read_caption(node: LexborNode, flow: Flow) -> None:
    """Give the picture before `node` the caption that stands in it."""
    last = flow.blocks[-1]
    if isinstance(last, Image):
        flow.blocks[-1] = with_caption(last, *caption_of(node))


def embed(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    found = embed_of(node, reader.links)
    if found is not None:
        flow.flush()
        flow.blocks.append(found)
    elif node.tag == "object":
        reader.walk(node, flow, NO_MARKS, 0)


HANDLERS: dict[str, Handler] = {
    "img": image, "picture": picture, "noscript": noscript, "figure": figure, "iframe": embed, "video": embed, "audio": embed,
    "embed": embed, "object": embed,
}  # fmt: skip
