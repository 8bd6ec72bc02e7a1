"""Foreign text on every widget: no forbidden character reaches the terminal, and nothing in it is obeyed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from paper import NOW, Item, Paper
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule
from newsreader.tui.clean_filter import CleanFilter

sys.path.insert(0, str(Path(__file__).parents[1]))
from forbidden import FORBIDDEN, HOSTILE


def raw_publish(paper: Paper, texts: list[str]) -> None:
    """Store hostile texts as they are: as if the cleaning at the border had been forgotten."""
    with paper.writer() as writer:
        feed_id = paper.feed_id("BBC")
        entries = [
            KeyedEntry(
                f"h{n}",
                Entry(
                    guid=f"h{n}",
                    link=f"https://example.org/{n}",
                    title=_storable(text),
                    authors=(_storable(text),),
                    published=datetime.fromtimestamp(NOW.timestamp() - n, UTC),
                    body=f"<p>{_storable(text)}</p>",
                ),
                f"h{n}".encode(),
                f"h{n}".encode(),
            )
            for n, text in enumerate(texts)
        ]
        schedule = Schedule(last_check=NOW, failures=1, error=_storable("".join(texts)))
        writer.commit([FeedUpdate(feed_id, schedule, Changes(new=tuple(entries)), title="BBC")])


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def hostile() -> list[str]:
    return [text for text in HOSTILE if text.strip()]


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_no_widget_lets_a_forbidden_character_through(paper: Paper, size: tuple[int, int]) -> None:
    raw_publish(paper, hostile())
    async with paper.open(*size) as person:
        for keys in (
            ["0"],
            *(["j"] for _ in HOSTILE),
            ["enter"],
            ["escape", "h"],
            *(["j"] for _ in range(8)),
            ["colon"],
            ["escape"],
            ["question_mark"],
            ["escape"],
            ["T"],
            ["escape"],
            ["slash", "x"],
            ["escape"],
            ["z"],
            ["z"],
        ):
            await person.press(*keys)
            await person.pilot.pause(0.02)
            assert not FORBIDDEN.search(person.text.replace("\n", "")), keys
            assert all(cell_len(line) == size[0] for line in person.lines), keys
        assert person.app.is_running


async def test_names_of_feeds_and_sections_from_the_config_are_not_obeyed(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "paper")
    paper.subscribe(("[@click=app.quit]x[/]", "a[0]=x[/i]"), ("[/b] [bold red]m", "a[0]=x[/i]"))
    async with paper.open() as person:
        await person.sees_in("tree", r"\[@click=app\.quit\]x\[/\]|\[@click")
        assert "a[0]=x[/i]" in person.text
        await person.press("h", "j", "j", "j", "j", "enter", "colon", "escape")
        assert person.app.is_running


async def test_notices_show_foreign_text_as_it_is(paper: Paper) -> None:
    async with paper.open() as person:
        for text in hostile():
            person.app.main.say(text)
            await person.pilot.pause()
            assert not FORBIDDEN.search(person.status)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_last_filter_cleans_what_a_forgotten_widget_lets_through(text: str) -> None:
    (segment,) = CleanFilter().apply([Segment(text, Style())], Color(0, 0, 0))
    assert not FORBIDDEN.search(segment.text)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://example.org/\x1b]52;c;x\x07", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
    ],
)
def test_the_last_filter_lets_only_clean_links_out(link: str, kept: str | None) -> None:
    (segment,) = CleanFilter().apply([Segment("text", Style(link=link))], Color(0, 0, 0))
    assert (segment.style.link if segment.style else None) == kept


def test_a_terminal_of_another_encoding_gets_what_it_can_show() -> None:
    clean = CleanFilter("iso-8859-1")
    (segment,) = clean.apply([Segment("Zoë – 日本", Style())], Color(0, 0, 0))
    assert segment.text == "Zoë ? ????"
    segment.text.encode("iso-8859-1")


async def test_an_item_with_every_hostile_text_at_once_can_be_opened(paper: Paper) -> None:
    paper.publish("LWN", Item("Plain", 0.01, body="".join(f"<p>{text}</p>" for text in map(_storable, hostile()))))
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "Plain")
        for _ in range(10):
            await person.press("space")
            assert not FORBIDDEN.search(person.text.replace("\n", ""))
