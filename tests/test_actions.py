"""Keys as they are written in `[keys]`, and the table of actions itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.actions import ACTIONS, ANYWHERE, BY_ID, GROUPS, BadKey, parse_keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("j", ("j",)),
        ("G", ("G",)),
        ("/", ("/",)),
        ("+", ("+",)),
        ("é", ("é",)),
        ("g g", ("g", "g")),
        ("g ctrl+d enter", ("g", "ctrl+d", "enter")),
        ("esc", ("escape",)),
        ("PgDn", ("pagedown",)),
        ("return", ("enter",)),
        ("Ctrl+D", ("ctrl+d",)),
        ("ctrl+pgup", ("ctrl+pageup",)),
        ("alt++", ("alt++",)),
        ("shift+tab", ("shift+tab",)),
        ("F5", ("f5",)),
    ],
)
def test_a_key_has_one_name_however_it_is_written(text: str, keys: tuple[str, ...]) -> None:
    assert parse_keys(text) == keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "one character or a name"),
        (" ", "one character or a name"),
        ("g  g", "one blank between"),
        (" g", "one blank between"),
        ("ctrl+i", "reaches a program as tab"),
        ("ctrl+h", "reaches a program as backspace"),
        ("ctrl+m", "reaches a program as enter"),
        ("ctrl+j", "reaches a program as enter"),
        ("ctrl+[", "reaches a program as escape"),
        ("Ctrl+I", "reaches a program as tab"),
        ("g ctrl+i", "reaches a program as tab"),
        ("ctrl+c", "cannot be changed"),
        ("ctrl+z", "suspends"),
        ("shift+a", "is written A"),
        ("shift+1", "is no key"),
        ("gg", "is no key"),
        ("ctrl", "is no key"),
        ("ctrl+", "is no key"),
        ("ctrl+é", "is no key"),
        ("hyper+x", "is no key"),
        ("f13", "is no key"),
        ("\x1b", "is no key"),
    ],
)
def test_a_key_that_cannot_be_pressed_says_why(text: str, said: str) -> None:
    with pytest.raises(BadKey, match=r".") as raised:
        parse_keys(text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.text(max_size=20))
def test_any_text_is_a_sequence_or_a_bad_key(text: str) -> None:
    try:
        keys = parse_keys(text)
    except BadKey:
        return
    assert keys
    assert parse_keys(" ".join(keys)) == keys  # canonical names are stable


def test_every_action_has_a_place_in_the_help_and_keys_that_can_be_pressed() -> None:
    for action in ACTIONS:
        assert action.group in GROUPS
        assert action.title
        assert action.help
        assert set(action.panes) <= set(ANYWHERE)
        assert [parse_keys(keys) for keys in action.keys]
    assert len(BY_ID) == len(ACTIONS)
