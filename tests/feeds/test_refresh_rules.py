"""How the fetcher behaves towards servers: each rule by what the server's log says, and by what the person sees."""

from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from feed_server import Site, conditional, page, raw, redirect, rss, status
from refresh_desk import Desk

HOUR = timedelta(hours=1)


def test_new_articles_come_in_and_are_told_of(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("Second", "First"))
    desk.subscribe(f"{site.url}/feed")
    told = desk.only()
    assert (told.result, told.new, told.updated, told.name) == ("new", 2, 0, "News")
    assert desk.titles() == ["Second", "First"]


def test_validators_go_back_to_the_byte_and_a_304_is_a_success(site: Site, desk: Desk) -> None:
    etag, modified = 'W/"a b\xe9;,"', "Tue, 24 Nov 2026 08:12:00 GMT (sic)"
    site["/feed"] = conditional(rss("One"), etag=etag, last_modified=modified)
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    told = desk.only(after=2 * HOUR)
    first, second = site.asked("/feed")
    assert not first.is_conditional
    assert second.headers["if-none-match"] == etag
    assert second.headers["if-modified-since"] == modified
    assert told.result == "unchanged"
    assert desk.feed().schedule.failures == 0


@pytest.mark.parametrize(("etag", "modified"), [('"e"', ""), ("", "yesterday")])
def test_each_validator_is_returned_without_the_other(site: Site, desk: Desk, etag: str, modified: str) -> None:
    site["/feed"] = conditional(rss("One"), etag=etag, last_modified=modified)
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    desk.refresh(after=2 * HOUR)
    headers = site.asked("/feed")[1].headers
    assert headers.get("if-none-match", "") == etag
    assert headers.get("if-modified-since", "") == modified


def test_new_validators_are_kept_from_a_304_and_from_an_unchanged_200(site: Site, desk: Desk) -> None:
    site["/feed"] = [
        page(rss("One"), ETag='"1"'),
        status(304, ETag='"2"'),
        page(rss("One"), ETag='"3"'),
        page(rss("One"), ETag='"3"'),
    ]
    desk.subscribe(f"{site.url}/feed")
    for _ in range(4):
        desk.refresh(after=2 * HOUR)
    assert [request.headers.get("if-none-match") for request in site.asked("/feed")] == [None, '"1"', '"2"', '"3"']


