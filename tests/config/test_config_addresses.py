"""What may stand as a feed's url, and which two mean the same feed."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsreader.config.addresses import BadAddress, normal, resolve

HERE = Path("/home/ada/.config/newsreader")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/feed",
        "http://127.0.0.1:8000/feed.xml",
        "http://[::1]:8000/",
        "https://ada:x@example.com/feed?token=1#top",
        "HTTPS://Example.COM",
        "https://münchen.example/möwe",
    ],
)
def test_an_address_stays_as_it_is_written(url: str) -> None:
    assert resolve(url, HERE) == url
    assert resolve(f" {url}\n", HERE) == url


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("feed.xml", "/home/ada/.config/newsreader/feed.xml"),
        ("../../pages/", "/home/ada/pages"),
        ("/srv/feeds//x.xml", "/srv/feeds/x.xml"),
        ("~/pages", "/home/ada/pages"),
        ("~", "/home/ada"),
        ("./a: b", "/home/ada/.config/newsreader/a: b"),
        ("file:///srv/a%20b.xml", "/srv/a b.xml"),
        ("file:/srv/x", "/srv/x"),
        ("file://localhost/srv/x", "/srv/x"),
        ("FILE:///srv/x", "/srv/x"),
        ("file:x.xml", "/home/ada/.config/newsreader/x.xml"),
        ("example.com/feed", "/home/ada/.config/newsreader/example.com/feed"),
    ],
)
def test_a_path_counts_from_the_config_s_folder(url: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert resolve(url, HERE) == path


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a\x00b", "control characters"),
        ("https://a.b/\x1b[2J", "control characters"),
        ("| cat /etc/passwd", "names a program"),
        ("exec:cat /etc/passwd", "names a program"),
        ("EXEC:cat", "names a program"),
        ("filter:x:https://a.b", "names a program"),
        ("javascript:alert(1)", "neither http(s) nor a file"),
        ("data:text/html,x", "neither http(s) nor a file"),
        ("ftp://a.b/c", "neither http(s) nor a file"),
        ("feed:https://a.b/c", "https://"),
        ("https://", "names no host"),
        ("https:///feed", "names no host"),
        ("https://a.b:x/", "is no address"),
        ("https://[::1/", "is no address"),
        ("https://a.b/a b", "blank"),
        ("https://a.b/a\u00a0b", "blank"),
        ("file://server/share", "another machine"),
        ("file:", "names no file"),
        ("file:///%00", "names no file"),
        ("~nobody-of-that-name/x", "nobody's home"),
    ],
)
def test_anything_else_is_refused_in_words(url: str, said: str) -> None:
    with pytest.raises(BadAddress) as raised:
        resolve(url, HERE)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "HTTPS://EXAMPLE.com/a"),
        ("https://example.com/a", "https://example.com:443/a"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com/a", "https://example.com/a#b"),
        ("https://example.com/a", "https://example.com./a"),
    ],
)
def test_two_spellings_of_one_address_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "http://example.com/a"),
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://example.com/a/"),
        ("https://example.com/a", "https://example.com/a?b"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("https://example.com/a", "https://ada@example.com/a"),
        ("https://example.com/a", "/a"),
    ],
)
def test_addresses_that_may_be_two_feeds_are_not_equal(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@example("0 /")
@given(st.one_of(st.text(max_size=30), st.text(alphabet="htps:/@.[]#?a1% \\|", max_size=30)))
def test_any_text_is_an_address_a_path_or_refused(url: str) -> None:
    try:
        address = resolve(url, HERE)
    except BadAddress as error:
        assert str(error)
        return
    assert address.lower().startswith(("http://", "https://", "/"))
    assert resolve(address, HERE) == address
    assert normal(normal(address)) == normal(address)
