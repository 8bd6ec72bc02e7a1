"""The dateline: where a report was filed, as agencies print it before the first sentence."""

import re
from dataclasses import dataclass, replace

from newsreader.articles.document import Inline, Run, plain

_AGENCY = (
    r"AP|AFP|Reuters|REUTERS|dpa|DPA|UPI|EFE|ANSA|TASS|Tass|Xinhua|Kyodo|Jiji|Yonhap|PTI|ANI|IANS|AAP|APA|ATS|sda|SDA|epd|KNA|PA|CP"
    r"|The Canadian Press|Associated Press|The Associated Press|Bloomberg|CNN|NPR|BBC|Belga|ANP|TT|NTB|Ritzau|STT|BTA|MTI|ČTK|PAP|AGI"
    r"|Adnkronos|Europa Press|Agencia Brasil|Bernama|Antara|CNA|VOA|RFE/RL|AFP/dpa|dpa/AFP|afp|ap|Globe Newswire|PRNewswire|Business Wire"
)
_CAPITALS = "A-ZÀ-ÖØ-ÞŁŚŻŽŠČĆĐİА-ЯЁІЇЄ"
_SMALL_WORDS = "de|do|da|of|the|am|an|der|la|le|los|el"
# MOSCOW, NEW YORK, ST. PETERSBURG, RIO DE JANEIRO: capitals throughout, believed before any of the signs.
_UPPER = rf"(?:[{_CAPITALS}][{_CAPITALS}'’.-]+|[A-Z]\.)(?:[ -](?:[{_CAPITALS}][{_CAPITALS}'’.-]*|{_SMALL_WORDS}))*"
# Moscow, Frankfurt am Main: as other houses print it; believed only with an agency in parentheses or a date.
_MIXED = rf"[{_CAPITALS}][\w'’.-]+(?:[ -/](?:[{_CAPITALS}][\w'’.-]*|{_SMALL_WORDS}|and)){{0,4}}"
_WORD = rf"[{_CAPITALS}][\w.'’-]*\.?"
_REGION = rf"(?:,\s{_WORD}(?:\s{_WORD}){{0,2}})?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_DAY = rf",?\s{_WEEKDAY}(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:{_MONTH}|[a-zé]{{3,9}}\.?))(?:,?\s\d{{4}})?"
_SIGN = r"\s*(?:--+|[—–−―]|-(?=\s))\s*"
_BY_AGENCY = rf"\s*[(\[](?P<agency>(?:{_AGENCY})(?:\s?[/&]\s?[\w .]+)?)[)\]]"

