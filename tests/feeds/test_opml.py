"""Lists of subscriptions in OPML: what they name is found, however broken they are, and nothing else."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsreader.feeds.imported import MAX_FEEDS, Found, NoList
from newsreader.feeds.opml import read_opml


def _list(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>{body}</body></opml>'.encode()


def _one(body: str) -> Found:
    (feed,) = read_opml(_list(body)).feeds
    return feed


def test_the_outermost_folder_is_the_section_and_folders_in_it_are_tags() -> None:
    inner = '<outline text="Linux"><outline text="LWN" type="rss" xmlUrl="https://lwn.example/rss"/></outline>'
    assert _one(f'<outline text="Tech">{inner}</outline>') == Found(
        "https://lwn.example/rss", "LWN", "Tech", ("Linux",)
    )


def test_a_category_with_slashes_is_a_folder_and_one_without_a_tag() -> None:
    feed = _one('<outline text="A" xmlUrl="https://a.example/f" category="/Tech/Linux,daily"/>')
    assert (feed.section, feed.tags) == ("Tech", ("Linux", "daily"))


def test_a_feed_in_two_folders_stands_in_the_first_and_has_the_other_as_a_tag() -> None:
    feed = _one(
        '<outline text="World"><outline text="A" xmlUrl="https://a.example/f"/></outline>'
        '<outline text="Daily"><outline text="A" xmlUrl="https://A.example:443/f"/></outline>'
    )
    assert feed == Found("https://a.example/f", "A", "World", ("Daily",))


def test_after_a_folder_is_closed_its_name_counts_no_more() -> None:
    feeds = read_opml(
        _list(
            '<outline text="World"><outline text="A" xmlUrl="https://a.example/f"/></outline>'
            '<outline text="B" xmlUrl="https://b.example/f"/>'
        )
    ).feeds
    assert [(feed.name, feed.section) for feed in feeds] == [("A", "World"), ("B", "")]


def test_an_ampersand_that_is_not_written_as_xml_keeps_the_address_whole() -> None:
    assert _one('<outline text="R&D" xmlUrl="https://a.example/?a=1&b=2&copy=3"/>') == Found(
        "https://a.example/?a=1&b=2&copy=3", "R&D"
    )


def test_entities_of_html_are_their_letters_and_unknown_ones_stay_as_written() -> None:
    assert _one('<outline text="Caf&eacute; &nosuch; &#233;" xmlUrl="https://a.example/"/>').name == "Café &nosuch; é"


def test_an_angle_bracket_in_a_title_breaks_nothing() -> None:
    feeds = read_opml(
        _list('<outline text="a < b" xmlUrl="https://a.example/"/><outline text="c" xmlUrl="https://c.example/"/>')
    ).feeds
    assert [feed.name for feed in feeds] == ["a < b", "c"]


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL"])
def test_attributes_are_found_however_they_are_capitalised(name: str) -> None:
    assert _one(f'<outline TEXT="A" {name}=" https://a.example/ "/>') == Found("https://a.example/", "A")


def test_a_feed_without_a_text_is_called_by_its_title() -> None:
    assert _one('<outline title="A" xmlUrl="https://a.example/"/>').name == "A"


@pytest.mark.parametrize(
    "address",
    ["|cat /etc/passwd", "exec:~/x.py", "filter:x:http://a.example", "file:///etc/passwd", "/etc/passwd", "~/feeds",
     "../x", "javascript:alert(1)", "data:text/xml,x", "ftp://a.example/", "", "http://", "https://a b/", "mailto:a@b"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_named_and_never_taken(address: str) -> None:
    found = read_opml(
        _list(f'<outline text="evil" type="rss" xmlUrl="{address}"/><outline xmlUrl="http://ok.example/"/>')
    )
    assert [feed.url for feed in found.feeds] == ["http://ok.example/"]
    assert [entry.what for entry in found.unusable] == ["evil"]


def test_other_lists_are_named_and_not_followed() -> None:
    found = read_opml(_list('<outline text="more" type="include" url="https://a.example/list.opml"/>'))
    assert not found.feeds
    assert "https://a.example/list.opml" in found.unusable[0].why


def test_feed_links_of_old_readers_become_addresses() -> None:
    found = read_opml(
        _list(
            '<outline xmlUrl="feed://a.example/f"/><outline xmlUrl="feed:https://b.example/f"/><outline xmlUrl="//c.example/f"/>'
        )
    )
    assert [feed.url for feed in found.feeds] == ["http://a.example/f", "https://b.example/f", "https://c.example/f"]


def test_control_characters_and_escapes_of_titles_are_gone() -> None:
    assert _one('<outline text="a&#27;[31mb&#x202e;c" xmlUrl="https://a.example/"/>').name.isprintable()


def test_a_list_in_another_encoding_than_it_says_is_read() -> None:
    body = '<?xml version="1.0" encoding="us-ascii"?><opml><body><outline text="Zürich" xmlUrl="https://a.example/"/></body></opml>'
    for data in (body.encode(), body.encode("windows-1252"), body.encode("utf-16")):
        assert read_opml(data).feeds[0].name == "Zürich"


@pytest.mark.parametrize("data", [b"<rss><channel/></rss>", b"<html><p>no", b"<a/>"])
def test_xml_without_outlines_is_no_list(data: bytes) -> None:
    with pytest.raises(NoList, match="no outline"):
        read_opml(data)


def test_an_empty_list_holds_nothing() -> None:
    assert read_opml(b"<opml version='2.0'><body/></opml>").feeds == ()


def test_ten_thousand_feeds_are_taken_and_what_is_beyond_is_said() -> None:
    outlines = "".join(f'<outline text="f{n}" xmlUrl="https://h{n}.example/f"/>' for n in range(MAX_FEEDS + 7))
    found = read_opml(_list(outlines))
    assert len(found.feeds) == MAX_FEEDS
    assert found.unusable[-1].what == "7 more feeds"


def test_outlines_nested_without_end_cost_no_time_and_what_stood_before_is_kept() -> None:
    start = time.process_time()
    found = read_opml(_list('<outline text="a" xmlUrl="https://a.example/"/>' + '<outline text="x">' * 100_000))
    assert [feed.name for feed in found.feeds] == ["a"]
    assert time.process_time() - start < 10  # a bound against what grows with the square, not a speed


@pytest.mark.parametrize("piece", ["<!DOCTYPE[", "<!DOCTYPE x [", "<!--", "&", 'x="<', "<outline "])
def test_many_beginnings_without_an_end_cost_no_time(piece: str) -> None:
    start = time.process_time()
    with suppress(NoList):
        read_opml((piece * (1_000_000 // len(piece))).encode())
    assert time.process_time() - start < 10  # a bound against what grows with the square, not a speed


def test_entities_that_multiply_are_not_expanded() -> None:
    bomb = '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    found = read_opml(f'{bomb}<opml><body><outline text="&b;" xmlUrl="https://a.example/"/></body></opml>'.encode())
    assert found.feeds[0].name == "&b;"


def test_every_list_of_the_collections_gives_at_least_what_a_parser_in_recover_mode_sees(corpus: Path) -> None:
    files = [*corpus.glob("listparser/**/*.xml"), *corpus.glob("awesome-rss-feeds/**/*.opml")]
    assert len(files) > 100
    for file in files:
        data = file.read_bytes()
        try:
            found = len(read_opml(data).feeds)
        except NoList:
            found = 0
        assert found >= len(_addresses(data)), file


def _addresses(data: bytes) -> set[str]:
    tree = etree.fromstring(data, etree.XMLParser(recover=True))
    return {
        str(value).strip()
        for element in tree.iter()
        if isinstance(element.tag, str)
        for key, value in element.attrib.items()
        if str(key).lower() == "xmlurl" and str(value).strip().lower().startswith(("http://", "https://"))
    }


_PIECES = st.sampled_from(
    ["<outline", ' text="', '"', " xmlUrl=", "'", "https://a.example/", "/>", "</outline>", ">", "<body>", "<![CDATA[", "]]>",
     "<!--", "-->", "&", "&amp;", "&#x1b;", "<!DOCTYPE x [", "<?xml?>", "\x00", "é", "</opml>", "<opml>", " ", "\n"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_soup_is_a_list_or_none_and_only_addresses_of_the_web_come_out(text: str) -> None:
    try:
        found = read_opml(text.encode())
    except NoList:
        return
    assert all(feed.url.startswith(("http://", "https://")) for feed in found.feeds)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#x110000;", "&#xdfff;"])
def test_a_reference_to_what_is_no_character_does_not_end_the_import(reference: str) -> None:
    found = _one(f'<outline text="A{reference}B" type="rss" xmlUrl="https://a.example/rss"/>')
    assert found.url == "https://a.example/rss"
    assert found.name.startswith("A")
