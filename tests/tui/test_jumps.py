"""Links inside an article: tab, enter, the mouse and esc go to footnotes and sections, and back."""

from article_host import ArticleHost

from newsreader.articles.build import from_html

PROSE = ", ".join(["words of the paragraph flow on and on"] * 12)
NOTES = (
    '<p>First words.<sup id="r1"><a href="#n1">1</a></sup> See <a href="#late">the late part</a>.</p>'
    + "".join(f"<p>Number {n}: {PROSE}.</p>" for n in range(60))
    + '<h2 id="late">The late part</h2>'
    + "".join(f"<p>Later {n}: {PROSE}.</p>" for n in range(20))
    + '<section class="footnotes"><ol><li id="n1">The note says this. <a href="#r1">↩</a></li></ol></section>'
)


async def opened(app: ArticleHost, html: str = NOTES) -> None:
    app.article.show(from_html(html, title="A report"))
    await app.animator.wait_until_complete()


async def test_a_reference_jumps_to_its_note_and_the_note_back_to_where_the_person_was() -> None:
    app = ArticleHost()
    async with app.run_test(size=(80, 20)):
        await opened(app)
        app.article.line_down()
        before = app.lines
        app.article.next_link()
        assert app.article.about_focus == "The note says this. ↩"
        assert app.article.jump(app.article.focused_jump)
        assert "The note says this. ↩" in app.text and "First words" not in app.text
        assert app.article.focused_jump, "the way back has the focus"
        assert app.article.jump(app.article.focused_jump)
        assert app.lines == before


async def test_a_section_is_brought_to_the_top_and_esc_takes_back_jump_by_jump() -> None:
    app = ArticleHost()
    async with app.run_test(size=(80, 20)):
        await opened(app)
        app.article.next_link()
        app.article.next_link()
        app.article.jump(app.article.focused_jump)
        assert app.lines[0].strip() == "The late part"
        assert app.article.jump_back()
        assert "First words" in app.text
        assert not app.article.jump_back()


async def test_the_way_back_survives_a_resize_between() -> None:
    app = ArticleHost()
    async with app.run_test(size=(80, 20)) as pilot:
        await opened(app)
        for _ in range(30):
            app.article.line_down()
        top = app.article.position
        assert app.article.jump(next(run.place for run in _runs(app) if run.text.startswith("The note")))
        await pilot.resize_terminal(50, 20)
        while app.article.size.width != 50:
            await pilot.pause()
        app.article.jump_back()
        assert app.article.position[0] == top[0]


async def test_a_click_on_a_reference_jumps() -> None:
    app = ArticleHost()
    async with app.run_test(size=(80, 20)) as pilot:
        await opened(app)
        await pilot.click(app.article, offset=app.at("the late part"))
        assert app.lines[0].strip() == "The late part"


async def test_another_article_forgets_the_jumps() -> None:
    app = ArticleHost()
    async with app.run_test(size=(80, 20)):
        await opened(app)
        app.article.next_link()
        app.article.jump(app.article.focused_jump)
        await opened(app, "<p>Other.</p>")
        assert not app.article.jump_back()
        assert not app.article.jump(1), "it has no such place"


def _runs(app: ArticleHost):
    from newsreader.articles.runs import runs_of

    return [run for block in app.article.page.document.blocks for run in runs_of(block)]
