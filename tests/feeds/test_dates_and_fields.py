"""Dates in the forms that are really written, names, durations, headers, addresses: the small readers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.feeds import fields, headers, network
from newsreader.feeds.dates import parse_date

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 24 Nov 2026 12:00:00 GMT",
        "Tue, 24 Nov 2026 13:00:00 +0100",
        "24 Nov 2026 12:00 Z",
        "Tue, 24 Nov 2026 07:00:00 EST",
        "Tue, 24 Nov 26 12:00:00 GMT",
        "Dienstag, 24 Nov 2026 12:00:00 GMT",
        "2026-11-24T12:00:00Z",
        "2026-11-24T12:00:00.123456Z",
        "2026-11-24T06:30:00-05:30",
        "2026-11-24 12:00:00",
        "20261124T120000Z",
        "Tue Nov 24 12:00:00 2026",
        "  2026-11-24T12:00:00+00:00\n",
    ],
)
def test_dates_in_the_common_forms_and_the_common_wrong_ones(text: str) -> None:
    assert parse_date(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Tue, 31 Feb 2026 12:00:00 GMT",
        "0000-00-00T00:00:00Z",
        "9" * 1000,
        "99999999-01-01",
        "99999999-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "0001-01-01",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "-0001-11-30T00:00:00+00:00",
        "3026-11-24T00:00:00Z",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(
    st.text(max_size=40)
    | st.datetimes().map(str)
    | st.from_regex(r"\w{3}, \d{1,2} \w{3} \d{2,4} \d\d:\d\d:\d\d \S{1,6}", fullmatch=True)
)
def test_reading_a_date_never_fails_and_gives_utc(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() == timedelta(0)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - the zone is the other argument
def test_every_rfc_3339_and_rfc_822_date_is_read(naive: datetime, minutes: int) -> None:
    from datetime import timezone
    from email.utils import format_datetime

    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(format_datetime(moment)) == moment


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("ada@example.org (Ada Lovelace)", "Ada Lovelace"),
        ("Ada Lovelace <ada@example.org>", "Ada Lovelace"),
        ("ada@example.org", "ada@example.org"),
        ("ada@example.museum (Ada)", "Ada"),
        ("@ada", "@ada"),
        ("", ""),
    ],
)
def test_an_author_is_a_name_where_there_is_one(text: str, name: str) -> None:
    assert fields.author_name(text) == name


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3723", 3723), ("62:03", 3723), ("1:02:03", 3723), ("1:2", 62), ("", None), ("an hour", None)],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert fields.seconds(text) == seconds


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "minutes"),
    [
        ("60", "", "", 60),
        ("", "hourly", "2", 30),
        ("", "daily", "", 1440),
        ("", "weekly", "0", 10080),
        ("", "", "", None),
        ("soon", "never", "x", None),
    ],
)
def test_how_often_a_publisher_wants_to_be_asked(ttl: str, period: str, frequency: str, minutes: int | None) -> None:
    assert fields.polling_interval(ttl, period, frequency) == minutes


@pytest.mark.parametrize(
    ("title", "html", "plain"),
    [
        ("A <b>bold</b>&nbsp;move", True, "A bold move"),
        ("One<br/>two", True, "One two"),
        ("List<int> &amp; co", True, "List<int> & co"),
        ("List<int> &amp; co", False, "List<int> &amp; co"),
        ("x<!-- no -->y", True, "xy"),
        ("&#27;[31mred&#x202e;", True, "[31mred"),
    ],
)
def test_titles_become_one_line_of_plain_text(title: str, html: bool, plain: str) -> None:
    assert fields.plain_title(title, html=html) == plain


# ── Headers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given_headers", "fresh"),
    [
        ({"cache-control": "private, max-age=600"}, 600),
        ({"cache-control": 'max-age="600"', "expires": "Tue, 24 Nov 2026 18:00:00 GMT"}, 600),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "no-cache"}, None),
        ({"expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, 3600),
        ({"expires": "0"}, None),
        ({"expires": "Tue, 24 Nov 2020 13:00:00 GMT"}, None),
        ({"expires": "Tue, 24 Nov 2020 13:00:00 GMT", "date": "Tue, 24 Nov 2020 12:00:00 GMT"}, 3600),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(given_headers: dict[str, str], fresh: int | None) -> None:
    expected = None if fresh is None else timedelta(seconds=fresh)
    assert headers.fresh_for(given_headers, NOON) == expected


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Tue, 24 Nov 2026 12:02:00 GMT", 120),
        ("Tue, 24 Nov 2020 12:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert headers.retry_after({"retry-after": value}, NOON) == expected


@pytest.mark.parametrize("value", ["a\x00b", "a\nb", "x" * 5000, "\x7f"])
def test_a_validator_that_cannot_be_returned_is_none(value: str) -> None:
    assert headers.validator({"etag": value}, "etag") == ""


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b?c=d#e", "https://a.example/b?c=d"),
        ("//other.example/x", "https://other.example/x"),
        ("http://user:pass@b.example/", "http://b.example/"),
        ("/caf\xc3\xa9 x", "https://a.example/caf%C3%A9%20x"),
        ("http://b\xc3\xbccher.example/", "http://xn--bcher-kva.example/"),
        ("http://b.example:99999/", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_where_a_redirect_leads(location: str, target: str | None) -> None:
    assert headers.target("https://a.example/feed", {"location": location}) == target


# ── Addresses ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("127.0.0.1", "loopback"), ("127.8.8.8", "loopback"), ("::1", "loopback"), ("::ffff:127.0.0.1", "loopback"),
        ("10.1.2.3", "private"), ("192.168.0.1", "private"), ("172.31.0.1", "private"), ("169.254.169.254", "private"),
        ("100.64.0.1", "private"), ("0.0.0.0", "private"), ("224.0.0.1", "private"), ("255.255.255.255", "private"),
        ("fe80::1%eth0", "private"), ("fd00::1", "private"), ("::ffff:10.0.0.1", "private"), ("64:ff9b::a00:1", "private"),
        ("2002:a00:1::", "private"), ("nonsense", "private"),
        ("93.184.216.34", "public"), ("2606:4700::1111", "public"), ("64:ff9b::5db8:d822", "public"),
    ],
)  # fmt: skip
def test_how_far_away_an_address_is(address: str, reach: str) -> None:
    assert network.classify(address) == reach


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("x.localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
    ],
)
def test_what_is_this_machine(host: str, expected: bool) -> None:
    assert network.is_loopback(host) == expected


@pytest.mark.parametrize(
    ("url", "environ", "proxy"),
    [
        ("http://a.example/", {"http_proxy": "http://p"}, "http://p"),
        ("http://a.example/", {"HTTP_PROXY": "http://p"}, ""),
        ("https://a.example/", {"HTTPS_PROXY": "http://p"}, "http://p"),
        ("https://a.example/", {"all_proxy": "socks5h://p"}, "socks5h://p"),
        ("http://a.example/", {"http_proxy": "http://p", "no_proxy": "b.example,.example"}, ""),
        ("http://a.example/", {"http_proxy": "http://p", "no_proxy": "*"}, ""),
        ("http://a.example/", {"http_proxy": "http://p", "no_proxy": "x.example"}, "http://p"),
        ("http://localhost:8000/", {"http_proxy": "http://p"}, ""),
    ],
)
def test_the_proxy_that_the_environment_names(url: str, environ: dict[str, str], proxy: str) -> None:
    assert network.proxy_for(url, environ) == proxy
