"""What HTML says, block by block."""

import pytest

from newsreader.articles.build import from_html
from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Embed,
    Footnotes,
    Heading,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain,
)
from newsreader.articles.html import read_html
from newsreader.articles.words import block_text


def blocks(html: str, base: str = "https://x.example/dir/page") -> tuple[Block, ...]:
    return read_html(html, base)[0]


def only(html: str) -> Block:
    (block,) = blocks(html)
    return block


def para(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def said(html: str) -> list[str]:
    return [block_text(block) for block in blocks(html)]


def test_white_space_folds_as_in_a_browser() -> None:
    assert said("<p>  one\n two <b> three </b>four&nbsp;five</p>") == ["one two three four five"]
    assert said("<p>wor<b>d</b>s</p>") == ["words"]


def test_marks_nest_and_equal_runs_join() -> None:
    block = only("<p>a <b>b <i>c</i></b><b> d</b> <code>e</code></p>")
    assert isinstance(block, Paragraph)
    assert (
        block.inline
        == (
            Run("a "),
            Run("b ", frozenset({"strong"})),
            Run("c", frozenset({"strong", "em"})),
            Run(" d", frozenset({"strong"})),
            Run(" "),
            Run("e", frozenset({"code"})),
        )
        or plain(block.inline) == "a b c d e"
    )


def test_two_line_breaks_part_paragraphs_and_one_breaks_the_line() -> None:
    assert said("one<br>two<br><br>three") == ["one\ntwo", "three"]


def test_links_are_absolute_and_numbered_in_order_once_each() -> None:
    _, links = read_html(
        '<a href="../b">B</a> <a href="https://y.example/ü">Y</a> <a href="../b">again</a>', "https://x.example/d/p"
    )
    assert links == (Link("B", "https://x.example/b"), Link("Y", "https://y.example/%C3%BC"))


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "\x01javascript:x",
        "data:text/html,x",
        "#part",
        "vbscript:x",
        "http://[",
        "",
    ],
)
def test_what_runs_or_leads_nowhere_is_text_and_no_link(href: str) -> None:
    found, links = read_html(f'<p><a href="{href}">text</a></p>')
    assert links == () and found == (para("text"),)


def test_a_link_that_names_another_host_shows_where_it_leads() -> None:
    assert said('<a href="https://evil.example/x">www.bank.example</a>') == ["www.bank.example (evil.example)"]
    assert said('<a href="https://www.bank.example/x">bank.example/account</a>') == ["bank.example/account"]


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        (r"https:\\evil.example/x", "https://evil.example/x"),
        (r"\\evil.example\x", "https://evil.example/x"),
        (r"http://evil.example\@bank.example/", "http://evil.example/@bank.example/"),
        (r"here\there?a\b", "https://own.example/here/there?a\\b"),
    ],
)
def test_a_backslash_in_a_link_is_the_slash_that_browsers_take_it_for(href: str, leads: str) -> None:
    _, links = read_html(f'<a href="{href}">text</a>', "https://own.example/")
    assert [link.url for link in links] == [leads]


@pytest.mark.parametrize("dot", ["\uff0e", "\u3002", "\uff61"])
def test_a_link_that_names_another_host_with_dots_of_another_width_shows_where_it_leads(dot: str) -> None:
    assert said(f'<a href="https://evil.example/x">www{dot}bank{dot}example</a>') == [
        f"www{dot}bank{dot}example (evil.example)"
    ]


def test_what_stands_before_the_host_of_a_link_is_left_out() -> None:
    _, links = read_html(
        '<a href="https://www.bank.example:x@evil.example/a">A</a> <a href="b">B</a>', "https://me:s3cret@own.example/"
    )
    assert [link.url for link in links] == ["https://evil.example/a", "https://own.example/b"]


def test_the_password_of_the_base_is_not_in_the_address_of_a_page() -> None:
    assert from_html("<p>x", base="https://me:s3cret@own.example/p").url == "https://own.example/p"


@pytest.mark.parametrize("name", ["Node.js", "ASP.NET", "main.py", "Socket.io", "The bank.example site", "v1.2.3"])
def test_names_with_a_dot_are_no_hosts(name: str) -> None:
    assert said(f'<a href="https://elsewhere.example/x">{name}</a>') == [name]


