"""The table of keys: complete, true to the actions, and the same in the docs."""

from pathlib import Path

import pytest

from newsreader.actions import ACTIONS, BY_ID, GROUPS
from newsreader.config.keys import bind
from newsreader.key_table import HERE, PANES, groups, keys_md, rows_here

ROOT = Path(__file__).parent.parent


def rows(changes: dict[str, str | list[str]] | None = None) -> dict[str, str]:
    """Title → keys, of all groups, with a person's changes."""
    bindings, mistakes = bind(changes or {})
    assert not mistakes
    return {row.title: row.keys for _, rows in groups(bindings) for row in rows}


def test_the_docs_have_the_keys_of_the_program() -> None:
    assert (ROOT / "docs" / "keys.md").read_text("utf-8") == keys_md(), (
        "run python -m newsreader.key_table > docs/keys.md"
    )


def test_every_action_is_in_the_docs_with_its_keys() -> None:
    lines = keys_md().splitlines()
    for action in ACTIONS:
        line = next(line for line in lines if line.endswith(f"| `{action.id}` |"))
        for key in action.keys:
            shown = key.replace("escape", "esc").replace("pageup", "pgup").replace("pagedown", "pgdn")
            assert f"`{shown.replace('|', chr(92) + '|')}`" in line


def test_all_groups_are_there_in_their_order() -> None:
    assert [group for group, _ in groups(bind({})[0])] == list(GROUPS)


def test_every_action_has_a_row_and_the_sections_share_two() -> None:
    shown = rows()
    assert {action.title for action in ACTIONS if not action.id.startswith("section-")} <= set(shown)
    assert shown["Section"] == "1 … 9"
    assert shown["All sections"] == "0"


def test_a_person_sees_their_own_keys() -> None:
    assert rows({"star": ["Q", "f5"]})["Star"] == "Q, f5"


def test_an_action_without_keys_has_no_row() -> None:
    assert "Star" not in rows({"star": ""})


def test_sections_with_other_keys_have_rows_of_their_own() -> None:
    shown = rows({"section-3": "f3"})
    assert shown["Section 3"] == "f3"
    assert shown["Section 4"] == "4"


@pytest.mark.parametrize("pane", PANES)
def test_what_a_key_does_in_a_pane_is_told_only_of_actions_that_work_there(pane: str) -> None:
    for name, words in HERE.items():
        assert name in BY_ID
        if pane in words:
            assert pane in BY_ID[name].panes, name


def test_in_a_pane_a_person_sees_their_own_keys() -> None:
    bindings, _ = bind({"open-link": "f4"})
    assert "f4" in [row.keys for row in rows_here("article", bindings)]
