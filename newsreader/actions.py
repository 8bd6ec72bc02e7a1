"""The table of actions: everything a person can do in the reader, its keys, and one line of help.

From it come the bindings, the help screen, the palette, the check of `[keys]`, and the key table in the docs.
Keys are written as in `[keys]`: 'j', 'G', 'ctrl+d', 'shift+tab', 'g g' (a sequence), '/' (the character itself).
"""

import re
from dataclasses import dataclass
from typing import Literal

Pane = Literal["tree", "list", "article"]
ANYWHERE: tuple[Pane, ...] = ("tree", "list", "article")

GROUPS = ("Moving", "Reading", "Marking", "Finding", "Links", "Sharing", "Feeds", "Screen")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do; `id` is its name in `[keys]`, in the palette and in macros."""

    id: str
    keys: tuple[str, ...]
    group: str
    title: str
    """Its name in the palette: 'Mark as read or unread'."""
    help: str
    """One line for the help screen."""
    panes: tuple[Pane, ...] = ANYWHERE


ACTIONS: tuple[Action, ...] = (
    # ── Moving
    Action("down", ("j", "down"), "Moving", "Down", "next row; in the article a line down"),
    Action("up", ("k", "up"), "Moving", "Up", "previous row; in the article a line up"),
    Action("top", ("g g", "g", "home"), "Moving", "To the top", "first row; what has come in meanwhile joins the list"),
    Action("bottom", ("G", "end"), "Moving", "To the end", "last row"),
    Action("half-page-down", ("ctrl+d",), "Moving", "Half a page down", "half a page down"),
    Action("half-page-up", ("ctrl+u",), "Moving", "Half a page up", "half a page up"),
    Action("page-down", ("pagedown",), "Moving", "Page down", "a page down"),
    Action("page-up", ("pageup",), "Moving", "Page up", "a page up"),
    Action("pane-left", ("h", "left"), "Moving", "Pane to the left", "to the pane on the left"),
    Action("pane-right", ("l", "right"), "Moving", "Pane to the right", "to the pane on the right"),
    Action("next-pane", ("tab",), "Moving", "Next pane", "next pane; in the article the next link first"),
    Action(
        "previous-pane",
        ("shift+tab",),
        "Moving",
        "Previous pane",
        "previous pane; in the article the previous link first",
    ),
    Action("open", ("enter",), "Moving", "Open", "open the row; on a section: fold, unfold; on a link: follow it"),
    Action("back", ("escape",), "Moving", "Back", "one step back, one layer at a time"),
    # ── Reading
    Action(
        "read-on",
        ("space",),
        "Reading",
        "Read on",
        "a page down; at the end the next unread article, then the next feed",
    ),
    Action(
        "next-unread",
        ("n",),
        "Reading",
        "Next unread",
        "next unread article, across feeds; while hits are marked: next hit",
    ),
    Action(
        "previous-unread",
        ("N",),
        "Reading",
        "Previous unread",
        "previous unread article; while hits are marked: previous hit",
    ),
    Action("next-feed", ("J",), "Reading", "Next feed with unread", "next feed with unread articles"),
    Action("previous-feed", ("K",), "Reading", "Previous feed with unread", "previous feed with unread articles"),
    Action("read-before", ("<",), "Reading", "What was read before", "back through what was read"),
    Action("read-after", (">",), "Reading", "What was read after", "forth again through what was read"),
    Action(
        "full-text",
        ("f",),
        "Reading",
        "Full article",
        "fetch the full article from its page; pressed again: the feed's own text",
        ("list", "article"),
    ),
    Action(
        "images",
        ("i",),
        "Reading",
        "Pictures",
        "show the pictures of the article, or hide them",
        ("list", "article"),
    ),
    Action(
        "enclosures",
        ("e",),
        "Reading",
        "Enclosures",
        "the files of the article: play, download",
        ("list", "article"),
    ),
    Action(
        "unfold-story",
        ("x",),
        "Reading",
        "Unfold the story",
        "all outlets that tell the story of this row, below it; pressed again: folded",
        ("list",),
    ),
    Action(
        "previous-outlet",
        ("[",),
        "Reading",
        "Previous outlet",
        "the outlet that told this story before",
        ("list", "article"),
    ),
    Action(
        "next-outlet", ("]",), "Reading", "Next outlet", "the outlet that told this story next", ("list", "article")
    ),
    Action(
        "timeline",
        ("X",),
        "Reading",
        "Timeline of the story",
        "who told the story when, and what was new in it",
        ("list", "article"),
    ),
    Action(
        "why",
        ("w",),
        "Reading",
        "Why is this here",
        "which words make these articles one story; on the front page why it stands there",
        ("list", "article"),
    ),
    # ── Marking
    Action("changes", ("d",), "Reading", "What changed", "what changed in an updated article", ("list", "article")),
    Action("toggle-read", ("m",), "Marking", "Read or unread", "read or unread", ("list", "article")),
    Action("star", ("s",), "Marking", "Star", "star, or take the star away", ("list", "article")),
    Action(
        "tags",
        ("t",),
        "Marking",
        "Tags",
        "give the article tags, or take them away; also all marked rows",
        ("list", "article"),
    ),
    Action(
        "mute",
        ("M",),
        "Marking",
        "Mute",
        "hide this feed, its author, words or the article: for a day, a week, for good",
        ("list", "article"),
    ),
    Action(
        "mark-row",
        ("v",),
        "Marking",
        "Mark the row",
        "mark the row: what comes next is done with all marked rows",
        ("list",),
    ),
    Action(
        "mark-range",
        ("V",),
        "Marking",
        "Mark a range",
        "mark all rows from here to where V is pressed again",
        ("list",),
    ),
    Action(
        "mark-all-rows", ("ctrl+a",), "Marking", "Mark all rows", "mark all rows of this list, or none again", ("list",)
    ),
    Action(
        "mark-all-read",
        ("A",),
        "Marking",
        "Mark all as read",
        "all in this list read, as it was when opened (asks above 50)",
    ),
    Action("undo", ("u",), "Marking", "Undo", "undo the last change, also a bulk one"),
    Action("redo", ("ctrl+r",), "Marking", "Redo", "redo what was undone"),
    # ── Finding
    Action("search", ("/",), "Finding", "Search", "search as you type; in the article: find there, // searches"),
    Action(
        "keep-search", ("ctrl+s",), "Finding", "Keep the search as a view", "keep the search as a view of the config"
    ),
    Action("unread-only", ("U",), "Finding", "Only unread", "only unread articles in this view, on or off"),
    Action(
        "hide-read-feeds", ("L",), "Finding", "Only feeds with unread", "hide feeds without unread articles, on or off"
    ),
    Action("sort", ("\\",), "Finding", "Sort and group", "sort this list, and put headings between its rows"),
    Action(
        "fold",
        ("Z",),
        "Finding",
        "Fold",
        "fold what the cursor is in to its heading, or unfold it",
        ("tree", "list"),
    ),
    Action("front-page", ("P",), "Finding", "Front page", "what matters, the weightiest stories first"),
    Action("palette", (":", "ctrl+p"), "Finding", "Command palette", "actions, feeds, sections and themes by name"),
    # ── Links
    Action(
        "open-link",
        ("o",),
        "Links",
        "Open in the browser",
        "open in the browser: the article's link; in the tree the feed's site",
    ),
    Action(
        "open-marked",
        ("O",),
        "Links",
        "Open all marked rows",
        "open the links of all marked rows in the browser",
        ("list",),
    ),
    Action("copy-link", ("y",), "Links", "Copy the link", "copy the link; a selection of text wins"),
    Action("copy-title-and-link", ("Y",), "Links", "Copy title and link", "copy title and link"),
    Action(
        "link-hints",
        (";",),
        "Links",
        "Link hints",
        "letters at the links in sight: they, or a link's number, open it",
        ("list", "article"),
    ),
    Action(
        "open-comments",
        ("c",),
        "Links",
        "Open the comments page",
        "open the article's comments page",
        ("list", "article"),
    ),
    # ── Sharing
    Action(
        "pipe",
        ("|",),
        "Sharing",
        "Pipe to a command",
        "the article's text to a command, or with enter alone into the pager",
        ("list", "article"),
    ),
    Action(
        "share",
        ("S",),
        "Sharing",
        "Share",
        "hand the article to a program of [share] in the config",
        ("list", "article"),
    ),
    Action(
        "write-file",
        ("W",),
        "Sharing",
        "Write to a file",
        "write the article to a file: Markdown, HTML, text or JSON by its ending",
        ("list", "article"),
    ),
    # ── Feeds
    Action(
        "add-feed",
        ("a",),
        "Feeds",
        "Add a feed",
        "subscribe to the feed of an address: a site, a feed, a file, with a look at it first",
    ),
    Action("edit", ("E",), "Feeds", "Edit", "edit this feed, section or view: its name, where it stands, its settings"),
    Action(
        "delete",
        ("D",),
        "Feeds",
        "Unsubscribe, delete",
        "unsubscribe from this feed; delete this section or view (asks)",
    ),
    Action("reload", ("r",), "Feeds", "Reload this feed", "reload this feed or section"),
    Action("reload-all", ("R",), "Feeds", "Reload all feeds", "reload all feeds"),
    Action(
        "health", ("H",), "Feeds", "Feed health", "how every feed is: when it came, what is wrong, the last 30 days"
    ),
    *(
        Action(
            f"section-{n}",
            (str(n),),
            "Feeds",
            "All sections" if n == 0 else f"Section {n}",
            "all" if n == 0 else f"section {n}",
        )
        for n in range(10)
    ),
    # ── Screen
    Action("zen", ("z",), "Screen", "Only the article", "the article gets the whole screen, on or off"),
    Action("wider", ("+",), "Screen", "Wider", "this pane wider; of headlines over the article: higher"),
    Action("narrower", ("-",), "Screen", "Narrower", "this pane narrower; of headlines over the article: lower"),
    Action("theme", ("T",), "Screen", "Choose a theme", "choose a theme, with preview"),
    Action("settings", (",",), "Screen", "Settings", "open the config file in the editor"),
    Action("help", ("?",), "Screen", "Help", "this help; / in it searches"),
    Action("quit", ("q",), "Screen", "Quit", "quit"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

_NAMED = frozenset(
    "up down left right home end pageup pagedown tab enter escape space backspace delete insert "
    "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12".split()
)
_ALIASES = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert"}
# What a terminal sends is the same byte for both: a program cannot tell them apart.
_INDISTINCT = {"ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+m": "enter", "ctrl+[": "escape", "ctrl+j": "enter"}
_RESERVED = {
    "ctrl+c": "ends what runs, by custom",
    "ctrl+z": "suspends the program",
}


class BadKey(ValueError):
    """A key that cannot be bound; the message says why, for a person."""


def parse_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a sequence as written in `[keys]`, in their canonical names: 'g g' → ('g', 'g').

    Raises BadKey for an empty text, an unknown name, and what terminals cannot tell apart.
    """
    parts = tuple(text.split(" ")) if text.strip() else ()
    if not parts or "" in parts:
        raise BadKey("a key is one character or a name such as 'ctrl+d'; a sequence has one blank between its keys")
    return tuple(_parse_key(part) for part in parts)


def _parse_key(part: str) -> str:
    if len(part) == 1 and part.isprintable():
        return part
    name = _ALIASES.get(part.lower(), part.lower())
    if name in _INDISTINCT:
        raise BadKey(f"{part} reaches a program as {_INDISTINCT[name]}: a terminal cannot tell them apart")
    if name in _RESERVED:
        raise BadKey(f"{part} cannot be changed: it {_RESERVED[name]}")
    if name in _NAMED:
        return name
    if match := re.fullmatch(r"(ctrl|alt|shift)\+(.+)", name):
        modifier, rest = match.groups()
        rest = _ALIASES.get(rest, rest)
        if rest in _NAMED or (modifier != "shift" and len(rest) == 1 and rest.isascii() and rest.isprintable()):
            return f"{modifier}+{rest}"
        if modifier == "shift" and len(rest) == 1 and rest.isalpha():
            raise BadKey(f"{part} is written {rest.upper()}")
    raise BadKey(f"{part!r} is no key; names are: {', '.join(sorted(_NAMED))}, with ctrl+, alt+ or shift+ before")
