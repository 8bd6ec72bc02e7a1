"""Only addresses that a browser may be handed are opened; what is shown of an address cannot mislead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.urls import MAX_LINK_BYTES, encoded, openable, redacted, shown_host, without_tracking, without_userinfo


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "smb://host/share",
        "-oProxyCommand=x",
        "--help",
        "http://",
        "https:///path",
        "https://-host/",
        "http://ex ample.org/",
        "http://example.org/\x1b]0;x\x07",
        "http://example.org:port/",
        "http://[::1/",
        "mailto:",
        "mailto:-x@example.org",
        "/relative",
        "",
        "https://example.org/" + "a" * MAX_LINK_BYTES,
    ],
)
def test_what_could_harm_is_not_opened(url: str) -> None:
    assert openable(url) is None


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("  HTTP://Example.org/  ", "HTTP://Example.org/"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://example.org/a file?q=two words", "https://example.org/a%20file?q=two%20words"),
    ],
)
def test_ordinary_addresses_are_opened(url: str, opened: str) -> None:
    assert openable(url) == opened


@given(st.text(st.characters(codec=None)))
def test_an_openable_address_is_printable_ascii(text: str) -> None:
    for candidate in (text, f"https://example.org/{text}", f"https://{text}"):
        link = openable(candidate)
        assert link is None or all(0x21 <= ord(c) <= 0x7E for c in link)


@given(st.text(st.characters(codec=None)))
def test_encoding_twice_is_encoding_once(text: str) -> None:
    assert encoded(encoded(text)) == encoded(text)


def test_tracking_goes_and_the_rest_of_the_address_stays_to_the_letter() -> None:
    assert without_tracking("https://e.org/a?utm_source=x&id=%7e1&fbclid=2") == "https://e.org/a?id=%7e1"
    assert without_tracking("https://e.org/a?utm_source=x#top") == "https://e.org/a#top"
    assert without_tracking("https://e.org/a?id=1&b") == "https://e.org/a?id=1&b"
    assert without_tracking("https://e.org/a") == "https://e.org/a"


def test_secrets_do_not_show() -> None:
    assert redacted("https://user:pass@e.org/feed") == "https://e.org/feed"
    assert "s3cret" not in redacted("https://e.org/feed?token=s3cret&x=1")
    assert redacted("https://e.org/feed?x=1") == "https://e.org/feed?x=1"


def test_a_host_that_mixes_scripts_shows_in_punycode() -> None:
    assert shown_host("https://Example.org/x") == "example.org"
    assert shown_host("https://münchen.example/") == "münchen.example"
    assert shown_host("https://ex\u0430mple.org/").startswith("xn--")
    assert shown_host("not an address") == ""


def test_a_backslash_hides_no_host() -> None:
    for url in ("http://evil.example\\@bank.example/", "http:\\\\evil.example\\@bank.example/"):
        assert shown_host(url) == "evil.example"
        assert openable(url) == "http://evil.example/@bank.example/"
        assert without_userinfo(url) == url
    assert openable("https://e.org/?a\\b") == "https://e.org/?a\\b"


def test_a_host_in_letters_of_another_width_is_the_host_that_it_leads_to() -> None:
    assert shown_host("https://bank\uff0eexample/") == shown_host("https://bank\u3002example/") == "bank.example"


def test_userinfo_goes_and_the_rest_of_the_address_stays() -> None:
    assert without_userinfo("https://user:p@ss@e.org:80/a?b=@c") == "https://e.org:80/a?b=@c"
    assert without_userinfo("https://e.org/@author") == "https://e.org/@author"
    assert without_userinfo("mailto:a@e.org") == "mailto:a@e.org"


def test_a_mail_link_fills_in_no_more_than_readers_subject_and_text() -> None:
    asked = "mailto:a@e.org?subject=x&attach=/etc/passwd&%61ttach=y&Body=z&bcc=c@e.org&cc=b@e.org"
    assert openable(asked) == "mailto:a@e.org?subject=x&Body=z&cc=b@e.org"
