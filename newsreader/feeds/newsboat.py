"""newsboat's `urls` file → feeds, and its query feeds as views where the query language can say the same.

The format, from newsboat's manual: a line is an address and tags behind it, split at blanks, in double quotes where they
hold blanks; `"~Name"` names the feed, `"!"` hides it, `"query:Name:expression"` is a search, `exec:` and `filter:` are
programs, `#` begins a comment.
"""

from newsreader.feeds.encoding import decode
from newsreader.feeds.imported import FoundView, Gathering, Imported, NoList
from newsreader.feeds.newsboat_query import CannotSay, as_query
from newsreader.text import clean_line

_NO_PROGRAM = (
    "starts a program, and nothing that is imported may: let the program write a file, and subscribe to the file"
)


def read_urls(data: bytes) -> Imported:
    """Return what a `urls` file names. Raises NoList where no line of it could be one."""
    text = decode(data)
    if "\x00" in text:
        raise NoList("it is neither OPML nor a list of addresses: it is binary")
    gathering = Gathering("newsboat")
    searches: list[tuple[str, list[str]]] = []
    sections: set[str] = set()
    for line in text.splitlines():
        words = split_line(line)
        if not words:
            continue
        if words[0].lower().startswith("query:"):
            searches.append((words[0], words[1:]))
        else:
            sections.add(_feed(gathering, words))
    for search, _ in searches:
        _view(gathering, search, frozenset(sections))
    found = gathering.done()
    if not found.feeds and not found.views and not any(_could_be_meant(entry.what) for entry in found.unusable):
        raise NoList("it is neither OPML nor a list of addresses")
    return found


def split_line(line: str) -> list[str]:
    r"""Split a line at blanks; double quotes hold words together, \" and \\ stand for themselves in them; # ends it."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    letters = iter(line)
    for letter in letters:
        if quoted:
            if letter == "\\":
                word += next(letters, "")
            elif letter == '"':
                quoted = False
            else:
                word += letter
        elif letter == '"':
            quoted = begun = True
        elif letter.isspace():
            if begun:
                words.append(word)
            word, begun = "", False
        elif letter == "#" and not begun:
            break
        else:
            word += letter
            begun = True
    return [*words, word] if begun else words


def _feed(gathering: Gathering, words: list[str]) -> str:
    """Take a feed; returns the section that it got. newsboat has only tags: the first one is the section."""
    address, *tags = words
    name = next((tag[1:] for tag in tags if tag.startswith("~")), "")
    tags = [tag for tag in tags if not tag.startswith(("~", "!"))]
    kind = address.partition(":")[0].lower()
    if kind in ("exec", "filter") or address.startswith("|"):
        gathering.refuse(name or address, _NO_PROGRAM)
        return ""
    section = tags[0] if tags else ""
    gathering.add(address, name, section, tuple(tags[1:]))
    return section


def _view(gathering: Gathering, search: str, sections: frozenset[str]) -> None:
    _, name, expression = [*search.split(":", 2), "", ""][:3]
    try:
        query = as_query(expression, sections)
    except CannotSay as error:
        gathering.refuse(f"the search {name}", f"{error}; it was {expression}")
        return
    gathering.views.append(FoundView(clean_line(name) or clean_line(expression), clean_line(query)))


def _could_be_meant(line: str) -> bool:
    return ":" in line or "/" in line or "." in line
