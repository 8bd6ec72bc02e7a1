"""No forbidden byte reaches stdout or stderr, whatever a feed put into titles, names, authors, bodies and addresses."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from forbidden import FORBIDDEN, HOSTILE

from newsreader.cli import run

Run = Callable[..., tuple[int, str, str]]

FORMATS = ("text", "markdown", "html", "json")


def hostile_strings(corpus: Path | None = None) -> list[str]:
    if corpus is None:
        return list(HOSTILE)
    return [*HOSTILE, *json.loads((corpus / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))]


def xml_text(text: str) -> str:
    """`text` as far as XML can hold it; what it cannot hold directly goes through JSON feeds."""
    return escape(
        "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
    )


def write_feeds(folder: Path, strings: list[str]) -> None:
    """A JSON Feed (which can hold every character) and an RSS feed whose every field is hostile."""
    items = [
        {
            "id": f"{n}{text}",
            "url": f"https://example.org/{n}/{text}",
            "title": text or "x",
            "authors": [{"name": text}],
            "tags": [text],
            "content_html": f"<p>{text}</p><pre>{text}</pre><a href='https://e.org/{text}'>{text}</a><img src='{text}' alt='{text}'>",
            "summary": text,
            "attachments": [{"url": f"https://e.org/{text}", "mime_type": text, "title": text}],
        }
        for n, text in enumerate(strings)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": HOSTILE[0] + HOSTILE[13], "items": items}
    (folder / "hostile.json").write_text(json.dumps(feed), encoding="utf-8")
    rows = "".join(
        f"<item><title>{xml_text(t)}</title><guid>{n}</guid><author>{xml_text(t)}</author><comments>{xml_text(t)}</comments>"
        f"<category>{xml_text(t)}</category><description>{escape(xml_text(t))}</description></item>"
        for n, t in enumerate(strings)
    )
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>&#157;0;x{xml_text(HOSTILE[6])}</title>{rows}</channel></rss>'
    (folder / "hostile.xml").write_bytes(rss.encode("utf-8", "replace"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (tmp_path / "config.toml").write_text(
        '[[feeds]]\nurl = "feeds/hostile.json"\nsection = "[@click=app.quit]x[/]"\ntags = ["\\u001b[31m"]\n'
        '[[feeds]]\nurl = "feeds/hostile.xml"\nname = "\\u001b]0;x\\u0007 \\u202e"\n'
        '[[feeds]]\nurl = "feeds/missing \\u202e.xml"\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def newsreader(home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("NEWSREADER_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("NEWSREADER_DATA_DIR", str(home / "data"))

    def run_clean(*words: str) -> tuple[int, str, str]:
        status = run(words)
        out, err = capfd.readouterr()
        for stream in (out, err):
            assert (found := FORBIDDEN.search(stream)) is None, (
                words,
                found and stream[found.start() - 40 : found.end() + 40],
            )
        assert "Traceback" not in err
        return status, out, err

    return run_clean


def walk(newsreader: Run) -> None:
    """Every command that prints foreign text."""
    assert newsreader("refresh", "--force")[0] == 0
    newsreader("refresh", "--force", "--json")
    newsreader("feeds")
    newsreader("feeds", "--json")
    status, out, _ = newsreader("list", "--json", "--limit", "10000")
    ids = [json.loads(line)["id"] for line in out.splitlines()]
    assert status == 0
    assert ids
    newsreader("list", "--limit", "10000")
    newsreader("search", "click")
    newsreader("search", "e", "--json")
    for format_ in FORMATS:
        for id_ in ids:
            assert newsreader("read", str(id_), "--format", format_)[0] == 0
    for format_ in FORMATS[1:]:
        newsreader("export", "is:unread", "--format", format_)
    newsreader("export")
    newsreader("export", "--format", "toml")
    newsreader("mark", "read", "is:unread")
    newsreader("undo", "--list")
    newsreader("undo")
    newsreader("config", "show")


def test_the_whole_command_line_prints_only_text(home: Path, newsreader: Run) -> None:
    write_feeds(home / "feeds", hostile_strings())
    walk(newsreader)


def test_the_naughty_strings_are_printed_as_text(home: Path, newsreader: Run, corpus: Path) -> None:
    write_feeds(home / "feeds", hostile_strings(corpus))
    walk(newsreader)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_arguments_are_echoed_as_text(text: str, newsreader: Run) -> None:
    word = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    for words in (
        ["list", word],
        ["search", word],
        ["read", f"./{word}"],
        [f"x{word}"],
        ["mark", "read", f"title:{word}"],
    ):
        try:
            newsreader(*words)
        except SystemExit as error:  # argparse's own --help and --version
            assert error.code in (0, 2)
