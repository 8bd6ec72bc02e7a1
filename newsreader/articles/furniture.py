"""What stands around an article and is not part of it. Every rule has a name, so that each dropped block can be accounted for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsreader.articles.document import Block, Embed, Heading, Image, Inline, ListBlock, Paragraph, Rule, plain


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SHARE = _any_of(
    "share|tweet|email|e-mail|print|pin it|like|save|copy link|comments?|teilen|partager|compartir|condividi|delen",
    "facebook|twitter|x|reddit|linkedin|whatsapp|telegram|pinterest|tumblr|mastodon|bluesky|threads|flipboard|pocket",
    r"digg this|stumble it!?|del\.icio\.us|add to .+|click to share on .+|share (?:this|on|via|with|to)\b.*|like loading",
)
_FEED_FOOTER = _any_of(
    "the post .+ (?:first )?appeared (?:first )?on .+",
    r"(?:this (?:article|post|entry|story) )?(?:was )?(?:originally|first) (?:published|appeared|posted) (?:on|at|in) [^.]{1,60}\.?",
    "(?:l['’]article|cet article) .+ est apparu en premier sur .+",
    "la entrada .+ (?:se publicó primero|aparece primero) en .+",
    "der beitrag .+ erschien zuerst auf .+",
    "het bericht .+ verscheen eerst op .+",
    "l['’]articolo .+ proviene da .+",
    "o post .+ apareceu primeiro em .+",
    r"copyright ©.{0,120}|© ?(?:19|20)\d\d.{0,80}(?:all rights reserved|alle rechte vorbehalten).*",
    "filed under:.{0,120}",
)
_MORE = re.compile(
    r"[\[(]?(?:…|\.\.\.)?\s*(?:"
    "read (?:the )?(?:more|full|rest|whole|on|article|entire|original)|continue reading|keep reading|more"
    "|view (?:article|post|original)|full (?:story|article)|weiterlesen|mehr lesen|lire la suite|en savoir plus"
    "|leer más|seguir leyendo|leia mais|lees (?:meer|verder)|leggi tutto|続きを読む|阅读全文"
    r")\b[^.!?]{0,90}[\])]?\s*(?:…|\.\.\.|→|»|>)*",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"(?:(?:comments?|comment on this (?:article|post)|discuss (?:this|on).{0,40}|read (?:all )?(?:the )?\d* ?comments.{0,60}"
    r"|\d+ comments?|submitted by|\[link\]|\[comments\])\s*[|·,]?\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A block that was left out, and the rule that says so."""

    rule: str
    block: Block


def without_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks that belong to the article."""
    return sort_out(blocks)[0]


def sort_out(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Dropped, ...]]:
    """Return (what belongs to the article, what does not and why)."""
    listed = list(blocks)
    kept: list[Block] = []
    dropped: list[Dropped] = []
    for index, block in enumerate(listed):
        is_near_end = index >= len(listed) - 4
        rule = next((name for name, applies in _RULES.items() if applies(block, is_near_end)), None)
        if rule:
            dropped.append(Dropped(rule, block))
        else:
            kept.append(block)
    while kept and isinstance(kept[-1], Rule):
        dropped.append(Dropped("rule at the end", kept.pop()))
    return tuple(kept), tuple(dropped)


def _is_share_bar(block: Block, _near_end: bool) -> bool:
    if not isinstance(block, ListBlock) or len(block.items) < 2:
        return False
    texts = [_text(part) for item in block.items for part in item]
    return all(_SHARE.fullmatch(text) for text in texts if text) and any(texts)


def _is_share_line(block: Block, near_end: bool) -> bool:
    if not isinstance(block, Paragraph) or not near_end:
        return False
    pieces = [piece for piece in re.split(r"\s*[|·,•/\n]\s*|\s{2,}", _text(block)) if piece]
    linked = all(run.link or not run.text.strip(" |·,•/\n") for run in block.inline)
    return bool(pieces) and len(pieces) > 1 and linked and all(_SHARE.fullmatch(piece) for piece in pieces)


def _is_feed_footer(block: Block, near_end: bool) -> bool:
    return near_end and isinstance(block, Paragraph) and bool(_FEED_FOOTER.fullmatch(_text(block)))


def _is_read_more(block: Block, near_end: bool) -> bool:
    """A whole paragraph that is one link to the rest."""
    return (
        near_end and isinstance(block, Paragraph) and _is_linked(block.inline) and bool(_MORE.fullmatch(_text(block)))
    )


def _is_invitation(block: Block, near_end: bool) -> bool:
    return (
        near_end
        and isinstance(block, Paragraph)
        and _is_linked(block.inline)
        and bool(_INVITATION.fullmatch(_text(block)))
    )


def _is_empty(block: Block, _near_end: bool) -> bool:
    """Nothing but signs of decoration."""
    return isinstance(block, Paragraph | Heading) and not _text(block).strip("\u200c\u200d \n")


_RULES: dict[str, Callable[[Block, bool], bool]] = {
    "empty block": _is_empty,
    "share bar": _is_share_bar,
    "share line": _is_share_line,
    "feed footer": _is_feed_footer,
    "read more": _is_read_more,
    "invitation to comment": _is_invitation,
}


def _is_linked(inline: Inline) -> bool:
    return any(run.link for run in inline) and all(run.link or not re.search(r"\w", run.text) for run in inline)


def _text(block: Block) -> str:
    match block:
        case Paragraph(inline) | Heading(_, inline):
            return plain(inline).strip()
        case Image(_, alt, caption):
            return caption or alt
        case Embed(_, title):
            return title
        case _:
            return ""