def test_a_304_without_validators_keeps_those_that_it_confirms(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One"), ETag='"1"'), status(304), status(304)]
    desk.subscribe(f"{site.url}/feed")
    for _ in range(3):
        desk.refresh(after=2 * HOUR)
    assert site.asked("/feed")[2].headers["if-none-match"] == '"1"'


def test_a_200_without_validators_forgets_the_old_ones(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One"), ETag='"1"'), page(rss("Two")), page(rss("Two"))]
    desk.subscribe(f"{site.url}/feed")
    for _ in range(3):
        desk.refresh(after=2 * HOUR)
    assert not site.asked("/feed")[2].is_conditional


def test_what_is_not_due_is_not_asked_and_says_when(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    told = desk.only(after=timedelta(minutes=59))
    assert told.result == "skipped"
    assert told.reason.startswith("not due until ")
    assert len(site.log) == 1
    assert desk.only(after=timedelta(minutes=2)).result == "unchanged"


@pytest.mark.parametrize(
    ("head", "headers", "hours"),
    [
        ("<ttl>180</ttl>", {}, 3),
        ("<ttl>90000</ttl>", {}, 24),
        ("<ttl>5</ttl>", {}, 1),
        ("", {"Cache_Control": "public, max-age=7200"}, 2),
        ("", {"Date": "Tue, 24 Nov 2020 10:00:00 GMT", "Expires": "Tue, 24 Nov 2020 14:00:00 GMT"}, 4),
        ("<ttl>120</ttl>", {"Cache_Control": "max-age=10800"}, 3),
    ],
)
def test_the_interval_is_the_longest_that_anybody_asks_for(
    site: Site, desk: Desk, head: str, headers: dict[str, str], hours: int
) -> None:
    site["/feed"] = page(rss("One", head=head), **headers)
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.feed().schedule.next_check == desk.now + hours * HOUR


def test_skipped_hours_are_left_alone(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("One", head="<skipHours><hour>13</hour><hour>14</hour></skipHours>"))
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.feed().schedule.next_check == desk.now + 3 * HOUR


def test_a_reload_by_hand_asks_what_is_not_due_but_not_twice_a_minute(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"http://news.example:{site.port}/feed")
    desk.refresh()
    assert desk.only(force=True, after=timedelta(seconds=59)).reason == "asked less than a minute ago"
    assert desk.only(force=True, after=timedelta(seconds=2)).result == "unchanged"
    assert len(site.log) == 2


def test_on_this_machine_a_reload_by_hand_always_asks(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    for _ in range(3):
        desk.refresh(force=True)
    assert len(site.log) == 3


def test_retry_after_holds_the_whole_host_even_against_a_reload_by_hand(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    site["/a"] = [status(429, Retry_After="7200"), page(rss("A"))]
    site["/b"] = page(rss("B"))
    desk.subscribe(f"http://news.example:{site.port}/a", f"http://news.example:{site.port}/b")
    told = {event.result: event.reason for event in desk.refresh().values()}
    assert told["failed"] == "HTTP 429: too many requests"
    assert told["skipped"].startswith("news.example asked to wait until ")
    told = desk.refresh(force=True, after=timedelta(minutes=119))
    assert [event.result for event in told.values()] == ["skipped", "skipped"]
    told = desk.refresh(force=True, after=timedelta(minutes=2))
    assert [event.result for event in told.values()] == ["new", "new"]


def test_a_retry_after_date_counts_from_the_answers_own_date(site: Site, desk: Desk) -> None:
    wrong = datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    site["/feed"] = status(
        503,
        Date=format_datetime(wrong, usegmt=True),
        Retry_After=format_datetime(wrong + timedelta(minutes=30), usegmt=True),
    )
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.feed().schedule.next_check == desk.now + timedelta(minutes=30)


def test_without_retry_after_a_busy_host_rests_ten_minutes_then_twice_as_long(site: Site, desk: Desk) -> None:
    site["/feed"] = status(503)
    desk.subscribe(f"{site.url}/feed")
    waits = []
    for _ in range(3):
        desk.refresh(after=6 * HOUR)
        next_check = desk.feed().schedule.next_check
        assert next_check is not None
        waits.append((next_check - desk.now) / timedelta(minutes=1))
    assert waits == [10, 20, 40]


@pytest.mark.parametrize(
    ("code", "hours"), [(401, [4, 8, 16, 24, 24]), (403, [4, 8]), (404, [1, 2, 4, 8, 16, 24, 24]), (500, [1, 2])]
)
def test_refusals_and_errors_back_off(site: Site, desk: Desk, code: int, hours: list[int]) -> None:
    site["/feed"] = status(code)
    desk.subscribe(f"{site.url}/feed")
    waits = []
    for _ in hours:
        told = desk.only(after=25 * HOUR)
        assert told.result == "failed"
        assert told.reason.startswith(f"HTTP {code}: ")
        next_check = desk.feed().schedule.next_check
        assert next_check is not None
        waits.append((next_check - desk.now) / HOUR)
    assert waits == hours


def test_a_feed_not_found_for_a_week_says_so(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One")), status(404)]
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    desk.refresh(after=2 * HOUR)
    told = desk.only(after=timedelta(days=8))
    assert told.reason == "HTTP 404: not found for 8 days: has the address changed?"


def test_after_an_error_the_feed_is_asked_with_the_validators_of_before(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One"), ETag='"1"'), status(500), status(304)]
    desk.subscribe(f"{site.url}/feed")
    for _ in range(3):
        desk.refresh(after=2 * HOUR)
    assert site.asked("/feed")[2].headers["if-none-match"] == '"1"'
    assert desk.feed().schedule.failures == 0


def test_a_feed_that_is_gone_is_asked_again_only_by_name(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One")), status(410), page(rss("Two", "One"))]
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.only(after=2 * HOUR).reason == "HTTP 410: gone"
    assert desk.only(after=timedelta(days=30)).result == "skipped"
    assert desk.only(force=True).result == "skipped"
    assert desk.feed().status == "gone"
    assert desk.titles() == ["One"]
    assert desk.only(named=True).new == 1
    assert desk.feed().status == "ok"


def test_a_permanent_redirect_is_believed_after_three_answers_and_a_day(site: Site, desk: Desk) -> None:
    site["/old"] = redirect(301, "/new")
    site["/new"] = conditional(rss("One"))
    desk.subscribe(f"{site.url}/old")
    for _ in range(2):
        desk.refresh(after=2 * HOUR)
    assert len(site.asked("/old")) == 2
    desk.refresh(after=23 * HOUR)
    assert len(site.asked("/old")) == 3
    desk.refresh(after=2 * HOUR)
    assert len(site.asked("/old")) == 3
    assert len(site.asked("/new")) == 4
    assert desk.titles() == ["One"]


def test_a_permanent_redirect_to_what_is_no_feed_is_never_believed(site: Site, desk: Desk) -> None:
    site["/old"] = redirect(301, "/login")
    site["/login"] = page(b"<!doctype html><html><body>Please log in</body></html>", "text/html")
    desk.subscribe(f"{site.url}/old")
    for _ in range(6):
        assert desk.only(after=30 * HOUR).result == "failed"
    assert len(site.asked("/old")) == 6


def test_a_redirect_for_now_is_followed_each_time(site: Site, desk: Desk) -> None:
    site["/old"] = redirect(302, "/new")
    site["/new"] = page(rss("One"))
    desk.subscribe(f"{site.url}/old")
    for _ in range(5):
        desk.refresh(after=30 * HOUR)
    assert len(site.asked("/old")) == 5


def test_a_moved_feed_that_fails_at_its_new_address_is_looked_for_at_the_old_one(site: Site, desk: Desk) -> None:
    site["/old"] = redirect(301, "/new")
    site["/new"] = page(rss("One"))
    desk.subscribe(f"{site.url}/old")
    for _ in range(4):
        desk.refresh(after=30 * HOUR)
    site["/new"] = status(404)
    site["/old"] = redirect(301, "/newer")
    site["/newer"] = page(rss("Two", "One"))
    desk.refresh(after=30 * HOUR)
    assert desk.only(after=30 * HOUR).new == 1


def test_a_request_says_who_asks_and_nothing_else(site: Site, desk: Desk) -> None:
    site["/feed?x=1"] = page(rss("One"), Set_Cookie="id=1; Path=/")
    desk.subscribe(f"{site.url}/feed?x=1")
    desk.refresh()
    desk.refresh(after=2 * HOUR)
    for request in site.log:
        assert request.line == "GET /feed?x=1 HTTP/1.1"
        assert request.headers["user-agent"] == "newsreader/test"
        assert "application/rss+xml" in request.headers["accept"]
        assert "gzip" in request.headers["accept-encoding"]
        assert not {"cookie", "referer", "authorization"} & set(request.headers)


def test_a_host_gets_one_request_at_a_time_and_a_pause_between_them(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    desk.gap = 0.1
    for n in range(4):
        site[f"/{n}"] = page(rss(f"Item {n}"))
    desk.subscribe(*(f"http://news.example:{site.port}/{n}" for n in range(4)))
    told = desk.refresh()
    assert {event.result for event in told.values()} == {"new"}
    assert site.most_at_once == 1
    pauses = [later.at - earlier.at for earlier, later in zip(site.log, site.log[1:], strict=False)]
    assert min(pauses) >= 0.1


def test_this_machine_gets_many_requests_at_once(site: Site, desk: Desk) -> None:
    from feed_server import Behaviour, Connection, Request

    def slow(answer: Behaviour) -> Behaviour:
        def behave(connection: Connection, request: Request) -> None:
            import time

            time.sleep(0.05)
            answer(connection, request)

        return behave

    for n in range(30):
        site[f"/{n}"] = slow(page(rss(f"Item {n}")))
    desk.subscribe(*(f"{site.url}/{n}" for n in range(30)))
    desk.refresh()
    assert site.most_at_once > 4
    assert len(site.log) == 30


def test_an_unchanged_document_is_recognised_without_validators(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    told = desk.only(after=2 * HOUR)
    assert (told.result, told.updated) == ("unchanged", 0)


def test_a_document_that_cannot_be_read_is_asked_for_politely_and_stays_a_failure(site: Site, desk: Desk) -> None:
    site["/feed"] = conditional(b"<html><body>Sorry</body></html>", etag='"sorry"')
    desk.subscribe(f"{site.url}/feed")
    assert desk.only().reason == "a web page, not a feed"
    told = desk.only(after=25 * HOUR)
    assert site.asked("/feed")[1].headers["if-none-match"] == '"sorry"'
    assert (told.result, told.reason) == ("failed", "a web page, not a feed")
    desk.only(force=True, after=HOUR)
    assert not site.asked("/feed")[2].is_conditional


def test_when_nobody_at_all_can_be_reached_the_feeds_are_not_to_blame(public_desk: Desk) -> None:
    desk = public_desk
    desk.resolve = lambda _host: ("127.0.0.1",)
    desk.subscribe("http://one.example:9/feed", "http://two.example:9/feed")
    told = desk.refresh()
    assert [event.reason for event in told.values()] == ["offline", "offline"]
    assert {(feed.status, feed.schedule.failures) for feed in desk.writer.feeds()} == {("offline", 0)}


def test_when_others_answer_a_host_that_does_not_is_a_failure(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    site["/feed"] = page(rss("One"))
    desk.subscribe("http://one.example:9/feed", f"http://two.example:{site.port}/feed", "http://three.example:9/feed")
    told = list(desk.refresh().values())
    assert sorted(event.result for event in told) == ["failed", "failed", "new"]
    assert {feed.schedule.failures for feed in desk.writer.feeds()} == {0, 1}


def test_a_clock_that_was_set_back_ten_years_does_not_stop_the_reload(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.only(after=timedelta(days=-3650)).result == "unchanged"
    assert desk.only(after=timedelta(minutes=1)).result == "skipped"
    assert desk.only(after=timedelta(days=7300)).result == "unchanged"


def test_an_interval_of_its_own_counts_for_a_feed(site: Site, desk: Desk) -> None:
    desk.interval = timedelta(hours=6)
    site["/feed"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert desk.only(after=5 * HOUR).result == "skipped"
    assert desk.only(after=2 * HOUR).result == "unchanged"


def test_a_feed_whose_server_breaks_off_leaves_the_others_alone(site: Site, desk: Desk) -> None:
    site["/bad"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss", reset=True)
    site["/good"] = page(rss("One"))
    desk.subscribe(f"{site.url}/bad", f"{site.url}/good")
    told = list(desk.refresh().values())
    assert {event.result for event in told} == {"failed", "new"}
    assert desk.titles() == ["One"]
