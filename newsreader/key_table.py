"""The keys as a table for people: what each does, by group, and what it does in the pane where one is.

The help screen shows it with a person's own keys; `python -m newsreader.key_table` writes it into docs/keys.md with the
keys that are there from the start.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsreader.actions import ACTIONS, BY_ID, GROUPS, Action, Pane, parse_keys

Bindings = Mapping[str, Iterable[Sequence[str]]]
"""Action id → the key sequences that carry it out."""

PANES: Mapping[Pane, str] = {"tree": "feed tree", "list": "headline list", "article": "article"}

HERE: Mapping[str, Mapping[Pane, str]] = {
    "open": {
        "tree": "open the list of this row; on a section: fold, unfold",
        "list": "open the article",
        "article": "follow the focused link",
    },
    "back": {
        "tree": "stop a refresh",
        "list": "stop what is being fetched; unmark the rows; to the feed tree; from results to the list before them",
        "article": "one after the other: stop what is being fetched, unselect, unmark hits, leave zen, to the list",
    },
    "read-on": {
        "tree": "open the first unread article of this list, then a page down in it",
        "list": "open this article, then a page down in it",
        "article": "a page down; at the end the next unread article",
    },
    "next-unread": {
        "tree": "to the first unread row of this list",
        "list": "to the next unread row, across feeds",
        "article": "open the next unread article; while hits are marked: next hit",
    },
    "fold": {"tree": "fold or unfold the section", "list": "fold or unfold the group under its heading"},
    "full-text": {
        "list": "fetch the full article of this row, or those of all that are marked",
        "article": "fetch the full article; then from it to the feed's own text and back",
    },
    "enclosures": {"list": "the files of this row's article", "article": "the files of the article"},
    "toggle-read": {
        "list": "read or unread: this row, or all that are marked",
        "article": "read or unread: this article",
    },
    "star": {"list": "star this row, or all that are marked", "article": "star this article"},
    "tags": {"list": "tags of this row, or of all that are marked", "article": "tags of this article"},
    "mute": {"list": "mute what this row is of, or the marked ones", "article": "mute what this article is of"},
    "mark-all-read": {
        "tree": "all in the list of this row read",
        "list": "all in this list read, as it was when opened",
    },
    "search": {
        "tree": "search all that is stored",
        "list": "search all that is stored",
        "article": "find in this article; pressed twice: search all that is stored",
    },
    "open-link": {
        "tree": "open the feed's site",
        "list": "open the article's link",
        "article": "open the focused link, else the article's",
    },
    "copy-link": {
        "tree": "copy the site's address",
        "list": "copy the article's link",
        "article": "copy the selected text, else the focused link, else the article's",
    },
    "copy-title-and-link": {
        "tree": "copy the feed's name and site",
        "list": "copy title and link",
        "article": "copy title and link",
    },
    "open-comments": {"list": "open the comments page of this row", "article": "open the comments page"},
    "pipe": {"list": "pipe this row's article to a command", "article": "pipe the article to a command"},
    "share": {"list": "share this row's article", "article": "share the article"},
    "write-file": {"list": "write this row's article to a file", "article": "write the article to a file"},
    "edit": {
        "tree": "edit this feed, section or view",
        "list": "edit the row's feed",
        "article": "edit the article's feed",
    },
    "delete": {
        "tree": "unsubscribe from this feed; delete this section or view",
        "list": "unsubscribe from the row's feed",
        "article": "unsubscribe from the article's feed",
    },
    "reload": {
        "tree": "reload this feed or section",
        "list": "reload the row's feed",
        "article": "reload the article's feed",
    },
    "next-pane": {
        "tree": "to the list",
        "list": "to the article",
        "article": "to the next link; at the end to the tree",
    },
}
"""What an action does in a pane, where that is not the same everywhere; a pane that is missing: nothing."""

IN_SEARCH: Sequence[tuple[str, str]] = (
    ("enter", "keep what was found, and go there"),
    ("tab, shift+tab", "take what is offered over the bar, then the next one; where nothing is offered: as enter"),
    ("esc", "back to what was there before"),
    ("up, down", "in an empty bar the searches of before; once something is typed, move in the results"),
    ("ctrl+t", "search all that is stored, or only the view from before"),
    ("ctrl+s", "keep the search as a view of the config"),
)
IN_HINTS: Sequence[tuple[str, str]] = (
    ("letters", "open the link, or the related article, at which they stand"),
    ("a number", "open the link of this number; enter where it could be the start of a longer one"),
    ("y", "copy the link instead"),
    ("f", "read it in here: the stored article, else its page, fetched; esc goes back"),
    ("backspace", "take the last one back"),
    ("esc", "no link"),
)
IN_TAGS: Sequence[tuple[str, str]] = (
    ("letters", "find a tag, or name a new one"),
    ("space, tab", "tick the tag, or take the tick away, and go on"),
    ("enter", "give and take what is ticked; alone: the tag under the cursor"),
    ("esc", "change nothing"),
)
IN_FORMS: Sequence[tuple[str, str]] = (
    ("tab, down; shift+tab, up", "next line; the one before"),
    ("left, right, space", "where something is chosen: the next, the one before"),
    ("enter", "keep what was changed; a mistake is told and can be corrected"),
    ("esc", "change nothing"),
)
WITH_MOUSE: Sequence[tuple[str, str]] = (
    ("click", "put the cursor there; a section of the bar: show it; a link: open it"),
    ("double click", "open; one click on the words of a headline does as well"),
    ("wheel", "scroll what is under the mouse"),
    ("drag", "a border: move it; text of an article: select it"),
)

_SHORT = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    keys: str
    what: str
    title: str = ""


def shown_keys(sequences: Iterable[Sequence[str]]) -> str:
    """Return key sequences for the eye, in a spelling that `[keys]` takes as well: 'g g, home'."""
    return ", ".join(" ".join(_SHORT.get(key, key) for key in keys) for keys in sequences)


def groups(bindings: Bindings) -> list[tuple[str, list[Row]]]:
    """Return (group, its rows) for all actions that have keys."""
    return [(group, list(_rows(group, bindings))) for group in GROUPS]


def rows_here(pane: Pane, bindings: Bindings) -> list[Row]:
    """Return what keys do in `pane` that they do not do, or not so, elsewhere."""
    return [
        Row(keys, words[pane], BY_ID[name].title)
        for name, words in HERE.items()
        if pane in words and (keys := shown_keys(bindings.get(name, ())))
    ]


def _rows(group: str, bindings: Bindings) -> Iterator[Row]:
    sections = [action for action in ACTIONS if action.id.startswith("section-")]
    plain = all(shown_keys(bindings.get(action.id, ())) == action.keys[0] for action in sections)
    for action in ACTIONS:
        keys = shown_keys(bindings.get(action.id, ()))
        if action.group != group or not keys:
            continue
        if plain and action in sections:
            if action is sections[0]:
                yield Row("0", "all sections", action.title)
                yield Row(f"1 … {len(sections) - 1}", "a section", "Section")
            continue
        yield Row(keys, action.help, action.title)


# ── docs/keys.md ──────────────────────────────────────────────────────────────────────────────────────────────────────

_HEAD = """\
# Keys

