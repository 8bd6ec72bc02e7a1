"""What counts as a word: folding, cutting, and finding words again in the text that is shown.

The index, the query and the marks on the screen all go through here, so that what is found is also what is marked.
A token is a run of letters, digits and marks, folded. Chinese, Japanese and Korean are written without blanks, or
with endings that stick to the word; a run of such characters is cut into overlapping pairs plus its last character
alone, so that every character begins a token: pairs are found by two characters and more, single ones as a prefix.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from newsreader.query.tree import And, Field, Node, Or, Phrase, Query, TextField, Word

# Letters of these scripts, without their punctuation (・ U+30FB, ゠ U+30A0).
_CJK = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u3099\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_CJK_RUN = re.compile(f"[{_CJK}]+")
# Text in which nothing needs folding beyond ASCII's case: all else in it parts words, here and in the index.
_NEEDS_FOLDING = re.compile(
    r"[^\x00-\x7f\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u2027\u2030-\u205e\u20ac\u2122]"
)
_ADDRESS = re.compile(r"(?:[A-Za-z][\w+.-]*:(?://)?)?([^?#]*)")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
_TOKEN = re.compile(r"[^\W_]+")
# Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Marks of other scripts are letters there.
_ACCENT = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u064b-\u065f\u0670]"
)
# Letters that a person without their keyboard writes so, and that Unicode does not take apart.
_STROKES = str.maketrans("øłđħŧı", "oldhti") | {ord("æ"): "ae", ord("œ"): "oe"}


class _Folded(dict[str, str]):
    """What characters fold to, filled as they turn up."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


_FOLDED = _Folded()


def _fold_character(character: str) -> str:
    if unicodedata.category(character)[0] not in "LNM":
        return character  # ™ must not become letters that stick to the word before it
    apart = unicodedata.normalize("NFKD", character.casefold())
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart).casefold().translate(_STROKES))


def fold(text: str) -> str:
    """Return `text` without case, accents and compatibility forms (ﬁ, full-width letters); each character by itself."""
    text = text.lower()
    if text.isascii():
        return text
    # A text has few distinct letters with accents: replacing each of them is five times as fast as str.translate.
    for character in set(text):
        folded = _FOLDED[character] if character > "\x7f" else character
        if folded != character:
            text = text.replace(character, folded)
    return text


def index_text(text: str) -> str:
    """Return `text` as the index is told it: its tokens, or the text itself where SQLite makes the same of it."""
    return text if text.isascii() or not _NEEDS_FOLDING.search(text) else " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`, the same that the index makes of it."""
    if text.isascii() or not _NEEDS_FOLDING.search(text):
        return _ASCII_TOKEN.findall(text.lower())
    folded = _CJK_RUN.sub(lambda run: f" {_pairs(run.group())} ", fold(text))
    return _token_pattern(folded).findall(folded)


