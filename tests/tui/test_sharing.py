"""Piping, sharing and writing articles, with real programs and files."""

import json
import sys
from pathlib import Path

import pytest
from forbidden import FORBIDDEN
from hypothesis import given
from hypothesis import strategies as st
from paper import Item, Paper, Person
from textual import events

from newsreader.tui import sharing
from newsreader.tui.article_file import file_name
from newsreader.tui.output_view import readable
from newsreader.tui.programs import Ran, Values, in_words

BODY = '<p>The lamps were lit <a href="https://a.example/x">again</a>.</p><p>Nobody knew why.</p>'


@pytest.fixture
def shared(paper: Paper, tmp_path: Path) -> Paper:
    """An article, a program of [share] that writes down what it got, and one that fails."""
    program = tmp_path / "program"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        "names = ('NEWSREADER_URL', 'NEWSREADER_TITLE', 'NEWSREADER_FILE')\n"
        "said = {'argv': sys.argv[1:], 'stdin': sys.stdin.read(), 'env': [os.environ[name] for name in names]}\n"
        f"open({str(tmp_path / 'got.part')!r}, 'w').write(json.dumps(said))\n"
        f"os.replace({str(tmp_path / 'got.part')!r}, {str(tmp_path / 'got.json')!r})\n"
    )
    program.chmod(0o755)
    paper.reader_settings += f'\ndownloads = "{tmp_path}/downloads"'
    paper.write_config()
    with paper.paths.config.open("a") as file:
        file.write(
            f'[share]\n"Write down" = ["{program}", "{{title}}", "--link={{url}}", "{{file}}", "{{nothing}}"]\n'
            f'"Fails" = ["{sys.executable}", "-c", "import sys; print(\'no route to host\', file=sys.stderr); sys.exit(3)"]\n'
            '"Gone" = ["/nowhere/at/all"]\n'
        )
    paper.publish(
        "Guardian", Item("Lamps; $(lit) again", 0.1, BODY, link="https://news.example/lamps?utm_source=x&a=1")
    )
    return paper


def got(folder: Path) -> dict | None:
    file = folder / "got.json"
    return json.loads(file.read_text()) if file.exists() else None


async def enters(person: Person, text: str) -> None:
    """Paste a text into the line that has the keys, and press enter."""
    person.app.screen.focused.post_message(events.Paste(text))
    await person.press("enter")


# ── Piping


