"""H: how every feed is, and what can be done about it."""

import sys
from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace
from paper import NOW, Item, Paper
from rich.cells import cell_len

from newsreader.model import Changes, Entry, Feed, FeedUpdate, FetchDay, KeyedEntry, Schedule
from newsreader.tui.health import FILTERS, ORDERS, Health, arranged, bar, details, head_words, row_words, span

DAY = timedelta(days=1)
FEED = Feed(
    1, "https://ada:hunter2@a.example/feed?token=abc", "Anne's blog", "Tech", (), True, "A", "", 0, "ok", Schedule()
)


def health(name: str = "A", status: str = "ok", **facts: object) -> Health:
    schedule = Schedule(**{"last_check": NOW, "last_success": NOW, **facts})  # type: ignore[arg-type]
    return Health(replace(FEED, id=len(name), name=name, status=status, schedule=schedule))


def text(words: Sequence[tuple[str, str]]) -> str:
    return "".join(part for part, _ in words)


# ── What rows say


@pytest.mark.parametrize("width", [36, 64, 80, 100, 136])
def test_headings_stand_over_their_columns_at_every_width(width: int) -> None:
    row = row_words(health("日本 " * 40, failures=3), width, NOW, ascii_only=False)
    assert cell_len(text(row)) == cell_len(text(head_words(width))) == width


def test_the_bar_tells_good_days_from_bad_ones_and_from_none() -> None:
    days = [
        FetchDay(),
        FetchDay(failed=2),
        FetchDay(succeeded=3),
        FetchDay(succeeded=1, new=1),
        FetchDay(succeeded=1, new=7),
    ]
    assert text(bar(days, 5, ascii_only=False)) == " ×▁▂█"
    assert text(bar(days, 5, ascii_only=True)) == " x.:#"
    assert text(bar((), 3, ascii_only=False)) == "   "
    assert text(bar(days, 2, ascii_only=False)) == "▂█"


def test_a_quiet_feed_has_another_sign_than_a_broken_one() -> None:
    signs = {
        status: text(row_words(health(status=status), 60, NOW, ascii_only=False))[0]
        for status in ("ok", "quiet", "failing", "gone", "offline")
    }
    assert len(set(signs.values())) == 5
    assert signs["ok"] == " "
    assert signs["failing"] == "!"


def test_what_is_said_of_a_feed_has_no_secrets_and_begins_with_what_is_wrong() -> None:
    row = replace_feed(
        health(status="failing", failures=120, error="HTTP 404: not found", last_success=NOW - 100 * DAY), FEED.url
    )
    lines = [text(line) for line in details(row, NOW)]
    assert lines[0] == "HTTP 404: not found, 120 times in a row"
    assert lines[1] == "dead for 3 months: unsubscribe, or look for a new address?"
    assert "hunter2" not in str(lines)
    assert "abc" not in lines[-1]


def replace_feed(row: Health, url: str) -> Health:
    return Health(replace(row.feed, url=url), row.days, row.weekly, row.total, row.unverified)


def test_an_unchecked_certificate_is_named_in_row_and_details() -> None:
    row = Health(FEED, unverified=True)
    assert "unverified" in text(row_words(row, 80, NOW, ascii_only=False))
    assert "its certificate is not checked (verify = false)" in str(details(row, NOW))


def test_orders_and_filters() -> None:
    rows = [health("Good"), health("Quiet one", "quiet"), health("Broken", "failing", failures=2)]

    def names(order: str = "config", kind: str = "all", words: str = "") -> list[str]:
        return [row.feed.name for row in arranged(rows, order, kind, words, NOW)]

    assert names("trouble first") == ["Broken", "Good", "Quiet one"]
    assert names("name") == ["Broken", "Good", "Quiet one"]
    assert names(kind="quiet") == ["Quiet one"]
    assert names(kind="in trouble") == ["Broken"]
    assert names(words="OO") == ["Good"]
    for order in ORDERS:
        for kind in FILTERS:
            names(order, kind)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "<1 min"),
        (59, "<1 min"),
        (60, "1 min"),
        (7200, "2 h"),
        (90_000, "25 h"),
        (86_400 * 3, "3 d"),
        (86_400 * 40, "5 w"),
    ],
)
def test_spans_are_short(length: int, words: str) -> None:
    assert span(timedelta(seconds=length)) == words


