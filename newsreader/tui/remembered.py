"""Where the person was: what is kept at the end and found again at the next start."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from newsreader.actions import Pane
from newsreader.tui.views import UNREAD, View, parse_key

STATE_KEY = "screen"


@dataclass(slots=True)
class Remembered:
    """The state of the screen that outlives it. Sizes are in cells, 0: as the program thinks best."""

    view: str = UNREAD.key
    row: int = 0
    """The article under the list's cursor; 0 for none."""
    article: int = 0
    """The article that was open; 0 for none."""
    pane: Pane = "list"
    zen: bool = False
    hide_read_feeds: bool = False
    folded: list[str] = field(default_factory=list)
    """Sections whose feeds are not shown."""
    unread_only: list[str] = field(default_factory=list)
    """Keys of the views that show only unread articles."""
    orders: dict[str, str] = field(default_factory=dict)
    """Orders that were chosen, by the keys of their views (ordering.Order.word)."""
    tree_width: int = 0
    list_width: int = 0
    """Beside the article."""
    list_height: int = 0
    """Over the article."""
    theme: str = ""
    """Chosen with the picker; '' for none. The config file is the person's, so it stands here."""
    theme_instead_of: str = ""
    """What the config said then: a theme that is written there afterwards goes before."""

    @property
    def opening_view(self) -> View:
        """The view to begin with."""
        return parse_key(self.view) or UNREAD


def to_state(remembered: Remembered) -> Mapping[str, object]:
    """Return what the store keeps."""
    return asdict(remembered)


def from_state(state: object) -> Remembered:
    """Return what `to_state` kept. What another version wrote, or nobody, is left out: nothing in here is worth an error."""
    remembered = Remembered()
    if not isinstance(state, dict):
        return remembered
    for name, default in asdict(remembered).items():
        value = state.get(name)
        if type(value) is not type(default):
            continue
        if isinstance(value, list):
            value = [item for item in value if isinstance(item, str)]
        if isinstance(value, dict):
            value = {key: item for key, item in value.items() if isinstance(item, str)}
        if name == "pane" and value not in ("tree", "list", "article"):
            continue
        setattr(remembered, name, value)
    if not remembered.article:
        # A start without an article is one with headlines in sight.
        remembered.zen = False
        remembered.pane = "list" if remembered.pane == "article" else remembered.pane
    return remembered
