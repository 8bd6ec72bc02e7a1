"""`[keys]`: what a person may change, and what is refused."""

from pathlib import Path

import pytest
from config_builders import mistakes

from newsreader.actions import ACTIONS
from newsreader.config.keys import bind, in_words
from newsreader.config.load import bindings, loads


def test_the_program_s_own_keys_are_free_of_conflicts() -> None:
    # An entry makes all bindings be compared; this one changes nothing.
    assert bind({"down": ["j", "down"]})[1] == []


def test_an_action_has_the_keys_of_its_entry_and_no_others(config_file: Path) -> None:
    config = loads('[keys]\nstar = ["s", "*"]\nzen = "f11"\nquit = ""\nhelp = []\nundo = "g u"\n', config_file)
    bound = bindings(config)
    assert bound["star"] == (("s",), ("*",))
    assert bound["zen"] == (("f11",),)
    assert bound["quit"] == bound["help"] == ()
    assert bound["undo"] == (("g", "u"),)
    assert bound["down"] == (("j",), ("down",))
    assert set(bound) == {action.id for action in ACTIONS}


def test_a_key_named_twice_for_one_action_is_one_key() -> None:
    assert bind({"open": ["enter", "return", "enter"]})[0]["open"] == (("enter",),)


def test_keys_can_be_swapped() -> None:
    bound, findings = bind({"down": "k", "up": "j"})
    assert findings == []
    assert (bound["down"], bound["up"]) == ((("k",),), (("j",),))


def test_keys_are_written_back_as_they_are_written_in_the_file() -> None:
    for written in ("s", ["s", "*"], "", "g g"):
        assert in_words(bind({"star": written})[0]["star"]) == written


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('strr = "s"', 'keys.strr: no such action; did you mean "star"?'),
        ('"next unread" = "s"', 'no such action; did you mean "next-unread"?'),
        ('star = "ctrl+i"', "keys.star: ctrl+i reaches a program as tab"),
        ('star = ["s", "whatever"]', "keys.star: 'whatever' is no key"),
        ('star = ["s", ""]', "keys.star: a key is one character or a name"),
        ("star = 3", "keys.star: expected a text or a list of texts, not 3"),
        (
            'star = "m"',
            'keys.star: "m" is toggle-read already; give toggle-read another key, or none: toggle-read = ""',
        ),
        ('zen = "s"', 'keys.zen: "s" is star already'),
        ('zen = "j r"', 'keys.zen: "j r" begins with "j": down would wait for a next key every time'),
    ],
)
def test_a_bad_entry_is_named(config_file: Path, entry: str, said: str) -> None:
    lines = mistakes(config_file, f"[keys]\n{entry}\n")
    assert len(lines) == 1
    assert said in lines[0]


def test_the_later_of_two_entries_is_the_one_with_the_conflict(config_file: Path) -> None:
    lines = mistakes(config_file, '[keys]\nzen = "Q"\nstar = "Q"\n')
    assert lines == ['config.toml:3: keys.star: "Q" is zen already; give zen another key, or none: zen = ""']


def test_taking_a_key_away_frees_it(config_file: Path) -> None:
    assert mistakes(config_file, '[keys]\ntoggle-read = ""\nstar = "m"\n') == []


def test_a_key_that_waits_anyway_may_begin_other_actions_sequences(config_file: Path) -> None:
    assert mistakes(config_file, '[keys]\nreload = "g r"\nreload-all = "g R"\n') == []
    assert mistakes(config_file, '[keys]\nreload = "r"\nreload-all = "r r"\n') != []
    assert mistakes(config_file, '[keys]\nreload = ["r", "r e"]\nreload-all = "r r"\n') == []