async def test_the_article_is_piped_as_plain_text_and_what_comes_back_is_shown(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("enter", "|")
        await person.sees("pipe to: .*gets the article as text")
        await enters(person, "sed -n s/Nobody/Everybody/p")
        await person.sees("sed has ended well  esc closes")
        await person.sees("Everybody knew why")
        await person.press("escape")
        await person.waits(lambda: "Everybody" not in person.text)
        assert person.has_keys == "article"


async def test_from_the_list_the_row_under_the_cursor_is_piped(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("j", "|")
        await enters(person, "head -3")
        await person.sees("head has ended well")
        assert "Ministers agree" in person.text.split("head has ended well")[1]


async def test_no_shell_sees_the_command(shared: Paper, tmp_path: Path) -> None:
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "echo $HOME; {title} 'a b' > x")
        await person.sees("echo has ended well")
        assert "$HOME; Lamps; $(lit) again a b > x" in person.text


async def test_how_a_command_without_output_ended_is_said_in_words(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "true")
        await person.sees("true has ended well")
        await person.press("|")
        await enters(person, "sh -c 'exit 4'")
        await person.sees("sh ended with status 4")
        await person.press("|")
        await enters(person, "sh -c 'kill -9 $$'")
        await person.sees("sh was ended by SIGKILL")
        await person.press("|")
        await enters(person, "no-such-program")
        await person.sees("no-such-program cannot be started: there is no such program")
        await person.press("|")
        await enters(person, "echo 'open")
        await person.sees("echo 'open: no closing quotation")


async def test_commands_from_before_come_back_with_up_also_after_a_new_start(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "true")
        await person.sees("true has ended well")
        await person.press("|")
        await enters(person, "false")
        await person.sees("false ended with status 1")
    async with shared.open() as person:
        await person.press("|", *"wc")
        overlay = person.app.screen.focused
        await person.waits(lambda: overlay.value == "wc")
        await person.waits(lambda: overlay.query_ancestor("AskLine")._history)
        await person.press("up")
        await person.sees("pipe to: false")
        await person.press("up", "up")
        await person.sees("pipe to: true")
        await person.press("down", "down")
        await person.sees("pipe to: wc")
        await person.press("escape")
        await person.waits(lambda: "pipe to" not in person.text)
        assert person.has_keys == "list"


async def test_esc_stops_a_command_that_takes_long(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "sleep 300")
        await person.sees("sleep is running, esc stops it")
        await person.press("|")
        await person.sees("sleep is still running; esc stops it")
        await person.press("escape")
        await person.sees("sleep was stopped")
        assert "is running" not in person.text


async def test_a_command_has_a_time_limit(shared: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PIPE_SECONDS", 0.3)
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "sh -c 'echo started; sleep 300'")
        await person.sees("sh did not end within 0 s and was stopped")
        assert "started" in person.text


async def test_a_program_that_stays_in_the_background_is_not_waited_for(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "sh -c 'sleep 5 & echo back'")
        await person.sees("sh has ended well", timeout=4)
        assert "back" in person.text


async def test_an_endless_output_is_cut(shared: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PIPE_SECONDS", 0.5)
    async with shared.open() as person:
        await person.press("|")
        await enters(person, "yes")
        await person.sees("yes did not end within")
        await person.press("G", "escape")
        await person.waits(lambda: "did not end" not in person.text)


async def test_enter_alone_means_the_pager(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("|", "enter")
        # A test has no terminal that could be handed over.
        await person.sees("the pager needs the terminal")


@given(st.binary(max_size=300))
def test_what_a_program_writes_is_clean(output: bytes) -> None:
    assert not any(FORBIDDEN.search(line) or "\n" in line or "\t" in line for line in readable(output))


def test_colours_titles_and_overstriking_are_taken_out_of_the_output() -> None:
    assert readable(b"\x1b[1;31mred\x1b[0m \x1b]0;title\x07 b\x08bold\r\n\tx\n\n") == ["red  bold", "        x"]


def test_a_line_without_end_goes_on_in_the_next_ones() -> None:
    lines = readable(b"x" * 2_500 + b"\ny")
    assert [len(line) for line in lines] == [500, 500, 500, 500, 500, 1]


# ── Sharing


async def test_a_program_of_the_config_gets_its_arguments_the_environment_and_json(
    shared: Paper, tmp_path: Path
) -> None:
    async with shared.open() as person:
        await person.press("S")
        await person.sees("Share  Lamps; ..lit. again")
        await person.press("enter")
        await person.waits(lambda: got(tmp_path))
        said = got(tmp_path)
        title, link, file, rest = said["argv"]
        assert title == "Lamps; $(lit) again"
        assert link == "--link=https://news.example/lamps?a=1"
        assert "The lamps were lit" in Path(file).read_text()
        assert rest == "{nothing}"
        assert said["env"] == ["https://news.example/lamps?a=1", title, file]
        record = json.loads(said["stdin"])
        assert record["title"] == title
        assert (record["feed"], record["section"]) == ("Guardian", "World")
        assert record["blocks"][0]["text"] == "The lamps were lit again."


async def test_a_program_that_fails_is_told_of_with_its_last_words(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("enter", "S", "j", "enter")
        await person.sees("Fails: python.* ended with status 3: no route to host")
        await person.press("S", "j", "j", "enter")
        await person.sees("/nowhere/at/all cannot be started: there is no such program")


async def test_without_programs_the_menu_says_how_to_have_some(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("S")
        await person.sees(r'none yet. In the config file, under \[share\]: "Mail to me" = ')
        await person.press("escape")
        await person.waits(lambda: "none yet" not in person.text)


def test_a_title_cannot_become_an_option_and_is_not_filled_in_again() -> None:
    values = Values("https://a.example/", "--output={file}", "/tmp/f.html")
    assert values.filled(["{title}", "--title={title}", "{url}{url}"]) == [
        "–output={file}",
        "--title=--output={file}",
        "https://a.example/https://a.example/",
    ]


def test_a_signal_without_a_name_is_named_by_its_number() -> None:
    assert in_words(Ran("x", -99), 1) == "x was ended by signal 99"


async def test_the_tree_has_no_article_to_share(shared: Paper) -> None:
    async with shared.open() as person:
        await person.press("h", "S")
        await person.sees("Share: nothing to do in the feed tree")


# ── Writing


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".md", "The lamps were lit [again](https://a.example/x)."), (".html", "<p>The lamps"), (".txt", "[1] https://")],
)
async def test_an_article_is_written_in_the_format_of_the_ending(
    shared: Paper, tmp_path: Path, ending: str, begins: str
) -> None:
    async with shared.open() as person:
        await person.press("W")
        await person.sees(r"write to: .*/downloads/2026-11-24-lamps-lit-again\.md")
        await person.press(*["backspace"] * 3, *ending, "enter")
        await person.sees(r"written to .*2026-11-24-lamps-lit-again\.")
        file = tmp_path / "downloads" / f"2026-11-24-lamps-lit-again{ending}"
        assert begins in file.read_text()


async def test_a_file_that_is_there_is_never_written_over(shared: Paper, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    file = tmp_path / "downloads" / "2026-11-24-lamps-lit-again.md"
    file.write_text("mine")
    async with shared.open() as person:
        await person.press("W", "enter")
        await person.sees("not written, there is such a file already: ")
        assert file.read_text() == "mine"
        # Also not where the link leads.
        (tmp_path / "link.md").symlink_to(file)
        await person.press("W", "ctrl+u")
        await enters(person, f"{tmp_path}/link.md")
        await person.sees("there is such a file already: ")
        assert file.read_text() == "mine"


async def test_what_cannot_be_written_is_said(shared: Paper, tmp_path: Path) -> None:
    async with shared.open() as person:
        await person.press("W", "ctrl+u")
        await enters(person, "notes.doc")
        await person.sees(r"the name's ending says the format: \.md \(Markdown\), \.html")
        await person.press("W", "ctrl+u")
        await enters(person, f"{tmp_path}/nowhere/x.md")
        await person.sees("not written: there is no folder .*nowhere")
        assert not (tmp_path / "nowhere").exists()


async def test_a_name_alone_stands_in_the_folder_and_a_folder_gets_the_usual_name(
    shared: Paper, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    async with shared.open() as person:
        await person.press("W", "ctrl+u")
        await enters(person, "mine.json")
        await person.sees(r"written to .*mine\.json")
        assert json.loads((tmp_path / "downloads" / "mine.json").read_text())["feed"] == "Guardian"
        await person.press("W", "ctrl+u")
        await enters(person, f"{tmp_path}/other/")
        await person.sees(r"written to .*other/2026-11-24-lamps")
        assert (tmp_path / "other" / "2026-11-24-lamps-lit-again.md").exists()


async def test_without_a_name_nothing_is_written(shared: Paper, tmp_path: Path) -> None:
    async with shared.open() as person:
        await person.press("W", "ctrl+u", "enter")
        await person.waits(lambda: "write to" not in person.text)
        assert not (tmp_path / "downloads").exists()


@given(st.text())
def test_a_name_made_of_a_title_is_one_harmless_name(title: str) -> None:
    name = file_name(title, None)
    assert "/" not in name and "\0" not in name and not name.startswith((".", "-"))
    assert len(name.encode("utf-8", "replace")) < 100
    assert name.endswith(".md")
