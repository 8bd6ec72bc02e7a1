"""Titles that say no event: 'Morning briefing', 'Letters', 'Live'. They come every day, and never make a story. Pure."""

from collections.abc import Collection, Sequence

from newsreader.newsdesk.word_stems import stem
from newsreader.query.words import tokens

DAY = 20 * 3600
"""Seconds after which the same title of the same feed is a column's, and no update."""
MOST = 3
"""Pieces of one feed with the same title; more than that within a day are no updates either: 'Item 7 of 30'."""

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


def is_template(times: Collection[int]) -> bool:
    """Whether pieces of one feed whose titles differ in numbers alone, if at all, are a column's. `times` in seconds."""
    return len(times) > MOST or max(times) - min(times) > DAY


def template(words: Sequence[str]) -> str:
    """Return what the titles of a column have in common: the stems of one without its numbers."""
    return " ".join(word for word in words if not word.isdigit())
