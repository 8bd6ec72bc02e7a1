"""The head of a copied page: headline, kicker, deck, byline, dates and photo, found among the lines above the body."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from newsreader.articles.bylines import authors_in, is_name
from newsreader.articles.dates import find_date
from newsreader.articles.line_kinds import (
    IMAGE_LABEL,
    SOURCE,
    UPDATED,
    ends_a_sentence,
    is_cjk,
    is_dateline,
    photo_of,
    same_line,
)
from newsreader.articles.page_furniture import furniture_rule
from newsreader.articles.plain import count_words

_HEADLINE = (3, 32)
"""Words that a headline has, at least and at most."""
_SHORTEST_CJK = 12
"""Characters of a headline in a script without blanks."""
_DECK_SHARE = 0.75
_DECK = 5
"""Words that a deck has at least."""
_BREADCRUMB = re.compile(r"\s*[>›»/]\s*")
_CRUMBS = re.compile(r"\s+[>›»/|·•]\s+")
_CRUMB_WORDS = 3
"""Words that a step of a breadcrumb has at most."""
_CORRESPONDENT = re.compile(r"^(?P<name>.{4,40}?),? (?:in|à|en|aus|a|te|i) (?:[A-ZÀ-Þ][\w.'’-]+ ?){1,4}$")
_TITLE_TAIL = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,40}$")
_DATE_PARTS = re.compile(r"[|·•(]|,?\s(?=updated|aktualisiert|mis à jour|actualizad|aggiornato|更新)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line that is no paragraph of the article, and the rule that says so: furniture, or a fact that has its own field."""

    rule: str
    text: str


@dataclass(slots=True)
class Head:
    """What was found above the body."""

    title: str = ""
    kicker: str = ""
    deck: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | date | None = None
    updated: datetime | date | None = None
    facts_until: int = -1
    """Index of the last line with a byline or a date."""
    caption: str = ""
    credit_at: int = -1
    """Index of a credit that stands alone: the line above it is the caption."""
    credit: str = ""
    source: str = ""
    credit_line: str = ""
    """Who reported and edited, as agencies print it at the end."""
    dropped: list[DroppedLine] = field(default_factory=list)


def read_head(lines: list[str]) -> Head:
    """Return what the lines above the body say."""
    head = Head()
    rest: list[tuple[int, str]] = []
    for n, line in enumerate(lines):
        fact = _read_fact(line, head) or _read_correspondent(line, lines[n + 1 : n + 3], head)
        if fact == "photo" and not head.caption:
            head.credit_at = n
        if fact in ("byline", "date"):
            head.facts_until = n
        if rule := fact or furniture_rule(line):
            head.dropped.append(DroppedLine(rule, line))
        else:
            rest.append((n, line))
    _find_title(lines, rest, head)
    return head


def _read_fact(line: str, head: Head) -> str:
    """Take byline, dates and photo lines into `head`; returns which of them `line` was, '' for none."""
    if is_dateline(line) and not IMAGE_LABEL.match(line):
        _read_dates(line, head)
        found = find_date(line)
        head.authors = head.authors or authors_in(line) or authors_in(line[: found[1]] if found else "")
        return "date"
    if authors := authors_in(line):
        head.authors = head.authors or authors
        return "byline"
    if source := SOURCE.match(line):
        head.source = source["source"].strip()
        return "source"
    if (photo := photo_of(line)) is not None:
        head.caption, head.credit = head.caption or photo.caption, head.credit or photo.credit
        return "photo"
    return ""


def _read_correspondent(line: str, following: list[str], head: Head) -> str:
    """'Ada Writer in Moscow' above a date is a byline as well."""
    if following and is_dateline(following[0]) and (name := _name_above_date(line)):
        head.authors = head.authors or (name,)
        return "byline"
    found = _CORRESPONDENT.match(line)
    if not found or not is_name(found["name"]) or not any(map(is_dateline, following)):
        return ""
    head.authors = head.authors or (found["name"],)
    return "byline"


def _name_above_date(line: str) -> str:
    """A name in capitals, or in a script without them, that stands right above the date."""
    if line.isupper() and is_name(line.title()):
        return line.title()
    words = line.split()
    is_unicase = not any(c.isupper() or c.islower() for c in line) and not is_cjk(line)
    return (
        line
        if is_unicase and 2 <= len(words) <= 3 and all(map(str.isalpha, words)) and not furniture_rule(line)
        else ""
    )


