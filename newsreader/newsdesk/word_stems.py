"""What counts as the same word in headlines: tokens without endings, dates left out.

The stems are for comparing alone, nobody sees them. English endings are taken off; words of other alphabetic
languages are cut at seven letters, which joins most of their inflections. Chinese, Japanese and Korean come as pairs
of characters (query/words.py). Snowball's stemmer folded no better: the scores differ in the third decimal.
"""

import functools
import re
from collections.abc import Sequence

from newsreader.query.words import is_cjk, tokens

_POSSESSIVE = re.compile(r"['’]s\b")
_CUT = 7
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?")

# Months and days of the week, folded. 'March 11' says when a piece was written, not what it is about. May, März, marzo
# and mars may be other words; they are dates only beside a number.
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun today tonight
    januar februar marz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag heute
    janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miercoles jueves viernes sabado domingo
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    lunedi martedi mercoledi giovedi venerdi sabato domenica
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro
    januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """.split()
)
_AMBIGUOUS = frozenset("may march mars mar mai marco mayo april sat sun wed mon fri jan".split())


def stems(title: str, lang: str) -> list[str]:
    """Return the words of `title` in their order, as they are compared; dates and single letters are left out.

    `lang` is a language code (ISO 639-1) or '' where nobody knows; that is taken for English.
    """
    plain = _POSSESSIVE.sub("", title) if "'" in title or "’" in title else title
    words = [w for w in tokens(plain) if len(w) > 1 or w.isdigit()]
    return [stem(word, lang) for word in without_dates(words)]


def without_dates(words: Sequence[str]) -> list[str]:
    """Return `words` without months, days and years."""
    if _CALENDAR.isdisjoint(words):
        return [word for word in words if not (word[0] in "12" and _YEAR.fullmatch(word))]
    kept: list[str] = []
    for n, word in enumerate(words):
        if _YEAR.fullmatch(word):
            continue
        around = (*words[max(n - 1, 0) : n], *words[n + 1 : n + 2])
        if word in _CALENDAR and (word not in _AMBIGUOUS or any(_is_day(near) for near in around)):
            continue
        if _DAY.fullmatch(word) and any(near in _CALENDAR for near in around):
            continue
        kept.append(word)
    return kept


@functools.lru_cache(50_000)
def stem(word: str, lang: str) -> str:
    """Return `word` (folded) without its endings."""
    if word.isdigit() or is_cjk(word):
        return word
    return word[:_CUT] if lang not in ("", "en") else _english(word)


def _english(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith("ed"):
        word = word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _is_day(word: str) -> bool:
    return _DAY.fullmatch(word) is not None or _YEAR.fullmatch(word) is not None
