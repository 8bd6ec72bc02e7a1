"""Pictures of the screen in three sizes, to be looked at when they change: pytest --snapshot-update."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper import Item, Paper

BODY = (
    '<p>The energy ministers of nine countries agreed early on Tuesday to build <a href="https://example.org/a">the first '
    "shared offshore network</a>.</p><h2>What it costs</h2><p>Nobody knows so far, and <em>everybody</em> will pay.</p>"
    "<blockquote><p>A cable is a promise.</p></blockquote><ul><li>Nine states</li><li>Three seas</li></ul>"
)


@pytest.fixture
def morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    """A newspaper on the morning of a certain day, in a certain zone."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    paper = Paper(tmp_path / "paper")
    paper.subscribe(
        ("Guardian", "World"), ("BBC News", "World"), ("Le Monde", "World"), ("LWN", "Tech"), ("Foo", "Tech")
    )
    paper.publish("Guardian", Item("Ministers agree on grid for the North Sea after a night of talks", 1, BODY))
    paper.publish("BBC News", Item("Storm closes two alpine passes", 1.2), Item("Old palace found", 26))
    paper.publish("Le Monde", Item("Le budget passe de justesse", 2), Item("Un phare rallumé", 50))
    paper.publish("LWN", Item("A tour of the new scheduler", 3, f"<p>{'word ' * 1800}</p>"))
    paper.publish("Foo", error="HTTP 500 Internal Server Error")
    with paper.writer() as writer:
        rows = paper.headlines()
        writer.set_flag([rows["A tour of the new scheduler"].id], "starred", True)
        writer.set_flag([rows["Le budget passe de justesse"].id], "read", True)
        while writer.index_some():
            pass
    yield paper
    monkeypatch.undo()
    time.tzset()


def shown(*keys: str, until: str):
    """Press keys, and wait until the screen shows something."""

    async def before(pilot) -> None:
        from paper import Person

        person = Person(pilot.app, pilot)
        await pilot.press(*keys)
        await person.sees(until)
        await pilot.pause(0.1)

    return before


@pytest.mark.parametrize(
    ("size", "keys", "until"),
    [
        ((140, 40), ("0",), "Nobody knows"),
        ((100, 30), ("0", "j"), "A body"),
        ((60, 20), ("0",), "Le budget"),
        ((60, 20), ("0", "enter"), "Nobody knows"),
        ((40, 12), ("escape",), "Unread"),
        ((100, 30), ("slash", *"cable", "enter"), "A cable is a promise"),
    ],
    ids=["columns", "stacked", "list", "article", "tree", "results"],
)
def test_the_screen_looks_like_this(
    morning: Paper, snap_compare, size: tuple[int, int], keys: tuple[str, ...], until: str
) -> None:
    assert snap_compare(morning.app(), terminal_size=size, run_before=shown(*keys, until=until))


def test_in_ascii_it_looks_like_this(morning: Paper, snap_compare) -> None:
    morning.reader_settings += '\nicons = "ascii"'
    morning.write_config()
    assert snap_compare(morning.app(), terminal_size=(100, 30), run_before=shown("0", until="Nobody knows"))


def test_on_paper_it_looks_like_this(morning: Paper, snap_compare) -> None:
    morning.reader_settings = morning.reader_settings.replace("paper-dark", "paper-light")
    morning.write_config()
    assert snap_compare(morning.app(), terminal_size=(140, 40), run_before=shown("0", until="Nobody knows"))
