"""What a tag of an article may be called: one word, so that it can be typed behind `tag:` as it is."""

from newsreader.query.words import fold, tokens
from newsreader.text import clean_line

LONGEST = 60
"""Characters."""
_SIGNS = '"(),*:'


class BadTag(ValueError):
    """No tag can be called so; the message says why, in one line."""


def tag_name(text: str) -> str:
    """Return the tag that a person means: cleaned, without the # that some put before it. Raises BadTag."""
    name = clean_line(text).lstrip("#").strip()
    if not name or not tokens(name):
        raise BadTag("a tag is a word with a letter or a digit in it")
    if any(character.isspace() for character in name):
        raise BadTag(f"a tag is one word: write {'-'.join(name.split())[:LONGEST]}")
    if sign := next((character for character in name if character in _SIGNS), ""):
        raise BadTag(f"a tag cannot have a {sign} in it")
    if name[0] in "+-":
        raise BadTag(f"a tag cannot begin with {name[0]}")
    if len(name) > LONGEST:
        raise BadTag(f"a tag has {LONGEST} characters at most")
    return name


def same_tag(one: str, other: str) -> bool:
    """Whether two names mean one tag: case and accents do not matter."""
    return fold(one) == fold(other)
