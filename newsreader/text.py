"""The one cleaner of foreign text: what a feed, a page or a server sends is hostile to a terminal until it went through here.

Called after the last decoding step, where text enters (the parsers) and again where it leaves (screen, stdout).
Both functions are idempotent: cleaning clean text changes nothing.
"""

import re
import unicodedata

# A letter may carry this many combining marks; more is 'zalgo', which smears over the lines above and below.
MAX_MARKS = 4

_ZERO_WIDTH_JOINERS = "\u200c\u200d"
# White space of any kind, and the C0/C1 characters that mean a break: one blank in one-line fields.
_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029\s]+")
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_ODD_SPACES = re.compile(r"[^\S\n\t ]")
# Variation selectors other than the emoji one change a glyph that a terminal does not have.
_SELECTORS = re.compile("[\ufe00-\ufe0e\U000e0100-\U000e01ef]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Characters that are fit as they are beside any other of them: what nearly all text in Latin, Greek and Cyrillic is made of.
_PLAIN = frozenset("\n\t").union(
    c
    for c in map(
        chr, (*range(0x20, 0x300), *range(0x370, 0x483), *range(0x2010, 0x2028), *range(0x2030, 0x205F), 0x20AC)
    )
    if c.isprintable() and unicodedata.is_normalized("NFC", c)
)
_MARK_RUN = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")


def clean_line(text: str) -> str:
    """Return `text` fit for one line of a terminal: no control, bidi or invisible character, white space folded, NFC."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _BLANKS.sub(" ", _visible(_BLANKS.sub(" ", text))).strip(" ")


def clean_text(text: str) -> str:
    """Return `text` fit for several lines: as `clean_line`, but newlines, tabs and runs of blanks stay.

    Bidi embeddings, overrides and isolates are all dropped: a terminal that obeys them can be made to lie, and one
    that does not shows them as holes.
    """
    if (text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()) or _PLAIN.issuperset(text):
        return text
    return _ODD_SPACES.sub(" ", _visible(_ODD_SPACES.sub(" ", _LINE_BREAKS.sub("\n", text)), keep="\n\t"))


def _visible(text: str, keep: str = "") -> str:
    """Return `text` in NFC without characters that have no picture of their own."""
    if not text.isprintable():
        text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
        # A text has few distinct characters: judging those alone takes a tenth of the time of judging each.
        doomed = [ord(c) for c in set(text) if not (c.isprintable() or c in keep or _is_kept(c))]
        text = text.translate(dict.fromkeys(doomed)) if doomed else text
    text = _SELECTORS.sub("", text) if not text.isascii() else text
    # NFC can join a letter with a mark that stood behind a dropped character, so it comes last.
    return _MARK_RUN.sub(lambda run: run.group()[:MAX_MARKS], unicodedata.normalize("NFC", text))


def _has_surrogate(text: str) -> bool:
    return _SURROGATE.search(text) is not None


def _is_kept(character: str) -> bool:
    """Whether a character that Python does not call printable may stay: joiners, private use, odd spaces, new code points."""
    if character in _ZERO_WIDTH_JOINERS:
        return True
    category = unicodedata.category(character)
    if (
        category == "Cn"
    ):  # unassigned in this Python's tables: newer emoji are, noncharacters (U+xxFFFE, U+FDD0…) are not text
        return (
            ord(character) & 0xFFFE != 0xFFFE
            and not 0xFDD0 <= ord(character) <= 0xFDEF
            and not 0xE0000 <= ord(character) <= 0xE0FFF
        )
    return category in ("Co", "Zs")
