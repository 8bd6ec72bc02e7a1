"""Bylines: the names in 'By A. Writer and B. Other, Science Editor', in the languages of the big houses."""

import re

_BY = re.compile(
    r"^(?:(?:story|text|article|words|report(?:ed|ing)?|written|posted|published|analysis|interview|opinion)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|autor:?|autorin:?|author:?|text:|texte\s*:|texto:?|reporting by"
    r"|автор(?:ы)?:?|текст:|بقلم:?|كتب:?|tekst:?|autorzy:?|yazan:?|haber:?"
    r"|de notre (?:correspondante?|envoyée?)(?: spéciale?)?(?: à [\w-]+)?,?)\s+(?P<names>\S.*)$",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"^(?:(?:文|取材・文|執筆|記者)[・:：/／\s]+(?P<names>\S.{1,20})"
    r"|[（(]?[^\s＝=（）()]{2,12}＝(?P<correspondent>[\u3040-\u9fff々]{2,8})[）)]?"
    r"|(?P<reporter>[\u3040-\u9fff々]{2,6}[\s　]?[\u3040-\u9fff々]{0,6})(?:記者|特派員|編集委員))$"
)
_PARTICLES = frozenset(
    "de da di del della van von der den la le el al bin ibn ben du dos das y e ter ten zu zur of".split()
)
_SPLIT = re.compile(r"\s*(?:,| and | und | et | y | e | en | och | og |&|;|/| with | mit | avec | con )\s*")
_AFTER_NAMES = re.compile(
    r"\s*(?:[|·•–—(]|\s-\s|\b(?:in|aus|à|en|reporting from|for|für|pour|updated|published|posted|last|on)\s+[A-ZÀ-Þ\d]"
    r"|\bat\s+\d|\b\d{1,2}\s+[A-Z]|\d{1,2}[./:]|\b(?:19|20)\d\d\b).*$"
)
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|(?:staff|senior|feature|science|sports?) writers?|staff|columnist|producer"
    r"|contributor|agenc(?:y|ies)|bureau|chief|desk|team|analyst|critic|redakt\w+|redactie|reporterin|korrespondent\w*|autor\w*"
    r"|journaliste?|correspond\w+|envoyée?|periodista|redactor\w*|corresponsal|inviat[oa]|redazione|newsroom|news"
    r"|service|press|online|\w+\.\w{2,3})\b",
    re.IGNORECASE,
)


def authors_in(line: str) -> tuple[str, ...]:
    """Return the names of a byline; () where `line` is none.

    >>> authors_in("By Ada Writer and Bo de Other, Science Editor")
    ('Ada Writer', 'Bo de Other')
    """
    line = re.sub(r"\s*\([^()]*\)(?=\s+(?:et|and|und|y|e|en|og)\s)", "", line.strip())
    if len(line) > 160 or (line.endswith((".", "!", "?")) and not re.search(r"\b[A-Z]\.$", line)):
        return ()
    if japanese := _JAPANESE.match(line):
        return ((japanese["names"] or japanese["correspondent"] or japanese["reporter"]).strip(),)
    found = _BY.match(line)
    if not found:
        return ()
    names = (part.strip(" .,:") for part in _SPLIT.split(_AFTER_NAMES.sub("", found["names"])))
    return tuple(_written(name) for name in names if name and is_name(_written(name)))


def _written(name: str) -> str:
    """A name that is printed in capitals throughout, as one writes it."""
    return name.title() if name.isupper() and " " in name else name


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name: two to five capitalised words, and no word for a job or an agency."""
    words = text.split()
    if not 2 <= len(words) <= 5 or _ROLE.search(text) or any(c.isdigit() for c in text):
        return False
    big = [word for word in words if word.lower() not in _PARTICLES]
    return (
        len(big) >= 2
        and all(word[0].isupper() or word[0] in "'’" for word in big)
        and not all(len(word) > 3 and word.isupper() for word in big)
    )
