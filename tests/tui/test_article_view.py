"""The article pane, as the screen and a person use it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.selection import Selection

sys.path.insert(0, str(Path(__file__).parent))

from article_host import ArticleHost, prose

from newsreader.articles.build import from_html
from newsreader.articles.document import Code, Document, Link, Paragraph, Run
from newsreader.query.parse import parse
from newsreader.query.words import Term, terms
from newsreader.tui.messages import HitReached, LinkFocused, LinkOpened, ScrolledToEnd

LONG = prose(60)


async def until(pilot, condition):
    """Wait for a condition, at most some seconds."""
    for _ in range(500):
        if condition():
            return
        await pilot.pause(0.01)
    pytest.fail("it did not come about")


def searched(query: str) -> tuple[Term, ...]:
    """What a search for `query` marks."""
    return terms(parse(query, now=datetime(2026, 11, 24, tzinfo=UTC)))


# ── What is shown


async def test_without_an_article_the_pane_says_what_to_do():
    app = ArticleHost()
    async with app.run_test(size=(60, 20)):
        assert "Choose a headline" in app.text
        app.article.show(LONG)
        app.article.clear("This article is gone.")
        assert app.text.strip() == "This article is gone."


async def test_an_article_without_a_body_says_so_and_which_key_leads_to_it():
    app = ArticleHost()
    async with app.run_test(size=(60, 20)):
        app.article.show(Document(title="Nothing but a title", url="https://example.org/x"))
        assert "Nothing but a title" in app.text
        said = " ".join(app.text.split())
        assert "sends no text with this article. o opens its page in the browser." in said
        assert "example.org/x" in app.text


async def test_the_text_is_in_a_readable_measure_in_the_middle_of_a_wide_pane():
    app = ArticleHost()
    async with app.run_test(size=(160, 20)):
        app.article.show(LONG)
        body = [line for line in app.lines if "words" in line]
        assert all(len(line.lstrip()) <= 72 for line in body)
        assert all(40 <= len(line) - len(line.lstrip()) <= 46 for line in body)


@pytest.mark.parametrize("width", [10, 20, 40, 60, 100])
async def test_a_narrow_pane_gives_its_cells_to_the_text(width):
    app = ArticleHost()
    async with app.run_test(size=(width, 20)):
        app.article.show(LONG)
        margins = [len(line) - len(line.lstrip()) for line in app.lines if line]
        assert max(margins) <= 3 if width < 80 else min(margins) >= 3


async def test_an_article_is_laid_out_to_its_end_while_the_top_is_already_there():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(prose(3000))
        assert "Number 0 begins" in app.text
        assert app.article.page is not None and not app.article.page.done
        await until(pilot, lambda: app.article.page.done)
        app.article.to_end()
        assert "https" in app.text or "example.org/2999" in app.text


async def test_another_theme_recolours_what_is_shown():
    app = ArticleHost("paper-dark")
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG)
        (before,) = app.segments("A long report")
        app.use_theme("paper-light")
        app.article.retheme()
        (after,) = app.segments("A long report")
        assert before.style.color != after.style.color == app.ink["headline"].color


async def test_code_stands_on_a_ground_of_its_own_also_where_it_is_empty():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(Document(title="T", blocks=(Code("a = 1\n\n    b = 2"), Paragraph((Run("After"),)))))
        ground = app.ink["code"].bgcolor
        first = next(y for y, line in enumerate(app.lines) if "a = 1" in line)
        for y in range(first, first + 3):
            wide = sum(s.cell_length for s in app.article.render_line(y) if s.style.bgcolor == ground)
            assert wide == 72
        assert not any(s.style.bgcolor == ground for s in app.article.render_line(first + 3))


# ── Moving


async def test_a_page_down_leaves_two_lines_in_sight_and_says_when_there_is_no_more():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG)
        before = app.lines
        assert app.article.page_down()
        assert app.lines[:2] == before[-2:]
        pages = 1
        while app.article.page_down():
            pages += 1
        assert pages > 5 and app.article.at_end
        assert not app.article.page_down()
        app.article.page_up()
        assert not app.article.at_end
        app.article.to_top()
        assert app.lines == before


async def test_lines_and_half_pages():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG)
        top = app.lines
        app.article.line_down()
        assert app.lines[:-1] == top[1:]
        app.article.line_up()
        app.article.half_page_down()
        assert app.lines[:12] == top[12:]
        app.article.half_page_up()
        assert app.lines == top


async def test_the_end_is_told_once_when_the_last_line_comes_into_view():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(LONG)
        await pilot.pause()
        assert not app.got
        app.article.to_end()
        await until(pilot, lambda: app.got)
        app.article.page_up()
        app.article.page_down()
        await pilot.pause()
        assert [type(message) for message in app.got] == [ScrolledToEnd]


async def test_a_short_article_is_at_its_end_at_once():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(prose(1))
        await until(pilot, lambda: app.got)
        assert app.article.at_end and not app.article.page_down()


async def test_going_to_the_end_of_a_huge_article_goes_along_while_it_is_laid_out():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(prose(2000))
        app.article.to_end()
        await until(pilot, lambda: app.article.at_end)
        assert "example.org/1999" in app.text


async def test_the_wheel_scrolls():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(LONG)
        wheel = MouseScrollDown(app.article, 5, 5, 0, 1, 0, False, False, False, 5, 5)
        app.article.post_message(wheel)
        await until(pilot, lambda: app.article.scroll_offset.y > 0)


# ── The place


async def test_a_resize_keeps_the_words_at_the_top_and_coming_back_keeps_the_line():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(LONG)
        for _ in range(5):
            app.article.page_down()
        place, top = app.article.position, app.lines[0]
        for size in ((40, 24), (140, 50), (12, 10), (80, 24)):
            await pilot.resize_terminal(*size)
            assert app.article.position == place
        assert app.lines[0] == top


async def test_an_article_opens_where_it_was_left_and_a_new_one_at_its_headline():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG)
        assert app.article.position == (0, 0)
        for _ in range(7):
            app.article.page_down()
        place, top = app.article.position, app.lines[0]
        app.article.show(prose(2))
        assert app.article.position == (0, 0) and "A long report" in app.text
        app.article.show(LONG, place)
        assert app.article.position == place and app.lines[0] == top


@pytest.mark.parametrize("position", [(9999, 0), (3, 10**9), (-5, 3), (0, 5)])
async def test_a_position_that_the_article_has_not_any_more_is_no_error(position):
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG, position)
        assert app.text.strip()


# ── Finding


async def test_finding_folds_case_and_accents_and_goes_to_the_first_hit_from_here():
    app = ArticleHost()
    body = "<p>x</p>" * 40 + "<p>In the CAFÉ of Zürich</p>" + "<p>y</p>" * 40 + "<p>another cafe</p>"
    async with app.run_test(size=(80, 24)):
        app.article.show(from_html(body, title="T"))
        assert app.article.find("cafe") == 2
        assert "CAFÉ" in app.text and app.article.hits
        (hit,) = app.segments("CAFÉ")
        assert hit.style.bgcolor == app.ink["hit"].bgcolor and hit.style.underline
        assert app.article.find("ZURICH") == 1
        assert app.article.find("nowhere") == 0 and not app.article.hits


async def test_next_and_previous_hit_go_around_and_say_which_of_how_many():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(LONG)
        count = app.article.find("begins")
        assert count == 60
        assert app.article.next_hit() and app.article.previous_hit() and app.article.previous_hit()
        await until(pilot, lambda: sum(isinstance(m, HitReached) for m in app.got) == 3)
        told = [(m.number, m.count) for m in app.got if isinstance(m, HitReached)]
        assert told == [(2, 60), (1, 60), (60, 60)]
        assert "Number 59 begins" in app.text
        app.article.clear_hits()
        assert not app.article.hits and not app.article.next_hit()
        assert not any(s.style.bgcolor == app.ink["hit"].bgcolor for s in app.segments("begins"))


async def test_a_phrase_is_found_over_the_end_of_a_line_and_over_the_number_of_a_link():
    app = ArticleHost()
    async with app.run_test(size=(40, 24)):
        app.article.show(
            from_html(
                '<p>The energy ministers of nine <a href="https://e.org">countries</a> agreed early.</p>', title="T"
            )
        )
        assert app.article.find("of nine countries agreed early") == 1
        assert app.article.find("ministers of nine") == 1


async def test_hits_stay_marked_over_a_resize():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(LONG)
        app.article.find("Number 1 begins")
        await pilot.resize_terminal(50, 20)
        marked = [
            s.text for y in range(20) for s in app.article.render_line(y) if s.style.bgcolor == app.ink["hit"].bgcolor
        ]
        assert "".join(marked).replace(" ", "") == "Number1begins"


async def test_the_words_of_a_search_are_marked_without_moving_each_in_its_part():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(
            from_html("<p>Grid talk</p>" + "<p>z</p>" * 40 + "<p>gridlock and a grid</p>", title="The grid")
        )
        assert app.article.mark(searched("grid")) == 3
        assert app.article.position == (0, 0) and app.article.hits
        assert app.article.mark(searched("title:grid")) == 1


# ── Links


async def test_tab_goes_from_link_to_link_and_leaves_at_the_end():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(prose(3))
        seen = []
        while app.article.next_link():
            seen.append(app.article.focused_link)
        assert seen == [f"https://example.org/{n}" for n in range(3)]
        assert app.article.focused_link == ""
        assert app.article.previous_link() and app.article.focused_link == "https://example.org/2"
        await until(pilot, lambda: len(app.got) >= 6)
        told = [m.url for m in app.got if isinstance(m, LinkFocused)]
        assert told == [*seen, "", "https://example.org/2"]


async def test_the_first_tab_takes_the_first_link_in_sight_and_a_far_one_is_scrolled_to():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(LONG)
        for _ in range(5):
            app.article.page_down()
        assert app.article.next_link()
        first = app.article.focused_link
        assert first.rpartition("/")[2] in app.text
        for _ in range(10):
            app.article.next_link()
        number = app.article.focused_link.rpartition("/")[2]
        assert f"link {number}" in app.text.replace("\n", " ").replace("   ", "") or f"Number {number}" in app.text


async def test_a_link_over_two_lines_is_one_link_and_all_of_it_is_focused():
    app = ArticleHost()
    async with app.run_test(size=(40, 24)):
        app.article.show(from_html(f'<p>See <a href="https://e.org/">{"a long link " * 6}</a> now.</p>', title="T"))
        assert app.article.next_link()
        ground = app.ink["selected"].bgcolor
        lines = [y for y in range(24) if any(s.style.bgcolor == ground for s in app.article.render_line(y))]
        assert len(lines) >= 2
        assert not app.article.next_link()


async def test_a_click_opens_the_link_under_it_and_nothing_elsewhere():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.article.show(prose(3))
        await pilot.click(app.article, offset=app.at("begins"))
        await pilot.click(app.article, offset=app.at("link 1"))
        await until(pilot, lambda: any(isinstance(m, LinkOpened) for m in app.got))
        assert [m.url for m in app.got if isinstance(m, LinkOpened)] == ["https://example.org/1"]


async def test_only_what_a_browser_may_get_becomes_a_hyperlink_of_the_terminal():
    app = ArticleHost()
    targets = ("https://example.org/a b", "javascript:alert(1)", "file:///etc/passwd", "https://example.org/ok")
    async with app.run_test(size=(80, 24)):
        app.article.show(
            Document(
                title="T",
                blocks=tuple(Paragraph((Run(f"target{n}", link=n + 1),)) for n in range(len(targets))),
                links=tuple(Link("", url) for url in targets),
            )
        )
        links = [app.segments(f"target{n}")[0].style.link for n in range(len(targets))]
        assert links == ["https://example.org/a%20b", None, None, "https://example.org/ok"]


async def test_a_link_that_names_another_host_shows_where_it_leads():
    app = ArticleHost()
    async with app.run_test(size=(80, 24)):
        app.article.show(from_html('<p><a href="https://evil.example/login">www.bank.com</a></p>', title="T"))
        assert "www.bank.com (evil.example)" in app.text


# ── Selecting


async def test_dragging_selects_text_that_is_copied_without_margins_numbers_and_line_ends():
    app = ArticleHost()
    async with app.run_test(size=(60, 24)) as pilot:
        app.article.show(
            from_html(
                '<p>The energy ministers of <a href="https://e.org">nine countries</a> agreed early on Tuesday to build'
                " a grid.</p><p>Second<br>line.</p><ul><li>One<li>Two</ul>",
                title="T",
            )
        )
        _, y = app.at("The energy")
        _, last = app.at("Two")
        await pilot.mouse_down(app.article, offset=(0, y))
        await pilot.hover(app.article, offset=(50, last))
        await pilot.mouse_up(app.article, offset=(50, last))
        await until(pilot, lambda: app.article.selected_text)
        assert app.article.selected_text == (
            "The energy ministers of nine countries agreed early on Tuesday to build a grid.\n\nSecond\nline.\n\n• One\n• Two"
        )
        assert app.screen.get_selected_text() == app.article.selected_text
        marked = [s for s in app.article.render_line(y) if s.style.bgcolor == app.ink["selection"].bgcolor]
        assert "".join(s.text for s in marked).startswith("The energy")
        assert not any(isinstance(m, LinkOpened) for m in app.got)


async def test_a_double_click_selects_a_word_and_a_third_click_the_paragraph():
    app = ArticleHost()
    async with app.run_test(size=(60, 24)) as pilot:
        app.article.show(
            from_html("<p>“Ministers”, she said, agreed on a longer line of words.</p><p>Next.</p>", title="T")
        )
        x, y = app.at("Ministers")
        await pilot.click(app.article, offset=(x + 3, y), times=2)
        await until(pilot, lambda: app.article.selected_text == "Ministers")
        await pilot.click(app.article, offset=(x + 3, y), times=3)
        await until(pilot, lambda: app.article.selected_text.endswith("words."))
        assert "Next" not in app.article.selected_text
        await pilot.click(app.article, offset=(0, 22))
        await until(pilot, lambda: app.article.selected_text == "")


async def test_a_quote_and_code_are_copied_as_they_were_written():
    app = ArticleHost()
    async with app.run_test(size=(40, 30)):
        app.article.show(
            from_html(
                "<blockquote><p>The cable that nobody wanted is the cable that everybody needs.</p></blockquote>"
                "<pre>if x:\n    y = 1</pre>",
                title="T",
            )
        )
        app.screen.selections = {app.article: Selection(Offset(0, app.at("The cable")[1]), None)}
        assert app.article.selected_text == (
            "The cable that nobody wanted is the cable that everybody needs.\n\nif x:\n    y = 1"
        )


async def test_what_is_drawn_around_the_words_is_not_copied():
    app = ArticleHost()
    async with app.run_test(size=(60, 40)):
        app.article.show(
            from_html(
                "<blockquote><p>The cable that nobody wanted is a cable.</p><p>And everybody needs it.</p></blockquote>"
                "<table><tr><th>Name</th><th>Value</th></tr><tr><td>alpha</td><td>1</td></tr></table>"
                '<p><img src="https://example.org/p.jpg" alt="A harbour at night"></p><hr><p>The end.</p>',
                title="T",
            )
        )
        app.screen.selections = {app.article: Selection(Offset(0, app.at("The cable")[1]), None)}
        assert app.article.selected_text == (
            "The cable that nobody wanted is a cable.\n\nAnd everybody needs it.\n\n"
            "Name   Value\nalpha      1\n\nA harbour at night\n\nThe end."
        )


async def test_another_article_or_width_drops_the_selection():
    app = ArticleHost()
    async with app.run_test(size=(60, 24)) as pilot:
        app.article.show(LONG)
        for change in (lambda: app.article.show(prose(2)), lambda: pilot.resize_terminal(50, 20)):
            app.screen.selections = {app.article: Selection(None, None)}
            assert app.article.selected_text
            if (waited := change()) is not None:
                await waited
            assert app.article.selected_text == ""
