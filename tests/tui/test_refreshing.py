import sys
from pathlib import Path

import pytest
from paper import Item, Paper

THIS_PROGRAM = (sys.executable, "-m", "newsreader")


def fake_fetcher(folder: Path, *lines: str, then: str = "") -> tuple[str, ...]:
    """A fetcher that says these lines."""
    script = folder / "fetcher.py"
    script.write_text(
        "import sys, time\n"
        f"open({str(folder / 'arguments')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        + "".join(f"print({line!r}, flush=True)\n" for line in lines)
        + then
    )
    return (sys.executable, str(script))


def saved_pages(paper: Paper, *titles: str) -> Path:
    """Make a folder of saved pages and subscribe to it as 'Saved'."""
    folder = paper.folder / "pages"
    folder.mkdir(exist_ok=True)
    for title in titles:
        (folder / f"{title}.html").write_text(
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{'Some text. ' * 40}</p></article></body></html>"
        )
    if ("Saved", "") not in paper.feeds:
        paper.subscribe(("Saved", ""))
        text = paper.paths.config.read_text().replace(f'"{paper.url("Saved")}"', '"pages"')
        paper.paths.config.write_text(text)
    return folder


async def test_what_is_due_is_fetched_when_the_reader_opens(empty: Paper) -> None:
    empty.reader_settings = 'theme = "paper-dark"\nrefresh = "on-start"'
    saved_pages(empty, "A page from before", "Another page")
    async with empty.open(fetcher=THIS_PROGRAM) as person:
        await person.sees("A page from before", timeout=20)
        await person.sees("Another page")


async def test_capital_r_brings_in_what_is_new_behind_the_count_of_new_ones(empty: Paper) -> None:
    saved_pages(empty, "A page from before")
    async with empty.open(fetcher=THIS_PROGRAM) as person:
        await person.press("R")
        await person.sees_in("list", "A page from before", timeout=20)
        await person.waits(lambda: not person.app.fetcher.running)
        saved_pages(empty, "A page that came later")
        await person.press("R")
        await person.sees("1 new ↑", timeout=20)
        await person.press("g", "g")
        await person.sees_in("list", "A page that came later")


async def test_progress_is_shown_as_n_of_m_and_the_sum_at_the_end(paper: Paper) -> None:
    go = paper.folder / "go"
    lines = (
        '{"event": "start", "feeds": 200}',
        '{"event": "progress", "done": 31, "of": 200}',
    )
    wait = (
        "from pathlib import Path\n"
        f"while not Path({str(go)!r}).exists(): time.sleep(0.01)\n"
        'print(\'{"event": "done", "new": 7, "updated": 2, "unchanged": 190, "skipped": 0, "failed": 1}\', flush=True)\n'
    )
    async with paper.open(fetcher=fake_fetcher(paper.folder, *lines, then=wait)) as person:
        await person.press("R")
        await person.waits(lambda: person.app.main.status.status.refreshing == (31, 200))
        await person.press("j")
        await person.sees("refreshing 31/200")
        go.touch()
        await person.sees("7 new, 2 updated, 1 failed")
        assert "refreshing" not in person.status


async def test_r_fetches_the_feed_of_the_row_and_in_the_tree_the_whole_section(paper: Paper) -> None:
    done = '{"event": "done", "new": 0, "updated": 0, "unchanged": 1, "skipped": 0, "failed": 0}'
    said = paper.folder / "arguments"
    async with paper.open(fetcher=fake_fetcher(paper.folder, done)) as person:
        await person.press("r")
        await person.sees("nothing new")
        assert paper.url("Guardian") in said.read_text() and paper.url("BBC") not in said.read_text()
        await person.press("h")
        while "World" not in person.cursor("tree"):
            await person.press("j")
        await person.press("r")
        await person.waits(lambda: paper.url("BBC") in said.read_text())
        assert paper.url("LWN") not in said.read_text()


