"""The search bar, saved views and the command line find the same articles in the same order."""

import json

import pytest
from paper import Item, Paper
from test_finding import index

from newsreader.cli import run


def shell(paper: Paper, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    paths = ["--config", str(paper.paths.config), "--data-dir", str(paper.paths.database.parent)]
    assert run([*paths, *words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    "query",
    [
        "many",
        "many or storm",
        "man*",
        "many sort:title",
        "many sort:date",
        "many -storm",
        "is:unread",
        "-many",
        "sort:length",
        '"of many"',
    ],
)
async def test_what_enter_keeps_is_what_search_prints(
    paper: Paper, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    titles = [f"Item {n} of many{' many' * (n % 5)}" for n in range(70)]
    paper.publish("BBC", *(Item(title, 10 + n, f"<p>{'many words ' * (n % 7)}</p>") for n, title in enumerate(titles)))
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *query, "enter")
        await person.waits(lambda: person.app.main.finding.words == query and not person.app.store.busy)
        shown = list(person.app.main.list.ids)
    assert shown == [row["id"] for row in shell(paper, capsys, "search", query, "--limit", "1000")]


async def test_a_kept_view_counts_and_lists_what_the_shell_does(
    paper: Paper, capsys: pytest.CaptureFixture[str]
) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"storm or palace")
        await person.sees("2 found")
        await person.press("ctrl+s", "enter")
        await person.sees("in the section")
        await person.press("enter")
        await person.sees_in("tree", "Storm palace +2")
        await person.press(":", *"storm palace", "enter")
        await person.waits(lambda: person.app.main.viewing.view.kind == "view" and len(person.app.main.list.ids) == 2)
        shown = list(person.app.main.list.ids)
    [view] = shell(paper, capsys, "views")
    assert (view["name"], view["unread"], view["total"]) == ("Storm palace", 2, 2)
    assert shown == [row["id"] for row in shell(paper, capsys, "list", "storm or palace")]