def query_tokens(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the tokens to look for, and whether the last one is only the beginning of one.

    A run of CJK at the end is complete with its last pair; a single character there begins a pair, or is the last of
    its run.
    """
    found = tuple(tokens(text))
    if not found or not is_cjk(found[-1]):
        return found, False
    if len(found) > 1 and len(found[-2]) == 2 and is_cjk(found[-2]) and found[-2][1] == found[-1]:
        return found[:-1], False
    return found, True


def url_text(link: str) -> str:
    """Return the words that url: looks for: host and path, without scheme, query and escapes."""
    match = _ADDRESS.match(link)
    words = match.group(1) if match else ""
    return unquote(words) if "%" in words else words


def is_cjk(token: str) -> bool:
    """Whether a token is made of Chinese, Japanese or Korean characters."""
    return _CJK_RUN.match(token) is not None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to mark in what is shown: its pieces in order, CJK character by character."""

    pieces: tuple[str, ...]
    touching: tuple[bool, ...]
    """For each piece, whether it stands right behind the one before, as the characters of a CJK run do."""
    prefix: bool = False
    field: TextField | None = None
    """None: title, author and body alike."""


def terms(query: Query | Node) -> tuple[Term, ...]:
    """Return what the query looks for (not what it excludes), each once, in the order in which it was written."""
    node = query.node if isinstance(query, Query) else query
    return tuple(dict.fromkeys(_terms(node, None)))


def find_hits(text: str, terms: Sequence[Term], part: TextField | None = None) -> list[tuple[int, int]]:
    """Return where `terms` occur in `text`, as (start, end) in order and without overlap; words are marked whole.

    `part` says what the text is (a title, a body): terms that were asked of another part are passed over.
    """
    terms = [term for term in terms if part is None or term.field in (None, part)]
    if not terms or not text:
        return []
    pieces = _pieces(text)
    places: dict[str, list[int]] = {}
    for n, piece in enumerate(pieces):
        places.setdefault(piece.text, []).append(n)
    spans: list[tuple[int, int]] = []
    for term in terms:
        first = term.pieces[0]
        starts = places.get(first, [])
        if term.prefix and len(term.pieces) == 1:
            starts = [n for n, piece in enumerate(pieces) if piece.text.startswith(first)]
        found = [n for n in starts if _follows(pieces, n, term)]
        spans += [(pieces[n].start, pieces[n + len(term.pieces) - 1].end) for n in found]
    return _merged(spans)


class _Piece(NamedTuple):
    """A word of a shown text, or one CJK character, with its place there."""

    text: str
    start: int
    end: int
    is_cjk: bool = False


def _pieces(text: str) -> list[_Piece]:
    if text.isascii():
        return [_Piece(match.group(), *match.span()) for match in _ASCII_TOKEN.finditer(text.lower())]
    folded, origins = _fold_with_origins(text)
    has_cjk = _CJK_RUN.search(folded) is not None
    pieces: list[_Piece] = []
    for match in _token_pattern(folded).finditer(folded):
        start, end = match.span()
        for cjk in _CJK_RUN.finditer(folded, start, end) if has_cjk else ():
            if cjk.start() > start:
                pieces.append(_piece(folded, start, cjk.start(), origins))
            pieces += [_piece(folded, n, n + 1, origins, is_cjk=True) for n in range(*cjk.span())]
            start = cjk.end()
        if start < end:
            pieces.append(_piece(folded, start, end, origins))
    return pieces


def _piece(folded: str, start: int, end: int, origins: Sequence[int], *, is_cjk: bool = False) -> _Piece:
    return _Piece(folded[start:end], origins[start], origins[end - 1] + 1, is_cjk)


def _fold_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` folded, and for each of its characters the place in `text` that it came from."""
    if all(len(_FOLDED[character]) == 1 for character in set(text)):
        return fold(text), range(len(text))
    parts = [_FOLDED[character] for character in text]
    return "".join(parts), [n for n, part in enumerate(parts) for _ in part]


def _follows(pieces: Sequence[_Piece], at: int, term: Term) -> bool:
    """Whether the term's pieces stand in `pieces` from `at` on."""
    last = len(term.pieces) - 1
    if at + last >= len(pieces):
        return False
    for n, wanted in enumerate(term.pieces):
        piece = pieces[at + n]
        if piece.text != wanted and not (n == last and term.prefix and piece.text.startswith(wanted)):
            return False
        if term.touching[n] and not _touch(pieces, at + n):
            return False
    return True


def _touch(pieces: Sequence[_Piece], n: int) -> bool:
    """Whether piece `n` and the one before it are characters of one CJK run."""
    before = pieces[n - 1] if n else None
    return before is not None and before.is_cjk and pieces[n].is_cjk and before.end == pieces[n].start


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _terms(node: Node, field: TextField | None) -> Iterator[Term]:
    match node:
        case Word(text, prefix):
            yield from _term(text, prefix, field)
        case Phrase(text):
            yield from _term(text, False, field)
        case Field(name, held) if name != "url":
            yield from _terms(held, name)
        case And(nodes) | Or(nodes):
            for held in nodes:
                yield from _terms(held, field)
        case _:
            return


def _term(text: str, prefix: bool, field: TextField | None) -> Iterator[Term]:
    pieces = _pieces(text)
    if pieces:
        touching = tuple(_touch(pieces, n) for n in range(len(pieces)))
        yield Term(tuple(p.text for p in pieces), touching, prefix and not pieces[-1].is_cjk, field)


def _pairs(run: str) -> str:
    return " ".join([run[n : n + 2] for n in range(len(run))])


def _token_pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII_TOKEN
    return _TOKEN if _marks().isdisjoint(set(text)) else _token_with_marks()


@functools.cache
def _marks() -> frozenset[str]:
    """The marks that are no accents: vowels of Hindi or Thai, for one. Python's \\w does not count them as letters."""
    return frozenset(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c))[0] == "M")


@functools.cache
def _token_with_marks() -> re.Pattern[str]:
    return re.compile(f"(?:[^\\W_]|[{''.join(map(re.escape, sorted(_marks())))}])+")
