"""Completion: what the token at the cursor of a query may become. Pure; the bar shows it and puts the choice in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from newsreader.query import fields
from newsreader.query.lexer import Token, cut
from newsreader.query.tree import quoted_value
from newsreader.query.words import fold
from newsreader.text import clean_line

MOST = 50
"""So many choices are offered."""
LONGEST = 500
"""Characters before the cursor from which on nothing is completed: that is a text that was pasted."""
_NUMBERS = ("len<5m", "len>10m", "len>=20m", "outlets>=2", "outlets>=3")
_OFFERED = ("title", "author", "body", "feed", "section", "tag", "is", "has", "newer", "date", "sort")
"""The fields in the order in which they are offered; the rest behind them."""
_NAMES = (*_OFFERED, *(name for name in fields.FIELDS if name not in _OFFERED))
_WITHOUT_SORT = tuple(name for name in _NAMES if name != "sort")
_SPANS = ("1h", "1d", "2d", "1w", "4w", "1y")


@dataclass(frozen=True)
class Names:
    """What a person may name in a query, each list in the order in which it is offered."""

    feeds: Sequence[str] = ()
    sections: Sequence[str] = ()
    tags: Sequence[str] = ()

    @cached_property
    def folded(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """By field: (as it is compared, as it is written). Ten thousand names take 20 ms, once."""
        written = {
            # feed: looks for the words of a name, so that a quote in it can be left out; the others are compared whole.
            "feed": [name.replace('"', " ") for name in self.feeds],
            "section": [name for name in self.sections if '"' not in name],
            "tag": [name for name in self.tags if '"' not in name],
        }
        return {field: _folded(names) for field, names in written.items()}


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand instead of the text from `start` up to `end`: at least one choice, the likeliest first."""

    start: int
    end: int
    choices: tuple[str, ...]

    def put(self, text: str, choice: str) -> tuple[str, int]:
        """Return `text` with a choice in it, and the place behind that."""
        return f"{text[: self.start]}{choice}{text[self.end :]}", self.start + len(choice)


def complete(text: str, cursor: int, names: Names, today: date) -> Completion | None:
    """Return what the token that ends at `cursor` may become; None where there is nothing to offer.

    With a choice in the place of the token the query makes sense if it does without the token. `today` is the person's
    day.
    """
    before, behind = text[:cursor], text[cursor : cursor + 1]
    if len(before) > LONGEST or behind.strip(") "):
        return None
    earlier, field, typed = _parted(cut(before, typing=True), cursor)
    if _inside_text_field(earlier):
        return None
    known = _NAMES if _may_sort(earlier) else _WITHOUT_SORT
    if field:
        is_closed = typed is not None and typed.kind == "phrase" and len(before) - typed.start > 1 and before[-1] == '"'
        if is_closed or field.text not in known:
            return None
        return _offer(field.start, cursor, _values(field.text, typed.text if typed else "", names, today))
    if typed:
        return None if typed.kind == "phrase" else _offer(typed.start, cursor, _fields(typed.text, known))
    # Behind a blank nothing was begun: tab is not for completion there.
    begins = not earlier or (earlier[-1].end == cursor and earlier[-1].kind != "close")
    return _offer(cursor, cursor, _fields("", known)) if begins else None


def _parted(tokens: Sequence[Token], cursor: int) -> tuple[Sequence[Token], Token | None, Token | None]:
    """Part the tokens into the finished ones, and the field and the word of the one that is typed, as far as there are any."""
    last = tokens[-1] if tokens else None
    if last is None or last.end < cursor or last.kind in ("open", "close", "minus"):
        return tokens, None, None
    if last.kind == "field":
        return tokens[:-1], last, None
    before = tokens[-2] if len(tokens) > 1 else None
    if before and before.kind == "field" and before.end == last.start:
        return tokens[:-2], before, last
    return tokens[:-1], None, last


def _offer(start: int, end: int, choices: Iterator[str]) -> Completion | None:
    found: dict[str, None] = {}
    for choice in choices:
        found[choice] = None
        if len(found) == MOST:
            break
    return Completion(start, end, tuple(found)) if found else None


def _inside_text_field(tokens: Sequence[Token]) -> bool:
    """Whether the end of `tokens` is inside of title:( ), where stand words alone."""
    open_: list[bool] = []
    for number, token in enumerate(tokens):
        if token.kind == "open":
            before = tokens[number - 1] if number else None
            open_.append(before is not None and before.kind == "field" and before.end == token.start)
        elif token.kind == "close" and open_:
            open_.pop()
    return any(open_)


def _may_sort(earlier: Sequence[Token]) -> bool:
    """Whether sort: may follow: once, outside of parentheses, without a minus."""
    kinds = [token.kind for token in earlier]
    return (
        kinds.count("open") <= kinds.count("close")
        and kinds[-1:] not in (["minus"], ["not"])
        and not any(token.kind == "field" and token.text == "sort" for token in earlier)
    )


def _fields(typed: str, known: Sequence[str]) -> Iterator[str]:
    """The fields whose names begin so, with their colons."""
    typed = typed.lower()
    yield from (f"{name}:" for name in known if name.startswith(typed))
    yield from (number for number in _NUMBERS if number.startswith(typed) and number != typed)


def _values(field: str, typed: str, names: Names, today: date) -> Iterator[str]:
    """What may stand behind the colon of `field`, with the field's name."""
    fixed: Mapping[str, Callable[[], Sequence[str]]] = {
        "is": lambda: fields.STATES,
        "has": lambda: fields.HOLDINGS,
        "sort": lambda: fields.SORTS,
        "newer": lambda: _SPANS,
        "older": lambda: _SPANS,
        "date": lambda: _days(today, typed),
        "after": lambda: _days(today, typed),
        "before": lambda: _days(today, typed),
    }
    if field in fixed:
        lower = typed.lower()
        yield from (f"{field}:{value}" for value in fixed[field]() if value.startswith(lower) and value != lower)
    elif field in names.folded:
        wanted = fold(typed)
        yield from (
            f"{field}:{quoted_value(name)}" for name in _beginning(names.folded[field], wanted) if name != typed
        )


def _beginning(names: Sequence[tuple[str, str]], wanted: str) -> Iterator[str]:
    """The names that begin so, then those of which a word does."""
    yield from (name for folded, name in names if folded.startswith(wanted))
    if wanted:
        inside = f" {wanted}"
        yield from (name for folded, name in names if inside in folded and not folded.startswith(wanted))


def _days(today: date, typed: str) -> Sequence[str]:
    """Today, yesterday, the days of a week, the months of half a year; once a month is typed, all days of it."""
    days = [str(today - timedelta(days=back)) for back in range(7)]
    first = today.replace(day=1)
    months = [str(first)[:7]]
    for _ in range(5):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(str(first)[:7])
    whole = [f"{typed[:7]}-{day:02}" for day in range(1, 32)] if typed[:7] in months and typed[7:8] == "-" else []
    real = [day for day in whole if _is_day(day) and day <= str(today)]
    return ["today", "yesterday", *days, *months, *real]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _folded(names: Sequence[str]) -> list[tuple[str, str]]:
    clean = [" ".join(clean_line(name).split()) for name in names]
    return [(fold(name), name) for name in dict.fromkeys(clean) if name]