def test_lists_keep_their_nesting_start_and_type() -> None:
    block = only('<ol start="4" type="a"><li>one<ul><li>in</ul><li><p>two</p><p>more</p></ol>')
    assert isinstance(block, ListBlock) and (block.ordered, block.start, block.type) == (True, 4, "a")
    inner = ListBlock(((para("in"),),))
    assert block.items == ((para("one"), inner), (para("two"), para("more")))


def test_task_lists_show_their_boxes() -> None:
    assert said("<ul><li><input type=checkbox checked> done<li><input type=checkbox> open</ul>") == ["☑ done\n☐ open"]


def test_quotes_name_their_source() -> None:
    assert only("<blockquote><p>Say it.</p><footer>— A. Speaker</footer></blockquote>") == Quote(
        (para("Say it."),), "A. Speaker"
    )
    pulled = only('<blockquote class="pullquote">Loud.</blockquote>')
    assert isinstance(pulled, Quote) and pulled.pull


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ('<pre><code class="language-rust">fn main() {}\n    x</code></pre>', "rust"),
        ('<pre class="lang-py">fn main() {}\n    x</pre>', "py"),
        ('<div class="highlight highlight-source-shell"><pre>fn main() {}\n    x</pre></div>', "shell"),
        ("<pre>fn main() {}<br>    x</pre>", ""),
        ('<pre><code data-lang="c++"><span>fn</span> main() {}\n    x\n\n</code></pre>', "c++"),
    ],
)
def test_code_keeps_its_white_space_and_language(html: str, lang: str) -> None:
    assert only(html) == Code("fn main() {}\n    x", lang)


def test_data_tables_are_rectangles_whatever_their_spans() -> None:
    table = only(
        "<table><caption>C</caption><tr><th>a<th colspan=2>b<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>"
    )
    assert isinstance(table, Table) and table.caption == "C"
    assert [plain(cell) for cell in table.head] == ["a", "b", ""]
    assert [[plain(cell) for cell in row] for row in table.rows] == [["1", "2", "3"], ["", "4", "5"]]


def test_layout_tables_read_as_text() -> None:
    letter = "<table><tr><td><table><tr><td><h1>Letter</h1><p>Dear reader</p></td><td><img src=a.jpg></td></tr></table></td></tr></table>"
    assert not any(isinstance(block, Table) for block in blocks(letter))
    assert "Dear reader" in said(letter)


def test_pictures_come_from_where_the_page_hides_them() -> None:
    def url(html: str) -> str:
        block = only(html)
        assert isinstance(block, Image)
        return block.url

    assert url('<img src="a.jpg">') == "https://x.example/dir/a.jpg"
    assert url('<img src="data:image/gif;base64,R0" data-src="/real.jpg">') == "https://x.example/real.jpg"
    assert url('<img src="/placeholder.gif" srcset="s.jpg 100w, l.jpg 800w">') == "https://x.example/dir/l.jpg"
    assert url('<picture><source srcset="p.webp 2x"><img></picture>') == "https://x.example/dir/p.webp"
    assert url('<noscript><img src="n.jpg"></noscript>') == "https://x.example/dir/n.jpg"
    assert url('<img data-src="a.jpg"><noscript><img src="a.jpg"></noscript>') == "https://x.example/dir/a.jpg"


@pytest.mark.parametrize(
    "img",
    [
        '<img src="t.gif" width="1" height="1">',
        '<img src="t.gif" style="width:1px">',
        '<img src="https://feeds.feedburner.com/~r/x/4">',
        '<img src="https://pixel.wp.com/b.gif">',
        '<img src="">',
    ],
)
def test_tracking_pixels_are_no_pictures(img: str) -> None:
    assert blocks(f"<p>text</p>{img}") == (para("text"),)


def test_emoji_and_icons_stand_in_their_line() -> None:
    assert said('<p>Well <img class="emoji" alt="🎉" src="e.png"> done</p>') == ["Well 🎉 done"]


def test_captions_and_credits_belong_to_their_picture() -> None:
    picture = Image("https://x.example/a.jpg", "", "The harbour.", "C. Lens/Agency")
    for html in (
        '<figure><img src="/a.jpg"><figcaption>The harbour. <span class="credit">Photo: C. Lens/Agency</span></figcaption></figure>',
        '<figure><img src="/a.jpg"><figcaption>The harbour. (Photo: C. Lens/Agency)</figcaption></figure>',
        '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">The harbour. © C. Lens/Agency</p></div>',
        '<figure><img src="/a.jpg"></figure><figcaption>The harbour. Photograph: C. Lens/Agency</figcaption>',
    ):
        assert only(html) == picture, html


