"""What tells of news: arguments of a program, and what makes a terminal notify."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.newsdesk.notices import LONGEST, filled, sequence

VALUES = {"title": "Lamps {url} return", "url": "https://a.example/1", "feed": "Guardian"}


def test_places_are_filled_within_their_argument_and_not_twice() -> None:
    assert filled(["notify-send", "{feed}", "New: {title} ({url})"], VALUES) == [
        "notify-send",
        "Guardian",
        "New: Lamps {url} return (https://a.example/1)",
    ]


def test_a_title_is_no_option() -> None:
    assert filled(["notify-send", "{title}"], {"title": "--icon=/etc/passwd"}) == ["notify-send", " --icon=/etc/passwd"]
    assert filled(["say", "--text={title}"], {"title": "-x"}) == ["say", "--text=-x"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]9;Guardian: 9,4,50\x1b\\"),
        ({"TERM": "foot"}, "\x1b]777;notify;newsreader;Guardian: 9,4,50\x1b\\"),
        ({"TERM": "tmux-256color", "TMUX": "x"}, "\x1bPtmux;\x1b\x1b]9;Guardian: 9,4,50\x1b\x1b\\\x1b\\"),
    ],
)
def test_each_terminal_gets_what_it_understands(environ: dict[str, str], expected: str) -> None:
    assert sequence("Guardian: 9;4;50", environ) == expected


@given(st.text())
def test_no_title_gets_out_of_its_sequence(title: str) -> None:
    inside = sequence(title, {}).removeprefix("\x1b]9;").removesuffix("\x1b\\")
    assert len(inside) <= LONGEST
    assert ";" not in inside
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in inside)
