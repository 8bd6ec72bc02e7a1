"""A terminal's answers are told from keys, however they are mixed and broken; what it can show is decided from them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui.terminal_answers import Answers
from newsreader.tui.terminal_query import Graphics, decide

KITTY = b"\x1b_Gi=31;OK\x1b\\"
NAME = b"\x1bP>|kitty(0.39.1)\x1b\\"
CELL = b"\x1b[6;34;17t"
ATTRIBUTES = b"\x1b[?62;4;22c"
KEYS = [b"j", b"q", b"\x1b[A", b"\x1bOP", b"\x1b[15~", "ü".encode(), b"\r", b"\x1b[<0;10;5M", b"[", b"6;1", b"_G"]


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(
    st.lists(st.sampled_from(KEYS), max_size=8),
    st.permutations([KITTY, NAME, CELL]),
    st.lists(st.integers(0, 8), min_size=4, max_size=4),
    st.lists(st.integers(0, 500), max_size=12),
)
def test_every_key_gets_through_in_order_and_no_answer_does(
    keys: list[bytes], answers: list[bytes], places: list[int], cuts: list[int]
) -> None:
    stream = list(keys)
    for at, answer in zip(sorted(places), [*answers, ATTRIBUTES], strict=True):
        stream.insert(min(at + len(stream) - len(keys), len(stream)), answer)
    heard = Answers()
    through = b"".join(heard.feed(piece) for piece in pieces(b"".join(stream), cuts)) + heard.release()
    assert through == b"".join(keys)
    assert (heard.kitty, heard.name, heard.cell, heard.sixel, heard.complete) == (
        True, "kitty(0.39.1)", (17, 34), True, True,
    )  # fmt: skip


def test_after_the_last_answer_everything_is_a_key() -> None:
    heard = Answers()
    assert heard.feed(b"a\x1b[?62cb") == b"ab"
    assert heard.feed(KITTY + b"\x1b") == KITTY + b"\x1b"


def test_escape_alone_is_held_back_until_it_is_a_key() -> None:
    heard = Answers()
    assert heard.feed(b"\x1b") == b""
    assert heard.holds_keys
    assert heard.release() == b"\x1b"
    assert heard.feed(b"\x1b[?6") == b""
    assert not heard.holds_keys, "this much is an answer, however long its end takes"


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=6))
def test_nothing_is_lost_of_what_holds_no_answer(data: bytes, cuts: list[int]) -> None:
    heard = Answers()
    through = b"".join(heard.feed(piece) for piece in pieces(data, cuts)) + heard.release()
    if not (heard.complete or heard.name or heard.cell != (0, 0)):
        assert through == data


# ── What is decided


def heard(*answers: bytes) -> Answers:
    result = Answers()
    for answer in answers:
        result.feed(answer)
    return result


@pytest.mark.parametrize(
    ("environ", "answers", "tmux", "pixels", "graphics"),
    [
        ({}, [KITTY, NAME, CELL, ATTRIBUTES], "", (0, 0), Graphics("kitty", (17, 34))),
        ({}, [KITTY, b"\x1bP>|ghostty 1.2\x1b\\", ATTRIBUTES], "", (9, 18), Graphics("kitty", (9, 18))),
        # Konsole answers Kitty's question, but does not know placeholders.
        ({}, [KITTY, b"\x1bP>|Konsole 25.04\x1b\\", CELL, ATTRIBUTES], "", (0, 0), Graphics("sixel", (17, 34))),
        ({}, [b"\x1bP>|WezTerm 2024\x1b\\", CELL, ATTRIBUTES], "", (0, 0), Graphics("iterm2", (17, 34))),
        ({"TERM_PROGRAM": "iTerm.app"}, [b"\x1bP>|iTerm2 3.5\x1b\\", ATTRIBUTES], "", (8, 16), Graphics("iterm2", (8, 16))),
        ({}, [CELL, ATTRIBUTES], "", (0, 0), Graphics("sixel", (17, 34))),
        # Sixel pictures must be as large as their cells, which nobody knows here.
        ({}, [ATTRIBUTES], "", (0, 0), Graphics("blocks")),
        ({}, [b"\x1b[?62;22c"], "", (9, 18), Graphics("blocks", (9, 18))),
        ({}, [], "", (0, 0), Graphics("blocks")),
        ({"TMUX": "x"}, [b"\x1b[?1;2c"], "xterm-kitty 1\n", (9, 18), Graphics("kitty", (9, 18), in_tmux=True)),
        ({"TMUX": "x"}, [b"\x1b[?1;2c"], "xterm-kitty 0\n", (9, 18), Graphics("blocks", (9, 18))),
        ({"TMUX": "x"}, [ATTRIBUTES], "foot 0\n", (9, 18), Graphics("sixel", (9, 18))),
        ({"TMUX": "x"}, [b"\x1b[?1;2c"], "", (0, 0), Graphics("blocks")),
    ],
)  # fmt: skip
def test_the_terminal_gets_the_pictures_that_it_knows(
    environ: dict[str, str], answers: list[bytes], tmux: str, pixels: tuple[int, int], graphics: Graphics
) -> None:
    assert decide(environ, heard(*answers), tmux, pixels) == graphics