def _is_breadcrumb(line: str) -> bool:
    """'Home > Politics > Abroad': short steps between signs."""
    steps = _CRUMBS.split(line)
    return len(steps) > 1 and all(count_words(step) <= _CRUMB_WORDS for step in steps)


def _read_dates(line: str, head: Head) -> None:
    """The dates of a line such as 'Published 4 Feb 2022, updated 5 Feb 2022'."""
    for piece in _DATE_PARTS.split(line):
        found = find_date(piece)
        if found and UPDATED.match(piece.strip()):
            head.updated = head.updated or found[0]
        elif found:
            head.published = head.published or found[0]
    if head.published is None and head.updated is not None:
        head.published, head.updated = head.updated, None
    if head.updated == head.published or _day(head.updated) == head.updated == _day(head.published):
        head.updated = None


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _find_title(lines: list[str], rest: list[tuple[int, str]], head: Head) -> None:
    """The headline is the last line that stands twice, else the first of the group nearest to the body."""
    least, most = _HEADLINE
    caption = lines[head.credit_at - 1] if head.credit_at > 0 and not head.caption else ""
    candidates = [
        (n, line)
        for n, line in rest
        if not _is_breadcrumb(line)
        and not same_line(line, caption)
        and (least <= count_words(line) <= most or (len(line) >= _SHORTEST_CJK and is_cjk(line)))
    ]
    if not candidates:
        candidates = [(n, line) for n, line in rest[-1:] if count_words(line) >= 2]
    if not candidates:
        head.dropped += [DroppedLine("above the headline", line) for _, line in rest]
        return
    # What stands below byline and date is a summary or a box; a line that is a name is the writer's.
    candidates = [one for one in candidates if one[0] < head.facts_until] or candidates
    candidates = [one for one in candidates if not is_name(one[1])] or candidates
    position, head.title = _repeated(candidates) or _first_of_group(candidates)
    head.dropped += [
        DroppedLine("headline again", line) for n, line in rest if n != position and same_line(line, head.title)
    ]
    above = [line for n, line in rest if n < position and not same_line(line, head.title)]
    below = [(n, line) for n, line in rest if n > position and not same_line(line, head.title)]
    if above and _is_kicker(lines, position, above[-1]):
        line = above.pop()
        head.kicker = _CRUMBS.split(_BREADCRUMB.split(line)[-1])[-1]
        head.dropped += [DroppedLine("breadcrumb", line)] if head.kicker != line else []
    for n, line in below:
        is_long = count_words(line) >= _DECK or is_cjk(line)
        if n == head.credit_at - 1 and not head.caption:
            head.caption = line
            head.dropped.append(DroppedLine("photo", line))
        elif not head.authors and is_name(line):
            head.authors = (line,)
        elif not head.deck and is_long and (n < head.facts_until or ends_a_sentence(line)):
            head.deck = line
        else:
            head.dropped.append(DroppedLine("between headline and body", line))
    head.dropped += [DroppedLine("above the headline", line) for line in above]


def _repeated(candidates: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The last line that says what one before it said: a page's title and its headline, or a headline shown twice."""
    for later in range(len(candidates) - 1, 0, -1):
        line = candidates[later][1]
        for _, earlier in candidates[:later]:
            title = _TITLE_TAIL.sub("", earlier)
            if any(same_line(part, line) for part in (earlier, title, title.partition(": ")[2])):
                return candidates[later]
    return None


def _first_of_group(candidates: list[tuple[int, str]]) -> tuple[int, str]:
    """Of the candidates nearest to the body, each the deck of the one above it, the first."""
    first = len(candidates) - 1
    while (
        first
        and candidates[first][0] - candidates[first - 1][0] <= 3
        and _may_be_deck(candidates[first][1], candidates[first - 1][1])
    ):
        first -= 1
    return candidates[first]


def _may_be_deck(below: str, above: str) -> bool:
    """Whether a line may be the deck of the one above it: about as long, or a sentence where that is none."""
    return len(below) >= _DECK_SHARE * len(above) or (ends_a_sentence(below) and not ends_a_sentence(above))


def _is_kicker(lines: list[str], position: int, line: str) -> bool:
    """Whether `line` is a short one right above the headline, or a breadcrumb, and not the last entry of a menu."""
    if position == 0 or lines[position - 1] != line:
        return False
    if _BREADCRUMB.search(line) or _is_breadcrumb(line):
        return len(line) < 80
    if count_words(line) > 4 or len(line) > 40:
        return False
    before = lines[position - 2] if position >= 2 else ""
    return not before or count_words(before) > 3 or bool(furniture_rule(before))
