"""Links inside an article: footnotes and sections, and the ways back."""

import pytest

from newsreader.articles.build import from_html, from_markdown, from_page
from newsreader.articles.document import Document, Footnotes, Heading, Paragraph, Run, plain
from newsreader.articles.places import block_with
from newsreader.articles.render import body_html, to_html, to_json, to_markdown
from newsreader.articles.runs import runs_of

NOTES = (
    '<p>Grids<sup id="r1"><a href="#n1">1</a></sup> and cables<sup><a href="#n2">2</a></sup>.</p><p>More.</p>'
    '<section class="footnotes"><ol><li id="n1"><p>On grids. <a href="#r1" class="footnote-backref">back</a></p></li>'
    '<li id="n2">On cables.</li></ol></section>'
)


def runs(page: Document) -> list[Run]:
    return [run for block in page.blocks for run in runs_of(block)]


def led_to(page: Document, text: str) -> str:
    """The text at the place that the run with `text` leads to."""
    jump = next(run.jump for run in runs(page) if run.text == text)
    return next(run.text for run in runs(page) if jump and run.place == jump)


def test_a_reference_leads_to_its_footnote_and_the_footnote_back() -> None:
    page = from_html(NOTES)
    assert led_to(page, "¹") == "On grids. " and led_to(page, "²") == "On cables. "
    assert led_to(page, "back") == "¹"
    assert led_to(page, "↩") == "²", "a note without a way back gets one"
    assert page.links == (), "links inside the page are not among the numbered ones"


def test_a_note_that_is_referred_to_twice_has_two_ways_back() -> None:
    page = from_markdown("One[^a], two[^a].\n\n[^a]: The note.")
    back = [run.jump for run in runs(page) if run.text == "↩"]
    assert back == [run.place for run in runs(page) if run.text == "¹"]
    assert len(set(back)) == 2


def test_a_link_to_a_section_leads_to_the_first_words_there() -> None:
    for href in ("#s", "https://x.example/p#s", "/p#s"):
        page = from_html(
            f'<p>See <a href="{href}">below</a>.</p><a name="s"></a><h2><b>Section</b> two</h2><p>x</p>',
            base="https://x.example/p",
        )
        assert led_to(page, "below") == "Section" and not page.links
    block = block_with(page.blocks, next(run.jump for run in runs(page) if run.jump))
    assert block == 1 and isinstance(page.blocks[block], Heading)


def test_a_name_is_found_encoded_or_not() -> None:
    page = from_html(
        '<p><a href="#caf%C3%A9">one</a> <a href="#fn%3A1">two</a></p><p id="café">A</p><p id="fn:1">B</p>'
    )
    assert (led_to(page, "one"), led_to(page, "two")) == ("A", "B")


@pytest.mark.parametrize("href", ["#", "#top", "#gone", "#%ff", "#["])
def test_a_link_that_leads_nowhere_in_the_page_is_text(href: str) -> None:
    page = from_html(f'<p>Up <a href="{href}">to it</a>.</p><p id="x">y</p>')
    assert page.blocks[0] == Paragraph((Run("Up to it."),))


def test_a_place_that_was_dropped_as_furniture_is_led_to_no_more() -> None:
    page = from_html('<p>A text. <a href="#s">Share</a></p><ul id="s"><li>Facebook</li><li>Twitter</li></ul>')
    assert not any(run.jump or run.place for run in runs(page))


def test_notes_of_a_web_page_are_kept_with_their_ways() -> None:
    body = "".join(f"<p>Sentence {n} of a long article, with enough words to be one.</p>" for n in range(20))
    page = from_page(f"<html><body><article>{body}{NOTES}</article></body></html>", "https://x.example/")
    assert isinstance(page.blocks[-1], Footnotes) and led_to(page, "²") == "On cables. "


def test_every_format_has_the_notes_and_can_be_read_back() -> None:
    page = from_html(NOTES)
    record = to_json(page)["blocks"]
    reference = record[0]["inline"][1]
    note = record[-1]["items"][0]["blocks"][0]["inline"][0]
    assert reference["url"] == f"#{note['id']}" and reference["id"]
    assert from_html(body_html(page)).blocks == page.blocks
    markdown = to_markdown(page)
    assert "Grids[^1] and cables[^2]." in markdown and "[^2]: On cables." in markdown
    again = from_markdown(markdown.partition("\n\n")[2])
    assert led_to(again, "²") == "On cables. "


def test_a_footnote_that_nothing_refers_to_is_shown_in_markdown_as_well() -> None:
    page = from_html('<p>Text.</p><ol class="footnotes"><li>Stray.</li></ol>')
    assert "1. Stray." in to_markdown(page)


def test_words_that_lead_to_a_note_stay_in_markdown() -> None:
    page = from_html('<p>As <a href="#n">Smith wrote</a>.</p><div class="footnotes"><ol><li id="n">S.</li></ol></div>')
    assert "As Smith wrote[^1]." in to_markdown(page)


def test_articles_in_one_file_do_not_lead_into_each_other() -> None:
    html = to_html(from_html(NOTES), from_html(NOTES))
    ids = [piece.partition('"')[0] for piece in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 8
    assert all(f'href="#{name}"' in html for name in ids)


def test_a_note_label_of_hostile_text_is_no_markup() -> None:
    page = Document(
        blocks=(
            Paragraph((Run("a", jump=1),)),
            Footnotes((("](javascript:x)<b>", (Paragraph((Run("n", place=1),)),)),)),
        )
    )
    markdown = to_markdown(page)
    assert "<b>" not in markdown and "](" not in markdown
    assert plain(from_markdown(markdown.partition("\n\n")[2] or markdown).blocks[0].inline)
