import pytest

from newsreader.actions import ACTIONS
from newsreader.tui.bindings import Keyboard, Pressed, default_bindings, key_name


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard(default_bindings())


def test_a_single_key_acts_at_once(keyboard: Keyboard) -> None:
    assert keyboard.press("j", "list") == Pressed(("down",))


def test_a_key_that_begins_a_sequence_waits(keyboard: Keyboard) -> None:
    assert keyboard.press("g", "list") == Pressed((), waiting=True)
    assert keyboard.pending == "g"


def test_a_finished_sequence_acts_once(keyboard: Keyboard) -> None:
    keyboard.press("g", "list")
    assert keyboard.press("g", "list") == Pressed(("top",))
    assert keyboard.pending == ""


def test_a_key_that_waited_in_vain_means_itself(keyboard: Keyboard) -> None:
    keyboard.press("g", "list")
    assert keyboard.time_out("list") == Pressed(("top",))


def test_another_key_behind_a_begun_sequence_loses_neither(keyboard: Keyboard) -> None:
    keyboard.press("g", "list")
    assert keyboard.press("j", "list") == Pressed(("top", "down"))


def test_an_unbound_key_does_nothing(keyboard: Keyboard) -> None:
    assert keyboard.press("f12", "list") == Pressed(())


def test_a_key_may_mean_one_thing_in_the_list_and_another_in_the_tree() -> None:
    keyboard = Keyboard({"star": (("x",),), "reload": (("x",),)})
    assert keyboard.press("x", "list").actions == ("star",)
    assert keyboard.press("x", "tree").actions == ("reload",)


def test_an_action_of_another_pane_is_still_named_so_that_the_screen_can_say_so() -> None:
    assert Keyboard({"star": (("s",),)}).press("s", "tree").actions == ("star",)


def test_changed_keys_replace_the_own_ones() -> None:
    keyboard = Keyboard({**default_bindings(), "star": (("*",),)})
    assert keyboard.press("s", "list").actions == ()
    assert keyboard.press("*", "list").actions == ("star",)


def test_every_action_has_a_key_of_its_own(keyboard: Keyboard) -> None:
    for action in ACTIONS:
        assert keyboard.first_key(action.id)


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("slash", "/", "/"),
        ("question_mark", "?", "?"),
        ("G", "G", "G"),
        ("j", "j", "j"),
        ("space", " ", "space"),
        ("ctrl+d", "\x04", "ctrl+d"),
        ("escape", "\x1b", "escape"),
        ("enter", "\r", "enter"),
        ("shift+tab", None, "shift+tab"),
        ("alt+x", "x", "alt+x"),
    ],
)
def test_keys_are_spelled_as_in_the_config(key: str, character: str | None, name: str) -> None:
    assert key_name(key, character) == name
