"""Macros: one key does several things, each when what the one before asked for is there."""

import pytest
from paper import Item, Paper

from newsreader.config.load import ConfigErrors, loads


def with_macro(paper: Paper, do: str, keys: str = "alt+s", name: str = "") -> None:
    called = f'name = "{name}"\n' if name else ""
    text = paper.paths.config.read_text("utf-8")
    paper.paths.config.write_text(f'{text}\n[[macros]]\nkeys = "{keys}"\ndo = [{do}]\n{called}', "utf-8")


async def test_its_actions_happen_in_turn(paper: Paper) -> None:
    with_macro(paper, '"star", "toggle-read", "down"')
    async with paper.open() as person:
        first, row = person.cursor(), person.app.main.list.cursor
        await person.press("alt+s")
        await person.waits(lambda: person.app.main.list.cursor == row + 1)
        title = next(title for title in paper.headlines() if title in first)
        await person.waits(lambda: paper.headlines()[title].starred and paper.headlines()[title].read)


async def test_a_step_waits_for_what_the_one_before_has_asked_the_store_for(paper: Paper) -> None:
    with_macro(paper, '"section-2", "open", "star", "back"')
    async with paper.open() as person:
        await person.press("alt+s")
        await person.waits(lambda: paper.headlines()["A tour of the scheduler"].starred)
        await person.waits(lambda: person.has_keys == "list")
        assert sum(row.starred for row in paper.headlines().values()) == 1


async def test_keys_pressed_meanwhile_come_after_it(paper: Paper) -> None:
    with_macro(paper, '"section-2", "open", "back"')
    async with paper.open() as person:
        await person.press("alt+s", "s")
        await person.waits(lambda: paper.headlines()["A tour of the scheduler"].starred)
        await person.press("alt+s", "escape")
        await person.waits(lambda: not person.app.main.keying._macro.running)


async def test_what_cannot_be_done_here_is_named_and_ends_it(paper: Paper) -> None:
    with_macro(paper, '"toggle-read", "zen"')
    async with paper.open() as person:
        await person.press("h", "alt+s")
        await person.sees("Read or unread: nothing to do in the feed tree")
        await person.waits(lambda: not person.app.main.keying._macro.running)
        assert not person.app.main.arranging.zen


@pytest.mark.parametrize(("answer", "goes_on"), [("y", True), ("n", False)])
async def test_a_question_is_waited_for_and_no_ends_it(paper: Paper, answer: str, goes_on: bool) -> None:
    paper.publish("BBC", *(Item(f"Item {n}", 10 + n) for n in range(60)))
    with_macro(paper, '"mark-all-read", "zen"')
    async with paper.open() as person:
        await person.press("alt+s")
        await person.sees("mark .* as read|read\\?")
        assert not person.app.main.arranging.zen
        await person.press(answer)
        await person.waits(
            lambda: not person.app.main.keying._macro.running and person.app.main.arranging.zen == goes_on
        )


@pytest.mark.parametrize(("keys", "goes_on"), [(("q",), True), (("escape",), False)])
async def test_what_it_opened_is_waited_for_and_escape_ends_it(
    paper: Paper, keys: tuple[str, ...], goes_on: bool
) -> None:
    with_macro(paper, '"help", "zen"')
    async with paper.open() as person:
        await person.press("alt+s")
        await person.sees("search help|closes; \\[keys\\]")
        assert not person.app.main.arranging.zen
        await person.press(*keys)
        await person.waits(lambda: not person.app.main.keying._macro.running)
        assert person.app.main.arranging.zen == goes_on


async def test_a_search_in_it_is_typed_and_the_rest_follows(paper: Paper) -> None:
    with_macro(paper, '"search", "open", "star"')
    with paper.writer() as writer:
        while writer.index_some():
            pass
    async with paper.open() as person:
        await person.press("alt+s", *"palace", "enter")
        await person.waits(lambda: paper.headlines()["Old palace found"].starred)


async def test_a_sequence_can_be_its_key_and_it_stands_in_help_and_palette(paper: Paper) -> None:
    with_macro(paper, '"star", "down"', keys="g s", name="Star and go on")
    async with paper.open() as person:
        await person.press("g", "s")
        await person.waits(lambda: any(row.starred for row in paper.headlines().values()))
        await person.press("?", "/", *"go on")
        await person.sees("g s +star, down|g s +Star and go on")
        await person.press("escape", "escape", ":", *"star and go")
        await person.sees("Star and go on +macro: star, down")
        await person.press("enter")
        await person.waits(lambda: sum(row.starred for row in paper.headlines().values()) == 2)


async def test_a_changed_config_changes_it(paper: Paper) -> None:
    with_macro(paper, '"star"')
    async with paper.open() as person:
        text = paper.paths.config.read_text("utf-8")
        paper.paths.config.write_text(text.replace('"star"', '"zen"'), "utf-8")
        person.app.main.configuring.look()
        await person.sees("settings read again")
        await person.press("alt+s")
        await person.waits(lambda: person.app.main.arranging.zen)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[[macros]]\nkeys = "s"\ndo = ["zen"]',
            'macros[0].keys: "s" is star already; in [keys] give star another key, or none: star = ""',
        ),
        (
            '[[macros]]\nkeys = "alt+s"\ndo = ["zen"]\n[[macros]]\nkeys = "alt+s"\ndo = ["star"]',
            'macros[1].keys: "alt+s" is the macro Only the article already',
        ),
        ('[[macros]]\nkeys = "s x"\ndo = ["zen"]', 'macros[0].keys: "s x" begins with "s": star would wait'),
        ('[[macros]]\nkeys = "alt+s"\ndo = ["macro:0"]', "macros[0].do: no action is called"),
        ('[[macros]]\nkeys = "alt+s"\ndo = []', "macros[0].do"),
    ],
)
def test_mistakes_are_named(paper: Paper, text: str, says: str) -> None:
    with pytest.raises(ConfigErrors) as raised:
        loads(text, paper.paths.config)
    assert says in str(raised.value)


def test_a_key_that_was_taken_from_its_action_is_free(paper: Paper) -> None:
    loads('[keys]\nstar = ""\n[[macros]]\nkeys = "s"\ndo = ["star", "down"]', paper.paths.config)