def test_players_become_titled_links() -> None:
    assert only('<iframe src="https://www.youtube.com/embed/abc?rel=0" title="The film"></iframe>') == Embed(
        "https://www.youtube.com/watch?v=abc", "The film", "YouTube", 1
    )
    assert only('<audio><source src="/a.mp3"></audio>') == Embed("https://x.example/a.mp3", "Audio", "x.example", 1)
    assert blocks('<iframe src="javascript:x"></iframe>') == ()


def test_definitions_keep_terms_and_meanings() -> None:
    assert only("<dl><div><dt>a<dd>one</div><dt>b<dd>two<dd>three</dl>") == Definitions(
        ((para("a").inline, (para("one"),)), (para("b").inline, (para("two"), para("three"))))
    )


def test_footnotes_stand_at_the_end_with_a_link_back() -> None:
    html = '<p>Text<sup><a href="#fn1">[1]</a></sup></p><div class="footnotes"><hr><ol><li id="fn1">Note. <a href="#r1">↩</a></ol></div>'
    found, links = read_html(html)
    note = Paragraph((Run("Note. ", place=2), Run("↩", jump=1)))
    assert block_text(found[0]) == "Text¹" and found[1] == Footnotes((("1", (note,)),)) and links == ()


def test_formulas_read_as_text() -> None:
    assert said(
        "<p><math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></math></p>"
    ) == ["x²+a/b"]
    source = '<annotation encoding="application/x-tex">{\\displaystyle e^{i\\pi }}</annotation>'
    latex = f'<math alttext="z"><semantics><mi>x</mi>{source}</semantics></math>'
    assert said(f"<p>{latex}</p>") == ["e^{i\\pi }"]


def test_ruby_stands_in_parentheses_behind_its_characters() -> None:
    assert said("<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>") == ["漢字(かんじ)"]


def test_details_are_unfolded() -> None:
    assert said("<details><summary>More</summary><p>Hidden.</p></details>") == ["More", "Hidden."]


def test_right_to_left_is_known_by_attribute_and_by_letters() -> None:
    for html in ('<p dir="rtl">x</p>', "<p>مرحبا</p>"):
        block = only(html)
        assert isinstance(block, Paragraph) and block.rtl


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template><p>x</p></template>",
        "<!--[if mso]><p>x</p><![endif]-->",
        "<p hidden>x</p>",
        '<p style="display: none">x</p>',
        '<span aria-hidden="true">x</span>',
        "<nav>x</nav>",
        "<select><option>x</select>",
        "<svg><text>x</text></svg>",
    ],
)
def test_what_a_browser_does_not_show_is_not_said(html: str) -> None:
    assert blocks(html) == ()


def test_rules_part_and_headings_keep_their_level() -> None:
    assert blocks("<p>a</p><hr><hr><h4>b</h4>") == (para("a"), Rule(), Heading(4, (Run("b"),)))


# ── The page's parts


def test_a_headline_that_opens_the_body_is_not_shown_twice() -> None:
    page = from_html("<h1>The Title</h1><p>Text.</p>", title="The title")
    assert page.title == "The title" and page.blocks == (para("Text."),)


def test_a_picture_that_opens_the_body_is_the_lead_photo() -> None:
    page = from_html("<img src='https://x.example/a.jpg' alt='A'><p>Text.</p>")
    assert page.lead_image == Image("https://x.example/a.jpg", "A") and page.blocks == (para("Text."),)


@pytest.mark.parametrize(
    "foot",
    [
        '<p>The post <a href="/a">A</a> appeared first on <a href="/">B</a>.</p>',
        '<p><a href="/a">Read more</a></p>',
        '<p><a href="/a">Continue reading →</a></p>',
        '<ul><li><a href="/f">Facebook</a><li><a href="/t">Twitter</a></ul>',
        '<p><a href="/c">Comments</a></p>',
        '<p><a href="/f">Share</a> | <a href="/t">Tweet</a></p>',
    ],
)
def test_the_feeds_own_furniture_goes_and_its_links_with_it(foot: str) -> None:
    page = from_html(f"<p>The text of the article.</p>{foot}")
    assert page.blocks == (para("The text of the article."),) and page.links == ()


def test_an_article_about_sharing_keeps_its_words() -> None:
    assert len(from_html("<p>Share prices fell.</p><p>Read more books, said the minister.</p>").blocks) == 2
