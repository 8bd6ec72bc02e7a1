"""The forms of a feed and of a saved view: from what the config file says, and back to settings of it. Pure but for widgets."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newsreader.tui.form import Field, Form
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.model import Feed

AS_FOR_ALL = "as for all"
"""A feed leaves it to the settings for all feeds."""
DEFAULT = "default"
_FULL_TEXT: Mapping[str, bool | None] = {AS_FOR_ALL: None, "yes": True, "no": False}
_IMAGES = (AS_FOR_ALL, "never", "ask", "always")
_SORTS = (DEFAULT, "date", "relevance", "feed", "title", "length", "unread")
_ARTICLES = re.compile(r"([0-9]{1,9})(?: articles?)?")
_GROUPS = (DEFAULT, "none", "feed", "day", "story")


def section_hint(sections: Sequence[str]) -> str:
    """Say which sections there are."""
    return f"there are: {', '.join(sections)}" if sections else "none yet: a new one by typing"


def feed_form(
    feed: "Feed | None",
    values: Mapping[str, Any],
    sections: Sequence[str],
    handed_in: Callable[[Mapping[str, str]], object],
) -> Form:
    """Return the form of a feed with what the file says of it."""
    said = {name: _text(value) for name, value in values.items()}
    full = {"True": "yes", "False": "no"}.get(said.get("full_text", ""), AS_FOR_ALL)
    own_title = f"left empty: its own title, {feed.title}" if feed and feed.title else "left empty: its own title"
    fields = [
        Field("name", "Name", said.get("name", ""), hint=own_title),
        Field("section", "Section", said.get("section", ""), hint=section_hint(sections)),
        Field("tags", "Tags", said.get("tags", ""), hint="words to find it by, with blanks between"),
        Field("interval", "Interval", said.get("interval", ""), hint="how often it is asked: 30m, 6h, 1d"),
        Field("full_text", "Full text", full, tuple(_FULL_TEXT), hint="fetch whole articles from their pages"),
        Field("images", "Images", said.get("images", AS_FOR_ALL), _IMAGES, hint="pictures in its articles"),
        Field("keep", "Keep", said.get("keep", ""), hint="how long articles stay: forever, 90d; or how many: 500"),
    ]
    url = said.get("url", "")
    if redacted(url) == url:  # an address that holds a secret is shown by no form
        fields.append(Field("url", "Address", url, hint="where it is now: its articles and marks come along"))
    return Form("Feed", redacted(feed.url) if feed else "", fields, handed_in)


def _text(value: object) -> str:
    """What stands in the file, as it is typed: a number of articles, tags; whatever else somebody wrote there can be seen too."""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def feed_changes(changed: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that the changed fields of a feed's form mean; None takes one away."""
    settings: dict[str, Any] = {name: text or None for name, text in changed.items()}
    if "url" in changed:
        settings["url"] = changed["url"]  # the one setting that a feed must have
    if "tags" in changed:
        settings["tags"] = tuple(dict.fromkeys(changed["tags"].replace(",", " ").split()))
    if "full_text" in changed:
        settings["full_text"] = _FULL_TEXT[changed["full_text"]]
    if number := _ARTICLES.fullmatch(changed.get("keep", "")):
        settings["keep"] = int(number[1])
    if changed.get("images") == AS_FOR_ALL:
        settings["images"] = None
    return settings


def view_form(
    values: Mapping[str, Any], sections: Sequence[str], handed_in: Callable[[Mapping[str, str]], object]
) -> Form:
    """Return the form of a saved view with what the file says of it."""
    said = {name: _text(value) for name, value in values.items()}
    fields = [
        Field("name", "Name", said.get("name", "")),
        Field("query", "Query", said.get("query", ""), hint="which articles it shows, as in the search bar"),
        Field("section", "Section", said.get("section", ""), hint=section_hint(sections)),
        Field("sort", "Sort", said.get("sort", DEFAULT), _SORTS, hint="its order; default: the newest first"),
        Field("group", "Group", said.get("group", DEFAULT), _GROUPS, hint="headings between its rows"),
    ]
    return Form("View", said.get("name", ""), fields, handed_in)


def view_changes(changed: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that the changed fields of a view's form mean; None takes one away."""
    return {name: None if text in ("", DEFAULT) and name != "name" else text for name, text in changed.items()}
