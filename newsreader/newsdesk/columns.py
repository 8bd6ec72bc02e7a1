"""Titles that say no event: 'Morning briefing', 'Letters', 'Live'. They come every day, and never make a story. Pure."""

from collections.abc import Iterable, Sequence

from newsreader.newsdesk.word_stems import stem
from newsreader.query.words import tokens

# What columns are called, folded. A title made of these and of numbers alone is one.
_NAMES = """
a an and at day daily evening for from in latest live morning news night of on our the this to update updates week weekly weekend
advertisement agenda almanac announcement announcements bloopers blog briefing briefings brief briefs bulletin bulletins business
calendar cartoon cartoons comic comics column comment comments corrections correction clarifications crossword deals diary digest
editorial editorials edition events feedback forecast forum gallery headlines highlights horoscope horoscopes journal letter letters
links list listings lottery mailbag minutes monthly newsletter notebook obituaries obituary open opinion page photo photos picture
pictures podcast poll polls programme puzzle puzzles quiz quote radio readers recap recaps recipe report results review reviews
roundup round up schedule sector sport sports stocks summary sudoku talk thread today top traffic tv video videos watch weather
was war wird die der das am im zum tages tag woche wochen morgen abend nachrichten kolumne leserbriefe leserbrief briefe presseschau
newsblog liveblog ticker liveticker kommentar kommentare wetter horoskop kreuzwortratsel ratsel bilder des und
la le les du des de jour jours matin soir semaine edito editorial courrier lettres meteo revue presse chronique billet brèves en bref
el los las del dia manana noche semana cartas tiempo opinion resumen titulares vinetas
""".split()
_COLUMN_WORDS = frozenset(stem(word, lang) for name in _NAMES for word in tokens(name) for lang in ("en", "de"))


def is_column(words: Sequence[str]) -> bool:
    """Whether the stems of a title (without its date) name a column, or nothing at all."""
    return all(word.isdigit() or word in _COLUMN_WORDS for word in words)


def repeated(titles: Iterable[tuple[int, str, int]], apart: int) -> set[tuple[int, str]]:
    """Return the (feed, title) that a feed gave to several pieces more than `apart` seconds from each other.

    `titles` are (feed, title without its date, seconds since 1970).
    """
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for feed, title, moment in titles:
        first, last = spans.get((feed, title), (moment, moment))
        spans[feed, title] = min(first, moment), max(last, moment)
    return {key for key, (first, last) in spans.items() if last - first > apart}
