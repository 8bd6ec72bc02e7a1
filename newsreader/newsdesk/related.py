"""Also worth reading: what else in the store is about the same things, from the full-text index, with its reasons.

The article's telling words, those of its title first, are looked up one by one; an article that shares several of them
is related, the more the rarer they are. Measured: tests/bench/related.py.
"""

import heapq
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from newsreader.articles.document import Related
from newsreader.model import Headline
from newsreader.newsdesk.word_stems import stem, without_dates
from newsreader.newsdesk.word_weights import Weights
from newsreader.query.words import fold, is_cjk, tokens
from newsreader.store import occurrences
from newsreader.store.stories import stories_of

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.store.queries import Reader

MOST = 5
TERMS = 12
"""Telling words that are looked up."""
COMMON = 2_000
"""Articles; what occurs in more than that (or in a fifth of a small store) tells nothing."""
LEAST = 0.3
"""How much of what the article's own words weigh a related one shares."""
FEW_REASONS = 2
"""Words that must be shared; a single one says too little."""
PER_FEED = 2
SAME_FEED = 0.8
FRESH = timedelta(days=7)
"""What came out within that of the article counts a little more: background is welcome, news goes before it."""
_READ = 400
"""Words of the body that are looked at."""
_LOOKED_AT = 60
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Term:
    """A telling word of the article."""

    token: str
    shown: str
    """As it stands in the article."""
    weight: float
    articles: "array[int]"
    """That hold it."""


def also_worth_reading(
    reader: "Reader", headline: Headline, feeds: "Mapping[int, Feed]", limit: int = MOST
) -> tuple[Related, ...]:
    """Return up to `limit` articles that go with this one, the best first, each with the words that it shares.

    Never the article itself, its story, its text under another headline, muted articles or those of feeds that are no
    longer subscribed. Empty where the store is small or the article not indexed yet. Raises StoreError.
    """
    terms = _terms(reader, headline)
    scores, reasons = _scores(reader, terms)
    scores.pop(headline.id, None)
    enough = LEAST * sum(sorted((term.weight for term in terms), reverse=True)[:MOST])
    best = heapq.nlargest(
        _LOOKED_AT,
        ((score, id_) for id_, score in scores.items() if score >= enough and len(reasons[id_]) >= FEW_REASONS),
    )
    rows = {row.id: row for row in reader.headlines([id_ for _, id_ in best])}
    ranked = sorted(((_adjusted(score, rows[id_], headline), id_) for score, id_ in best if id_ in rows), reverse=True)
    chosen = _chosen(reader, headline, [rows[id_] for _, id_ in ranked], feeds, limit)
    return tuple(
        Related(
            id=row.id,
            feed=feeds[row.feed_id].name,
            title=row.title,
            published=row.published or row.sort,
            url=row.link,
            reasons=tuple(term.shown for term in reasons[row.id][:3]),
        )
        for row in chosen
    )


def _terms(reader: "Reader", headline: Headline) -> list[_Term]:
    """The article's most telling words that occur elsewhere too."""
    text = reader.plain_text(headline.id)
    shown: dict[str, str] = {}
    for word in _WORD.findall(f"{headline.title} {text[:6000]}"):
        shown.setdefault(fold(word), word)
    in_title = set(without_dates(tokens(headline.title)))
    counts = Counter(without_dates(tokens(text)[:_READ]))
    lang = headline.lang.partition("-")[0].lower()
    weights = Weights()
    candidates = []
    for token in {*in_title, *counts}:
        if token.isdigit() or (len(token) < 3 and not is_cjk(token)) or (is_cjk(token) and len(token) < 2):
            continue
        weight = weights.weight(stem(token, lang), lang) * (1 + math.log(1 + counts[token]))
        if weight:
            candidates.append((weight * (2 if token in in_title else 1), token))
    total = max(reader.last_id(), 1)
    common = min(COMMON, max(total // 5, 5))
    kept = []
    for weight, token in heapq.nlargest(2 * TERMS, candidates):
        held = occurrences.holding(reader, token, common + 1)
        if 1 < len(held) <= common:
            rarity = math.log(1 + total / len(held))
            kept.append(_Term(token, shown.get(token, token), weight * rarity, held))
    return heapq.nlargest(TERMS, kept, key=lambda term: (term.weight, term.token))


def _scores(reader: "Reader", terms: Iterable[_Term]) -> tuple[dict[int, float], dict[int, list[_Term]]]:
    """What each article that shares words scores, and the words, the heaviest first."""
    scores: dict[int, float] = {}
    reasons: dict[int, list[_Term]] = {}
    for term in terms:
        titled = set(occurrences.holding(reader, term.token, COMMON, in_title=True))
        for id_ in term.articles:
            scores[id_] = scores.get(id_, 0.0) + term.weight * (1.0 if id_ in titled else 0.5)
            reasons.setdefault(id_, []).append(term)
    return scores, reasons


def _adjusted(score: float, row: Headline, headline: Headline) -> float:
    if row.feed_id == headline.feed_id:
        score *= SAME_FEED
    age = abs(headline.sort - row.sort)
    return score * (1 + 0.25 * math.exp(-age / FRESH))


def _chosen(
    reader: "Reader", headline: Headline, rows: list[Headline], feeds: "Mapping[int, Feed]", limit: int
) -> list[Headline]:
    """Leave out what must not stand there, and let no story and no feed fill the list."""
    told = stories_of(reader, [headline.id, *(row.id for row in rows)])
    own = told.get(headline.id)
    seen_stories = {own.id} if own else set()
    seen_titles = {_heading(headline)}
    per_feed: Counter[int] = Counter()
    chosen: list[Headline] = []
    for row in rows:
        story = told.get(row.id)
        if row.muted or not _is_listed(row, feeds) or _other_language(row, headline):
            continue
        if (story and story.id in seen_stories) or _heading(row) in seen_titles or per_feed[row.feed_id] >= PER_FEED:
            continue
        if story:
            seen_stories.add(story.id)
        seen_titles.add(_heading(row))
        per_feed[row.feed_id] += 1
        chosen.append(row)
        if len(chosen) == limit:
            break
    return chosen


def _is_listed(row: Headline, feeds: "Mapping[int, Feed]") -> bool:
    feed = feeds.get(row.feed_id)
    return feed is not None and (feed.subscribed or row.starred)


def _other_language(row: Headline, headline: Headline) -> bool:
    ours, theirs = (one.lang.partition("-")[0].lower() for one in (headline, row))
    return bool(ours and theirs and ours != theirs)


def _heading(row: Headline) -> str:
    return " ".join(tokens(row.title))