# ── The view


@pytest.mark.parametrize(("width", "height"), [(140, 40), (100, 30), (60, 20), (40, 12)])
async def test_every_feed_is_there_the_broken_ones_first(paper: Paper, width: int, height: int) -> None:
    async with paper.open(width, height) as person:
        await person.press("H")
        await person.sees("Guardian")
        first = next(line for line in person.lines if "›" in line)
        assert "! Planet" in first
        assert "Feed health" in person.lines[-height]
        assert "HTTP 500, 3 times in a row" in person.text


async def test_without_feeds_it_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("H")
        await person.sees("Guardian")
        await person.press("/", *"nowhere")
        await person.sees("no feed matches 'nowhere'")
        await person.press("escape")
        await person.sees("Planet")
        await person.press("escape")
        await person.waits(lambda: "Feed health" not in person.text)
        assert person.has_keys == "list" or person.has_keys == "tree"


async def test_enter_opens_the_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("H")
        await person.sees("Guardian")
        await person.press("/", *"bbc", "enter", "enter")
        await person.sees_in("list", "Storm closes passes")
        assert "Feed health" not in person.text
        assert person.has_keys == "list"


async def test_r_asks_the_feed_now_and_the_view_follows(paper: Paper) -> None:
    script = paper.folder / "fetcher.py"
    script.write_text(
        "import sys\n"
        f"open({str(paper.folder / 'arguments')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        'print(\'{"event": "done", "new": 0, "updated": 0, "failed": 0}\', flush=True)\n'
    )
    async with paper.open(fetcher=(sys.executable, str(script))) as person:
        await person.press("H")
        await person.sees("HTTP 500, 3 times in a row")
        await person.press("r")
        await person.waits(lambda: (paper.folder / "arguments").exists())
        assert f"--feed {paper.url('Planet')}" in (paper.folder / "arguments").read_text()
        with paper.writer() as writer:
            entry = Entry("new", "https://x.example/1", "Well again", published=NOW)
            changes = Changes(new=(KeyedEntry("new", entry, b"1", b"2"),))
            writer.commit([FeedUpdate(paper.feed_id("Planet"), Schedule(last_check=NOW, last_success=NOW), changes)])
        await person.waits(lambda: "HTTP 500" not in person.text)
        assert "Feed health" in person.text


async def test_ascii_signs_are_ascii(paper: Paper) -> None:
    paper.reader_settings += '\nicons = "ascii"'
    paper.write_config()
    async with paper.open() as person:
        await person.press("H")
        await person.sees("Guardian")
        shown = "\n".join(person.lines)
        assert shown.isascii(), [c for c in shown if not c.isascii()]


async def test_o_opens_the_site_of_a_feed_in_the_browser(paper: Paper) -> None:
    seen = paper.folder / "opened"
    paper.reader_settings += f'\nbrowser = ["sh", "-c", "echo \\"$1\\" > {seen}", "sh", "{{url}}"]'
    paper.write_config()
    async with paper.open() as person:
        await person.press("H")
        await person.sees("Guardian")
        await person.press("o")
        await person.waits(lambda: seen.exists() and seen.read_text().strip())
        assert seen.read_text().strip() == paper.url("Planet")


async def test_h_again_closes_and_sorting_goes_round(paper: Paper) -> None:
    paper.publish("BBC", Item("One more", 0.5))
    async with paper.open() as person:
        await person.press("H")
        await person.sees("by trouble first")
        for order in [*list(ORDERS)[1:], "trouble first"]:
            await person.press("s")
            await person.sees(f"by {order}")
        await person.press("H")
        await person.waits(lambda: "Feed health" not in person.text)


async def test_d_unsubscribes_after_a_question_and_e_opens_the_form(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("H")
        await person.sees("HTTP 500, 3 times in a row")
        await person.press("E")
        await person.sees("Planet")
        await person.waits(lambda: "Feed health" not in person.text)
        await person.press("escape")
        await person.press("H")
        await person.sees("HTTP 500, 3 times in a row")
        await person.press("D")
        await person.sees("Unsubscribe from Planet")
        await person.press("y")
        await person.waits(lambda: "Planet" not in paper.paths.config.read_text())
