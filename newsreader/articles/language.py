"""Which language a text is in, guessed from its script and its commonest words: good enough for a column, free of cost."""

import re

# Enough of a text to be sure, short enough to cost some 15 µs.
_SAMPLE = 300
_ENOUGH = 3
"""Common words that must be found, or nothing is said."""

# (language, its letters, the share of all letters above which the text is in it)
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
    ("uk", re.compile("[іїєґ]"), 0.03),
    ("ru", re.compile("[\u0430-\u044f]"), 0.3),
    ("fa", re.compile("[پچژگ]"), 0.03),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.3),
)
_NOT_LATIN = re.compile("[\u0370-\u1eff\u3040-\ud7af]")
_COMMON = {
    "en": "the of and to in is that for it with was on as are by this from have which not be at has will",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus hat",
    "fr": "le les des et la du une est que dans pour qui sur pas au plus par avec ce il sont cette ont aux",
    "es": "el los las del que por con una para es su se lo como más pero sus este ha esta al entre fue",
    "it": "il di che della per un non sono del con una si gli dei alla nel più anche come le ha delle da",
    "pt": "o os do da que não uma em para com dos as no na por mais ao como foi das à pelo são se",
    "nl": "de het een van en dat die niet met voor op te zijn aan er ook als bij naar maar om uit worden",
    "sv": "och att det som en på är av för den till inte har med ett om var från han men kan vid",
    "da": "og det at en den til er som på de med for af ikke der har et var fra han kan blev",
    "pl": "i w na z do nie się że to jest o po jak od za przez ale przy oraz tym dla są",
    "tr": "ve bir bu da de için ile olarak daha çok olan gibi sonra kadar ne en ancak var",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def guess_language(text: str) -> str:
    """Return the code (ISO 639-1) of the language that `text` is most likely in; '' where there is too little to say."""
    sample = text[:_SAMPLE].lower()
    if _NOT_LATIN.search(sample) and (language := _by_script(sample)):
        return language
    found: dict[str, int] = {}
    for word in sample.split():
        for language in _LANGUAGES_OF.get(word, ()):
            found[language] = found.get(language, 0) + 1
    if not found:
        return ""
    best = max(found, key=lambda language: found[language])
    return best if found[best] >= _ENOUGH else ""


def common_words(language: str) -> tuple[str, ...]:
    """Return the commonest words of a language, in lower case; none where they are not known."""
    return tuple(_COMMON.get(language, "").split())


def _by_script(sample: str) -> str:
    """The language of a script that belongs to one, or that has letters of its own for one."""
    letters = sum(map(str.isalpha, sample)) or 1
    for language, script, least in _SCRIPTS:
        if len(script.findall(sample)) / letters > least:
            return language
    return ""
