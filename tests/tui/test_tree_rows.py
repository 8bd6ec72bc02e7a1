from rich.style import Style

from newsreader.model import Feed, FeedStatus, Schedule
from newsreader.tui.shelf import Shelf
from newsreader.tui.tree_rows import STATUS_SIGNS, Counts, TreeRow, draw_row, tree_rows

INK = dict.fromkeys(("text", "quiet", "accent", "error"), Style())


def feed(number: int, name: str, section: str = "", status: FeedStatus = "ok") -> Feed:
    return Feed(number, f"https://{number}.example", name, section, (), True, name, "", 0, status, Schedule())


def labels(rows: list[TreeRow]) -> list[str]:
    return [row.label.replace("Front page", "Front_page") or "-" for row in rows]


def counts(**unread: int) -> Counts:
    """Of rows, by their labels."""
    return lambda row: unread.get(row.label, 0)


FEEDS = [feed(1, "BBC", "World"), feed(2, "Loose"), feed(3, "LWN", "Tech"), feed(4, "Guardian", "World")]
ROWS = Shelf(FEEDS).rows


def test_sections_stand_in_the_order_of_the_config_with_their_feeds_and_single_feeds_come_last() -> None:
    rows = tree_rows(ROWS, counts())
    assert labels(rows) == "Front_page Today Unread Starred - World BBC Guardian Tech LWN - Loose".split()


def test_a_folded_section_hides_its_feeds_and_its_views() -> None:
    rows = tree_rows(ROWS, counts(), views={"World": ["Wars"]}, folded={"World"})
    assert labels(rows) == "Front_page Today Unread Starred - World Tech LWN - Loose".split()
    assert next(row for row in rows if row.label == "World").folded


def test_hiding_read_feeds_keeps_the_one_where_the_person_is() -> None:
    rows = tree_rows(ROWS, counts(BBC=3, World=3), hide_read=True, keep="feed:3")
    assert labels(rows) == "Front_page Today Unread Starred - World BBC Tech LWN".split()


def test_a_folded_section_with_unread_articles_is_not_hidden() -> None:
    rows = tree_rows(ROWS, counts(BBC=3, World=3), hide_read=True, folded={"World", "Tech"})
    assert labels(rows) == "Front_page Today Unread Starred - World".split()


def test_views_stand_beside_the_smart_rows_or_first_in_their_section() -> None:
    views = {"": ["Long reads"], "Tech": ["Kernel"], "Nowhere": ["Lost"]}
    rows = tree_rows(ROWS, counts(), views=views)
    assert labels(rows) == [
        *("Front_page", "Today", "Unread", "Starred", "Long reads", "Lost", "-"),
        *("World", "BBC", "Guardian", "Tech", "Kernel", "LWN", "-", "Loose"),
    ]
    assert [row.key for row in rows if row.kind == "view"] == ["view:Long reads", "view:Lost", "view:Kernel"]


def test_without_feeds_there_are_no_gaps() -> None:
    assert labels(tree_rows({}, counts())) == ["Front_page", "Today", "Unread", "Starred"]


def test_every_state_that_is_not_fine_has_a_sign_of_its_own() -> None:
    for ascii_only in (False, True):
        signs = {
            draw_row(TreeRow("feed", "feed:1", "x", status=status), 0, 20, INK, ascii_only=ascii_only).text[1]
            for status in STATUS_SIGNS
        }
        assert len(signs) == len(STATUS_SIGNS)
        assert " " not in signs


def test_a_long_name_makes_room_for_its_count() -> None:
    text = draw_row(TreeRow("feed", "feed:1", "A name that is much too long"), 1234, 22, INK).text
    assert text == "   A name tha…  1,234 "


def test_the_row_of_the_list_that_is_shown_has_a_sign_beside_any_other() -> None:
    section = TreeRow("section", "section:World", "World", folded=False)
    broken = TreeRow("feed", "feed:1", "Planet", status="failing")
    fine = TreeRow("feed", "feed:2", "BBC")
    assert [draw_row(row, 0, 12, INK, current=True).text for row in (section, broken, fine)] == [
        "›▾ World    ",
        "›! Planet   ",
        " › BBC      ",
    ]
    assert draw_row(section, 0, 12, INK, current=True, ascii_only=True).text == ">- World    "
    assert draw_row(section, 0, 12, INK).text == " ▾ World    "