_PATTERNS = (
    # LONDON, Feb 4 (Reuters) -   MOSCOW (AP) —   KYIV, Ukraine (AP) —   Berlin (dpa/AFP) -
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION})(?:{_DAY})?{_BY_AGENCY}(?:{_SIGN}|\s*:\s*)"),
    # МОСКВА, 4 февраля. /ТАСС/.   МОСКВА, 4 фев — РИА Новости.
    re.compile(
        rf"(?P<place>{_UPPER}),\s\d{{1,2}}\s[а-яё]{{3,9}}\.?\s*(?:[—–-]\s*)?/?(?P<agency>[А-ЯЁ][\w -]{{2,20}}?)/?\.\s+"
    ),
    # New York CNN —   (CNN) —   CNN —
    re.compile(rf"(?P<place>(?:(?:{_UPPER}|{_MIXED})(?= \(?CNN))?)\s?\(?(?P<agency>CNN)\)?{_SIGN}"),
    # MOSCOW —   MOSCOW, Feb. 4 —   KYIV, Ukraine —
    re.compile(rf"(?P<place>{_UPPER}{_REGION})(?:{_DAY})?{_SIGN}(?P<agency>)"),
    # MOSCOW:   NEW YORK, Feb 4:
    re.compile(rf"(?P<place>{_UPPER}{_REGION})(?:{_DAY})?\s?:\s+(?P<agency>)"),
    # Moscow, Feb 4 –   Paris, 4 février –
    re.compile(rf"(?P<place>{_MIXED}){_DAY}{_SIGN}(?P<agency>)"),
)
# Houses that print 'Berlin - Die …' or 'Paris – Le …' without an agency are believed for cities that everybody knows.
_CITY = re.compile(
    r"(?P<place>Amsterdam|Ankara|Athen|Athens|Bagdad|Baghdad|Bangkok|Barcelona|Basel|Beijing|Beirut|Belgrad|Belgrade|Berlin|Bern"
    r"|Bogotá|Bonn|Boston|Bratislava|Bremen|Brüssel|Brussel|Brussels|Bruxelles|Budapest|Buenos Aires|Bukarest|Cairo|Canberra|Caracas"
    r"|Chicago|Damaskus|Delhi|Den Haag|Doha|Dresden|Dubai|Dublin|Düsseldorf|Edinburgh|Frankfurt(?: am Main)?|Genf|Geneva|Genève|Graz"
    r"|Hamburg|Hannover|Helsinki|Hong Kong|Islamabad|Istanbul|Jakarta|Jerusalem|Kabul|Kairo|Kiel|Kiew|Köln|Kopenhagen|Copenhagen"
    r"|Kuala Lumpur|Kyiv|Lagos|Leipzig|Lima|Linz|Lisbon|Lissabon|Ljubljana|London|Los Angeles|Luxemburg|Lyon|Madrid|Mainz|Manila"
    r"|Marseille|Melbourne|Mexico City|Milan|Milano|Minsk|Montreal|Moscou|Moscow|Moskau|München|Munich|Mumbai|Nairobi|Neu-Delhi"
    r"|New Delhi|New York|Nürnberg|Oslo|Ottawa|Paris|Peking|Potsdam|Prag|Prague|Pretoria|Reykjavík|Riad|Riga|Rio de Janeiro|Rom|Roma"
    r"|Rome|Rotterdam|Salzburg|San Francisco|Santiago|São Paulo|Sarajevo|Seoul|Shanghai|Singapore|Singapur|Sofia|Stockholm"
    r"|Straßburg|Stuttgart|Sydney|Taipeh|Taipei|Tallinn|Teheran|Tehran|Tel Aviv|Tiflis|Tokio|Tokyo|Toronto|Tripolis|Tunis|Vilnius"
    r"|Warschau|Warsaw|Washington|Wien|Vienna|Wiesbaden|Zagreb|Zürich|Zurich)(?:\s[–—-]\s|\s?--\s?)(?P<agency>)"
)
# Words in capitals before a colon or a dash that are no places.
_NOT_PLACES = frozenset(
    "UPDATE UPDATED UPDATES BREAKING EXCLUSIVE WATCH LIVE VIDEO PHOTO PHOTOS OPINION ANALYSIS EXPLAINER REVIEW WARNING"
    " NOTE EDITOR CORRECTION FILE ADVERTISEMENT AD SPONSORED TL;DR TLDR FAQ Q A PS NB FYI READ MORE ALSO SPOILER NEWS"
    " ALERT DEVELOPING JUST IN TIP TODO NOTICE DISCLAIMER DISCLOSURE SUMMARY ABSTRACT INTRODUCTION BACKGROUND AI US UK"
    " EU UN USA NASA NATO HTML CSS API CEO PDF DVD TV PC SOURCE LISTEN PODCAST INTERVIEW SERIES PART CHAPTER EPISODE"
    " GALLERY FACTBOX QUOTE POLL QUIZ RECAP TIMELINE TRANSCRIPT HEALTH SPORT SPORTS POLITICS BUSINESS SCIENCE TECH"
    " CULTURE WORLD TRAVEL FOOD WEATHER TRAFFIC".split()
)
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class Dateline:
    place: str
    """As printed, without a date: 'MOSCOW', 'KYIV, Ukraine'; '' where the text has no dateline."""
    agency: str
    """The agency named behind it, '' without one."""
    rest: Inline
    """The paragraph without the dateline."""


def split_dateline(inline: Inline) -> Dateline:
    """Return the dateline that opens a paragraph, in the common agency styles; nothing is taken for one that may be a word."""
    text = plain(inline)
    for pattern in (*_PATTERNS, _CITY):
        found = pattern.match(text)
        if not found or found.end() > _LONGEST or found.end() == len(text):
            continue
        if _is_place(found["place"]) or (found["agency"] and not found["place"]):
            return Dateline(found["place"].strip(" ,"), found["agency"] or "", _dropped(inline, found.end()))
    return Dateline("", "", inline)


def _is_place(text: str) -> bool:
    words = re.findall(r"[^\s,]+", text)
    return bool(words) and len(words) <= 7 and len(words[0]) > 1 and words[0].strip(".").upper() not in _NOT_PLACES


def _dropped(inline: Inline, count: int) -> Inline:
    """The runs without their first `count` characters."""
    runs: list[Run] = []
    for run in inline:
        kept = run.text[count:] if count else run.text
        count = max(count - len(run.text), 0)
        if kept:
            runs.append(replace(run, text=kept))
    return tuple(runs)
