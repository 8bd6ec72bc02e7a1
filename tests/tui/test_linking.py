import sys
from pathlib import Path

import pytest
from paper import Item, Paper, Person


@pytest.fixture
def opened(paper: Paper, tmp_path: Path) -> Path:
    """The file into which a browser of ours, and a clipboard of ours, write what they are given."""
    log = tmp_path / "opened"
    browser = f"import sys; open({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"
    clipboard = f"import sys; open({str(log)!r}, 'a').write('copied ' + sys.stdin.read() + chr(10))"
    paper.reader_settings += (
        f'\nbrowser = ["{sys.executable}", "-c", """{browser}""", "{{url}}"]'
        f'\nclipboard = ["{sys.executable}", "-c", """{clipboard}"""]'
    )
    paper.write_config()
    return log


async def comes(person: Person, log: Path, line: str) -> None:
    """Wait until a program was given `line`."""
    await person.waits(lambda: log.exists() and line in log.read_text().splitlines())


async def test_o_opens_the_link_of_the_row_without_what_only_tracks(paper: Paper, opened: Path) -> None:
    paper.publish("BBC", Item("Tracked", 0.1, link="https://bbc.example/story?id=7&utm_source=feed"))
    async with paper.open() as person:
        await person.press("o")
        await comes(person, opened, "https://bbc.example/story?id=7")
        await person.sees("opened https://bbc.example/story")


async def test_y_and_capital_y_copy(paper: Paper, opened: Path) -> None:
    paper.publish("BBC", Item("A title", 0.1, link="https://bbc.example/story"))
    async with paper.open() as person:
        await person.press("y")
        await comes(person, opened, "copied https://bbc.example/story")
        await person.press("Y")
        await comes(person, opened, "copied A title https://bbc.example/story")


async def test_c_opens_the_comments_page_or_says_that_there_is_none(paper: Paper, opened: Path) -> None:
    paper.publish("BBC", Item("Talked about", 0.1, comments="https://bbc.example/comments"))
    async with paper.open() as person:
        await person.press("c")
        await comes(person, opened, "https://bbc.example/comments")
        await person.press("j", "c")
        await person.sees("no comments page")


async def test_o_in_the_tree_opens_the_site_of_the_feed(paper: Paper, opened: Path) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "BBC" not in person.cursor("tree"):
            await person.press("j")
        await person.press("o")
        await comes(person, opened, paper.url("BBC"))


async def test_the_password_of_an_address_is_not_copied(paper: Paper, opened: Path) -> None:
    paper.publish("BBC", Item("A title", 0.1, link="https://me:s3cret@bbc.example/story"))
    async with paper.open() as person:
        await person.press("y")
        await comes(person, opened, "copied https://bbc.example/story")
        await person.press("Y")
        await comes(person, opened, "copied A title https://bbc.example/story")


async def test_the_password_in_the_address_of_a_feed_reaches_neither_browser_nor_clipboard(
    paper: Paper, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Paper, "url", lambda _self, name: f"https://me:s3cret@{name.lower()}.example/feed")
    paper.subscribe()
    async with paper.open() as person:
        await person.press("h")
        while "BBC" not in person.cursor("tree"):
            await person.press("j")
        await person.press("o")
        await comes(person, opened, "https://bbc.example/feed")
        await person.press("Y")
        await comes(person, opened, "copied BBC https://bbc.example/feed")


async def test_enter_on_a_focused_link_follows_it(paper: Paper, opened: Path) -> None:
    paper.publish("BBC", Item("Linked", 0.1, body='<p><a href="https://a.example/there">there</a></p>'))
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "there")
        await person.press("tab", "enter")
        await comes(person, opened, "https://a.example/there")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "-oProxyCommand=x"])
async def test_links_that_are_no_web_addresses_are_never_opened(paper: Paper, opened: Path, link: str) -> None:
    paper.publish("BBC", Item("Bad link", 0.1, link=link))
    async with paper.open() as person:
        await person.press("o")
        await person.sees("not opened|no link")
        await person.press("j")
    assert not opened.exists()


async def test_without_a_clipboard_program_the_terminal_copies(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("y")
        await person.sees("copied https://example.org/")
        assert person.app.clipboard.startswith("https://example.org/")