Every key can be changed in `[keys]` of the config file, and every action is in the command palette (`:`) too. `?` shows
this table in the reader, with your own keys. *Made by `python -m newsreader.key_table` from the table of actions.*

```toml
[keys]
star = "s"                # an action and its key
down = ["j", "down"]      # or several
top = "g g"               # a sequence: one blank between its keys
zen = ""                  # no key
```

What a terminal cannot tell apart cannot be bound: ctrl+i is tab, ctrl+h backspace, ctrl+m enter, ctrl+[ esc.
"""


def keys_md() -> str:
    """Return docs/keys.md, with the keys that are there from the start."""
    bindings = {action.id: tuple(map(parse_keys, action.keys)) for action in ACTIONS}
    parts = [_HEAD]
    for group in GROUPS:
        parts.append(f"## {group}\n")
        actions = [action for action in ACTIONS if action.group == group]
        parts.append(_table(("keys", "does", "action"), (_cells(action, bindings) for action in actions)))
    parts.append("## By pane\n\nWhat these keys do depends on the pane; – is nothing, and the status line says so.\n")
    parts.append(_table(("key", *PANES.values()), _by_pane(bindings)))
    others = (
        ("In the search bar", IN_SEARCH),
        ("While link hints are shown", IN_HINTS),
        ("In the list of tags", IN_TAGS),
        ("In forms", IN_FORMS),
        ("With the mouse", WITH_MOUSE),
    )
    for title, rows in others:
        parts.append(f"## {title}\n")
        parts.append(_table(("", "does"), rows))
    return "\n".join(parts)


def _cells(action: Action, bindings: Bindings) -> tuple[str, ...]:
    keys = ", ".join(f"`{' '.join(_SHORT.get(key, key) for key in keys)}`" for keys in bindings[action.id])
    return keys, action.help, f"`{action.id}`"


def _by_pane(bindings: Bindings) -> Iterator[tuple[str, ...]]:
    for name, words in HERE.items():
        yield f"`{shown_keys(list(bindings[name])[:1])}`", *(words.get(pane, "–") for pane in PANES)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(keys_md())