async def test_a_second_reload_waits_for_the_first_one(paper: Paper) -> None:
    done = '{"event": "done", "new": 0, "updated": 0, "unchanged": 1, "skipped": 0, "failed": 0}'
    said, go = paper.folder / "arguments", paper.folder / "go"
    wait = (
        "from pathlib import Path\n"
        f"while not Path({str(go)!r}).exists(): time.sleep(0.01)\n"
        f"print({done!r}, flush=True)\n"
    )
    async with paper.open(fetcher=fake_fetcher(paper.folder, then=wait)) as person:
        await person.press("R", "r")
        await person.sees("reloads when this refresh is over")
        go.touch()
        await person.waits(lambda: said.exists() and len(said.read_text().splitlines()) == 2)


async def test_escape_stops_a_refresh_at_the_outermost_layer(paper: Paper) -> None:
    async with paper.open(fetcher=fake_fetcher(paper.folder, then="time.sleep(60)\n")) as person:
        await person.press("R")
        await person.waits(lambda: (paper.folder / "arguments").exists())
        await person.press("escape", "escape")
        await person.sees("the refresh stops")
        await person.waits(lambda: not person.app.fetcher.running)


async def test_quitting_stops_the_fetcher(paper: Paper) -> None:
    ended = paper.folder / "ended"
    then = (
        "import signal\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(ended)!r}, 'w').close(), sys.exit(0)))\n"
        'print(\'{"event": "start", "feeds": 3}\', flush=True)\n'
        "time.sleep(60)\n"
    )
    async with paper.open(fetcher=fake_fetcher(paper.folder, then=then)) as person:
        await person.press("R")
        await person.waits(lambda: person.app.main.status.status.refreshing == (0, 3))
        person.app.quit()
        await person.waits(ended.exists)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("print('no such thing', file=sys.stderr); sys.exit(1)\n", "refresh: no such thing"),
        ("sys.exit(3)\n", "the fetcher ended with status 3"),
        ("print('{not json'); print('[1]'); sys.exit(4)\n", "the fetcher ended with status 4"),
        ("print('x' * 3000000); print('\\x1b]0;t\\x07odd', file=sys.stderr); sys.exit(1)\n", "refresh: ]0;todd"),
    ],
)
async def test_a_fetcher_that_fails_says_why(paper: Paper, then: str, words: str) -> None:
    async with paper.open(fetcher=fake_fetcher(paper.folder, then=then)) as person:
        await person.press("R")
        await person.waits(lambda: words in person.status)


async def test_a_fetcher_that_cannot_be_started_says_why(paper: Paper) -> None:
    async with paper.open(fetcher=("/nowhere/newsreader",)) as person:
        await person.press("R")
        await person.sees("the fetcher could not be started")


async def test_a_broken_feed_has_a_sign_and_its_reason(paper: Paper) -> None:
    async with paper.open() as person:
        assert "! Planet" in person.pane("tree")
        assert "1 feed failing" in person.status
        await person.press("h")
        while "Planet" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("list", "HTTP 500")
        assert "HTTP 500" in person.status


async def test_with_nothing_configured_the_guide_is_there(empty: Paper) -> None:
    empty.paths.config.unlink()
    paper = Paper(empty.folder)
    empty.folder.mkdir(exist_ok=True)
    paper.paths.config.write_text('[reader]\nrefresh = "on-start"\n')
    async with paper.open(fetcher=THIS_PROGRAM) as person:
        await person.sees_in("tree", "Guide")
        await person.sees_in("list", "●", timeout=20)
        assert "a add a feed" in person.status
    assert paper.paths.config.read_text() == '[reader]\nrefresh = "on-start"\n'


async def test_counts_in_the_tree_follow_what_comes_in(paper: Paper) -> None:
    async with paper.open() as person:
        paper.publish("LWN", Item("More", 0.1), Item("And more", 0.2))
        await person.sees_in("tree", r"LWN +3", timeout=3)


async def test_a_rule_that_notifies_is_told_on_the_status_line(empty: Paper) -> None:
    fetcher = fake_fetcher(
        empty.folder,
        '{"event": "notify", "title": "Lamps return", "feed": "Guardian", "url": "https://a.example"}',
        then="\nwhile True: time.sleep(0.05)\n",
    )
    async with empty.open(fetcher=fetcher) as person:
        await person.press("R")
        await person.sees("Guardian: Lamps return")
