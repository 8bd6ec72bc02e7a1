from rich.style import Style

from newsreader.model import Feed, FeedStatus, Schedule
from newsreader.tui.tree_rows import STATUS_SIGNS, TreeRow, draw_row, tree_rows

INK = dict.fromkeys(("text", "quiet", "accent", "error"), Style())


def feed(number: int, name: str, section: str = "", status: FeedStatus = "ok") -> Feed:
    return Feed(number, f"https://{number}.example", name, section, (), True, name, "", 0, status, Schedule())


def labels(rows: list[TreeRow]) -> list[str]:
    return [row.label or "-" for row in rows]


FEEDS = [feed(1, "BBC", "World"), feed(2, "Loose"), feed(3, "LWN", "Tech"), feed(4, "Guardian", "World")]


def test_sections_stand_in_the_order_of_the_config_with_their_feeds_and_single_feeds_come_last() -> None:
    rows = tree_rows(FEEDS, {}, today=0, starred=0)
    assert labels(rows) == "Today Unread Starred - World BBC Guardian Tech LWN - Loose".split()


def test_a_section_counts_what_its_feeds_have() -> None:
    rows = {row.label: row.count for row in tree_rows(FEEDS, {1: 60, 4: 5, 3: 2}, today=7, starred=1)}
    assert (rows["World"], rows["Tech"], rows["Unread"], rows["Today"], rows["Starred"]) == (65, 2, 67, 7, 1)


def test_a_folded_section_keeps_its_count_and_hides_its_feeds() -> None:
    rows = tree_rows(FEEDS, {1: 60}, today=0, starred=0, folded={"World"})
    assert "BBC" not in labels(rows)
    assert next(row for row in rows if row.label == "World").count == 60


def test_hiding_read_feeds_keeps_the_one_where_the_person_is() -> None:
    rows = tree_rows(FEEDS, {1: 3}, today=0, starred=0, hide_read=True, keep="feed:3")
    assert labels(rows) == "Today Unread Starred - World BBC Tech LWN".split()


def test_without_feeds_there_are_no_gaps() -> None:
    assert labels(tree_rows([], {}, today=0, starred=0)) == ["Today", "Unread", "Starred"]


def test_every_state_that_is_not_fine_has_a_sign_of_its_own() -> None:
    for ascii_only in (False, True):
        signs = {
            draw_row(TreeRow("feed", "feed:1", "x", status=status), 20, INK, ascii_only=ascii_only).text[1]
            for status in STATUS_SIGNS
        }
        assert len(signs) == len(STATUS_SIGNS)
        assert " " not in signs


def test_a_long_name_makes_room_for_its_count() -> None:
    text = draw_row(TreeRow("feed", "feed:1", "A name that is much too long", 1234), 22, INK).text
    assert text == "   A name tha…  1,234 "


def test_the_row_of_the_list_that_is_shown_has_a_sign_beside_any_other() -> None:
    section = TreeRow("section", "section:World", "World", folded=False)
    broken = TreeRow("feed", "feed:1", "Planet", status="failing")
    fine = TreeRow("feed", "feed:2", "BBC")
    assert [draw_row(row, 12, INK, current=True).text for row in (section, broken, fine)] == [
        "›▾ World    ",
        "›! Planet   ",
        " › BBC      ",
    ]
    assert draw_row(section, 12, INK, current=True, ascii_only=True).text == ">- World    "
    assert draw_row(section, 12, INK).text == " ▾ World    "
