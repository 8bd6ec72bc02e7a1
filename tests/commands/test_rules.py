"""newsreader rules"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader

RULES = """
[[rules]]
name = "No football"
when = "football"
do = "mute"

[[rules]]
name = "Sea"
when = "storm or surge"
do = ["star", "tag:sea"]
section = "World"
until = 2020-01-31
"""


def test_rules_are_listed_with_what_came_of_them(home: "Home", newsreader: "Newsreader", rows) -> None:  # type: ignore[no-untyped-def]
    home.config.write_text(home.config.read_text() + RULES)
    home.writer.note_rule("No football", "no room")
    football, sea = rows("rules")
    assert football == {
        "name": "No football", "when": "football", "do": ["mute"], "feeds": [], "section": None, "until": None,
        "over": False, "matched": 0, "last_match": None, "error": "no room",
    }  # fmt: skip
    assert (sea["do"], sea["section"], sea["until"], sea["over"]) == (["star", "tag:sea"], "World", "2020-01-31", True)
    assert newsreader("rules") == [
        "No football  0 matched  football → mute",
        "             failed: no room",
        "Sea          0 matched  storm or surge → star, tag:sea  over since 2020-01-31",
    ]


def test_rules_are_tested_on_what_is_stored(home: "Home", newsreader: "Newsreader", rows) -> None:  # type: ignore[no-untyped-def]
    home.config.write_text(home.config.read_text() + RULES.replace("until = 2020-01-31", ""))
    for n in range(7):
        home.add(f"Football {n}", hours=n)
    home.add("Surge", hours=24 * 10)
    home.add("Storm in the cloud", feed=2)
    home.writer.set_flag([1], "muted", True)
    home.writer.set_flag([2], "read", True)
    lines = newsreader("rules", "test")
    assert lines[0] == "No football: 7 in 7 days"
    assert lines[1].endswith("World Daily  Football 0")
    assert lines[6:] == ["  … and 2 more", "Sea: 0 in 7 days"]
    assert [(rule["matched"], rule["ids"]) for rule in rows("rules", "test", "30")][1] == (1, [8])


def test_wrong_use_is_said(newsreader: "Newsreader") -> None:
    assert "no number of days" in newsreader("rules", "test", "x", status=2)[0]
    assert "invalid choice" in newsreader("rules", "tset", status=2)[0]
