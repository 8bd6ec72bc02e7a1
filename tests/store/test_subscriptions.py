"""The feeds table follows the config."""

from datetime import timedelta

from store_builders import BOTH, TECH, WORLD, Desk

from newsreader.model import Schedule, Subscription


def test_feeds_stand_in_the_order_of_the_config(desk: Desk) -> None:
    desk.writer.sync(tuple(reversed(BOTH)))
    assert [feed.url for feed in desk.reader.feeds()] == [TECH, WORLD]


def test_the_same_config_again_changes_nothing(desk: Desk) -> None:
    before = desk.reader.data_version()
    assert desk.writer.sync(BOTH) is False
    assert desk.reader.data_version() == before


def test_name_section_and_tags_follow_the_config(desk: Desk) -> None:
    assert desk.writer.sync((Subscription(WORLD, name="New name", section="Home", tags=("a", "ä")), BOTH[1])) is True
    feed = desk.reader.feeds()[0]
    assert (feed.name, feed.section, feed.tags) == ("New name", "Home", ("a", "ä"))


def test_without_a_name_in_the_config_a_feed_is_called_after_its_document_then_its_address(desk: Desk) -> None:
    desk.writer.sync((Subscription(WORLD),))
    assert desk.reader.feeds()[0].name == WORLD
    desk.add("Storm", feed=WORLD)
    update = desk.writer.commit
    from newsreader.model import FeedUpdate

    update([FeedUpdate(desk.feed_id(WORLD), Schedule(), title="The World", site="https://world.example", lang="en")])
    assert desk.reader.feeds()[0].name == "The World"
    assert desk.reader.feeds()[0].site == "https://world.example"


def test_without_any_name_a_file_or_folder_is_called_by_its_own(desk: Desk) -> None:
    desk.writer.sync((Subscription("/home/someone/papers/saved pages"), Subscription("/home/someone/papers/world.xml")))
    assert [feed.name for feed in desk.reader.feeds()] == ["saved pages", "world.xml"]


def test_a_password_in_an_address_is_no_part_of_a_name(desk: Desk) -> None:
    desk.writer.sync((Subscription("https://me:secret@world.example/feed"),))
    assert desk.reader.feeds()[0].name == "https://world.example/feed"


def test_an_unsubscribed_feed_keeps_its_articles_and_has_them_again_when_it_comes_back(desk: Desk) -> None:
    feed_id = desk.feed_id(WORLD)
    desk.add("Storm", feed=WORLD)
    desk.writer.sync((BOTH[1],))
    assert [feed.url for feed in desk.reader.feeds()] == [TECH]
    assert [(feed.url, feed.subscribed) for feed in desk.reader.feeds(all=True)] == [(TECH, True), (WORLD, False)]
    assert desk.listed() == []
    assert desk.reader.unread() == {}
    desk.writer.sync(BOTH)
    assert desk.feed_id(WORLD) == feed_id
    assert desk.listed() == ["Storm"]


def test_a_starred_article_outlives_the_subscription(desk: Desk) -> None:
    storm, _ = desk.add("Storm", "Calm", feed=WORLD)
    desk.writer.set_flag([storm], "starred", True)
    desk.writer.sync((BOTH[1],))
    assert desk.listed(starred=True) == ["Storm"]
    assert desk.listed("is:starred") == ["Storm"]
    assert desk.reader.starred_count() == 1
    assert desk.listed() == []


def test_a_feed_says_in_one_word_how_it_is(desk: Desk) -> None:
    def status(**facts: object) -> str:
        desk.commit(None, schedule=Schedule(**facts))  # type: ignore[arg-type]
        return desk.reader.feeds()[0].status

    long_ago, now = desk.now - timedelta(days=91), desk.now
    assert desk.reader.feeds()[0].status == "never"
    assert status(last_check=now, last_success=now) == "ok"
    assert status(last_check=now, last_success=now, last_new=long_ago) == "quiet"
    assert status(last_check=now, failures=2, error="timed out") == "failing"
    assert status(last_check=now, failures=2, gone=True) == "gone"


def test_the_whole_schedule_comes_back_as_it_was_stored(desk: Desk) -> None:
    schedule = Schedule(
        last_check=desk.now,
        last_success=desk.ago(hours=1),
        last_new=desk.ago(days=2),
        next_check=desk.now + timedelta(hours=2),
        reason="every 2 h, as the server asks",
        failures=3,
        error="no answer",
        etag='W/"\xe9"',
        last_modified="Tue, 24 Nov 2026 12:00:00 GMT",
        body_hash=b"\x00\xff",
        moved_to="https://new.example/",
        moved_since=desk.ago(days=3),
        moved_count=2,
        ttl=7200,
        skip_hours=frozenset({0, 23}),
        skip_days=frozenset({6}),
        note="truncated to the newest 5,000",
    )
    desk.commit(None, schedule=schedule)
    assert desk.reader.feeds()[0].schedule == schedule


def test_the_time_of_the_last_new_article_is_kept_by_the_store(desk: Desk) -> None:
    desk.add("Storm")
    first = desk.now
    assert desk.reader.feeds()[0].schedule.last_new == first
    desk.now += timedelta(hours=1)
    desk.commit(None)
    assert desk.reader.feeds()[0].schedule.last_new == first
    desk.add("Calm")
    assert desk.reader.feeds()[0].schedule.last_new == desk.now


def test_a_feed_without_a_name_is_called_by_its_address_without_what_is_secret_in_it(desk: Desk) -> None:
    desk.writer.sync([Subscription("https://eve:hunter2@news.example/feed?token=s3cret&page=1")])
    for (feed,) in (desk.reader.feeds(), desk.writer.feeds()):
        assert feed.name == "https://news.example/feed?token=***&page=1"
        assert feed.url == "https://eve:hunter2@news.example/feed?token=s3cret&page=1"


def test_a_feed_under_another_address_has_its_articles_and_is_asked_anew(desk: Desk) -> None:
    from newsreader.model import FeedUpdate
    from newsreader.store.subscriptions import readdress

    feed_id = desk.feed_id(WORLD)
    desk.add("Storm", feed=WORLD)
    desk.writer.commit([FeedUpdate(feed_id, Schedule(failures=3, error="HTTP 410", gone=True, etag='"x"'))])
    readdress(desk.writer.db, [(WORLD, "https://new.example/feed")])
    desk.writer.sync((Subscription("https://new.example/feed"), BOTH[1]))
    assert desk.feed_id("https://new.example/feed") == feed_id
    assert desk.listed() == ["Storm"]
    feed = next(feed for feed in desk.writer.feeds() if feed.id == feed_id)
    assert feed.schedule == Schedule(last_new=feed.schedule.last_new)


def test_an_address_that_has_articles_of_its_own_stays_a_feed_of_its_own(desk: Desk) -> None:
    from newsreader.store.subscriptions import readdress

    desk.add("Storm", feed=WORLD)
    desk.add("Chips", feed=TECH)
    before = desk.feed_id(WORLD), desk.feed_id(TECH)
    desk.writer.sync((BOTH[0],))
    readdress(desk.writer.db, [(WORLD, TECH)])
    assert (desk.feed_id(WORLD), desk.feed_id(TECH)) == before
