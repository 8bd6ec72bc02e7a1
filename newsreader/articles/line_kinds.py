"""What a line of a copied page is, looked at by itself: prose, a date, a caption with its credit, a source."""

import re

from newsreader.articles.bylines import authors_in
from newsreader.articles.captions import split_credit
from newsreader.articles.dates import find_date
from newsreader.articles.document import Image
from newsreader.articles.page_furniture import furniture_rule
from newsreader.articles.plain import count_words

PROSE = 12
"""Words (as count_words has them) that a line needs to be taken for a paragraph wherever it stands."""
LONGEST_CAPTION = 400
_DATE_WORDS = 8
"""Words that a line may have beside its dates and still be one for them: a weekday, a place, a name."""

BULLET = re.compile(r"^[•·▪◦‣●■–—*-]\s+(?=\S)")
SOURCE = re.compile(
    r"^(?:Sources?|Quellen?|Fuentes?|Fonte|Bron|Källa|Kilde|Źródło|出典|来源|Источник|Джерело|المصدر|مصدر|Kaynak|Zdroj)\s?[:：]\s*(?P<source>.{2,80})$",
    re.IGNORECASE,
)
REPORTING = re.compile(
    r"^(?:\(?\s*)?(?:(?:Additional )?(?:reporting|writing|editing)|Compiled|Mit Material|Mitarbeit|Avec|Con información)\b"
    r".{0,20}\b(?:by|of|von|de|with|AFP|AP|dpa|Reuters)\b.{2,200}$|^.{5,120} contributed to this (?:report|story|article)\.?$",
    re.IGNORECASE,
)
IMAGE_LABEL = re.compile(
    r"^(?P<kind>Image (?:source|caption|credit)|Bildquelle|Bildunterschrift|Caption|Photo caption|Légende)\s*[,:]\s*(?P<text>.+)$",
    re.IGNORECASE,
)
BARE_LABEL = re.compile(
    r"^(?:Image (?:source|caption|credit)|Bildquelle|Bildunterschrift|Photo caption|Légende)\s*[,:]$", re.IGNORECASE
)
UPDATED = re.compile(
    r"^\W*(?:last )?(?:updated|modified|aktualisiert|stand|zuletzt|mis à jour|modifié|actualizad[oa]|aggiornato|atualizad[oa]"
    r"|bijgewerkt|uppdaterad|oppdatert|更新|обновлен[оа]|изменен[оа]|آخر تحديث|تم التحديث|güncelle|aktualizováno)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"^\W*(?:published|posted|first published|veröffentlicht|publié|publicad[oa]|pubblicato|gepubliceerd|issued|on|am|le|date|datum"
    r"|公開|配信|投稿|опубликован[оа]|نشر(?:ت)?(?: في)?|تاريخ النشر|yayınlan\w+)?[\s:：]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"[.!?…。！？؟]\s?[（(][^（()）.。]{2,40}[）)]$|[.!?…。！？؟][\"”’»«“')）」』\]]*$|[:：]$|[\"”»«」』]$"
)
_TAKEN_BY = re.compile(r"(?:撮影|提供)$")
_SIGNED = re.compile(r"^[(\[—–-]\s*(?:[A-Za-zÀ-ÿ]+[ /&+-]{0,3}){1,6}[)\]]?$")
_AGENCIES = re.compile(
    r"\b(?:Reuters|AFP|AP|dpa|DPA|EFE|ANSA|epd|KNA|sda|ATS|APA|SID|Bloomberg|Xinhua|Kyodo|PA|CNN|TASS|Belga|ANP"
    r"|Europa Press|AAP|共同|時事|ロイター)\b"
)


def is_prose(line: str) -> bool:
    """Whether `line` is a paragraph of running text."""
    if count_words(line) < PROSE or furniture_rule(line) or is_dateline(line) or authors_in(line):
        return False
    return not (split_credit(line)[1] and len(line) < LONGEST_CAPTION) and ends_a_sentence(line)


def ends_a_sentence(line: str) -> bool:
    """Whether `line` ends as a sentence or a quotation does."""
    return bool(_SENTENCE_END.search(line))


def is_sentence(line: str) -> bool:
    """Whether `line` is a sentence, be it a short one."""
    return ends_a_sentence(line) and count_words(line) >= 2


def is_dateline(line: str) -> bool:
    """Whether `line` says when, and little else."""
    if len(line) > 160 or _TAKEN_BY.search(line):
        return False
    rest = line
    while (found := find_date(rest)) is not None:
        rest = _PUBLISHED.sub("", UPDATED.sub("", rest[: found[1]])) + " " + rest[found[2] :]
    return rest != line and len(re.findall(r"\w+", rest)) <= _DATE_WORDS


def is_signature(line: str) -> bool:
    """Whether `line` is an agency alone: '(Reuters)', '– AFP', 'dpa/AFP'."""
    if len(line) > 40 or not _AGENCIES.search(line):
        return False
    return bool(_SIGNED.match(line)) or bool(re.fullmatch(r"[\w./ &-]{2,30}", line))


def is_name_of_agency(line: str) -> bool:
    """Whether `line` is the name of an agency and nothing else."""
    return bool(_AGENCIES.fullmatch(line.strip("()[]")))


def is_ending(line: str) -> bool:
    """Whether `line` says who wrote the text above it."""
    return (
        bool(SOURCE.match(line) or REPORTING.match(line))
        or is_signature(line)
        or bool(authors_in(line.strip("()（）[]")))
    )


def photo_of(line: str) -> Image | None:
    """Return the photo whose caption and credit `line` is; None where it is something else."""
    if label := IMAGE_LABEL.match(line):
        is_credit = label["kind"].lower().endswith(("source", "credit", "quelle"))
        return Image("", caption="" if is_credit else label["text"], credit=label["text"] if is_credit else "")
    if len(line) >= LONGEST_CAPTION or SOURCE.match(line) or is_signature(line):
        return None
    caption, credit = split_credit(line)
    return Image("", caption=caption, credit=credit) if credit else None


def is_cjk(line: str) -> bool:
    """Whether most of `line` is written without blanks."""
    return sum(c >= "\u3040" for c in line) > len(line) / 2


def same_line(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever their case and punctuation."""
    return bool(one) and re.findall(r"\w+", one.lower()) == re.findall(r"\w+", other.lower())
