"""What was fetched becomes articles, and what the person did with them stays."""

from datetime import timedelta

import pytest
from msgspec import structs
from store_builders import TECH, Desk, entry, keyed

from newsreader.model import Changes, Effects, Enclosure, FeedUpdate, Has, Schedule
from newsreader.store.errors import StoreError
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer


def test_an_article_comes_back_whole(desk: Desk) -> None:
    written = entry(
        "Storm over Łódź",
        authors=("Ada Nowak", "B. Blue"),
        published=desk.ago(hours=2),
        body="<p>Wind <b>and</b> rain</p>",
        summary="<p>In short</p>",
        categories=("Weather", "Poland"),
        enclosures=(Enclosure("https://world.example/a.mp3", "audio/mpeg", 1234, 60, "Listen"),),
        comments="https://world.example/c",
        image="https://world.example/i.jpg",
        base="https://world.example/",
        lang="pl",
        source="The Agency",
    )
    (id_,) = desk.add(written)
    article = desk.reader.article(id_)
    assert article is not None
    headline = article.headline
    assert (headline.title, headline.author, headline.link) == (written.title, "Ada Nowak, B. Blue", written.link)
    assert (headline.published, headline.sort, headline.updated) == (desk.ago(hours=2), desk.ago(hours=2), None)
    assert (headline.read, headline.starred, headline.muted, headline.words) == (False, False, False, None)
    assert (headline.lang, headline.comments) == ("pl", written.comments)
    assert headline.has == Has.AUDIO.value | Has.IMAGE.value
    assert (article.body, article.markup, article.summary) == (written.body, "html", written.summary)
    assert (article.base, article.image, article.source) == (written.base, written.image, written.source)
    assert (article.categories, article.enclosures) == (written.categories, written.enclosures)


def test_an_article_that_is_not_there_is_none(desk: Desk) -> None:
    assert desk.reader.article(7) is None


def test_a_date_in_the_future_pins_no_article_to_the_top(desk: Desk) -> None:
    (future,) = desk.add(entry("From 2099", published=desk.now + timedelta(days=30_000)))
    desk.now += timedelta(hours=1)
    desk.add(entry("Later", published=desk.now))
    assert desk.listed() == ["Later", "From 2099"]
    headline = desk.reader.headlines([future])[0]
    assert headline.published == desk.now - timedelta(hours=1) + timedelta(days=30_000)
    assert headline.sort == desk.now - timedelta(hours=1)


def test_articles_without_a_date_stand_in_the_documents_order(desk: Desk) -> None:
    desk.add("First", "Second", "Third")
    assert desk.listed() == ["First", "Second", "Third"]


def test_what_another_fetch_brought_in_meanwhile_is_not_there_twice(desk: Desk) -> None:
    other = Writer(desk.path)
    update = FeedUpdate(desk.feed_id(), Schedule(), Changes(new=(keyed(entry("Storm")),)))
    assert other.commit([update]) == {desk.feed_id(): (1, 0)}
    other.close()
    both = Changes(new=(keyed(entry("Storm")), keyed(entry("Calm")), keyed(entry("Calm"))))
    assert desk.commit(both) == (1, 0)
    assert sorted(desk.listed()) == ["Calm", "Storm"]


def test_the_same_guid_in_two_feeds_is_two_articles(desk: Desk) -> None:
    assert desk.add("Storm") != desk.add("Storm", feed=TECH)
    assert desk.listed() == ["Storm", "Storm"]


def test_an_update_keeps_what_the_person_did(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="old", published=desk.ago(days=1)))
    desk.writer.set_flag([id_], "read", True)
    desk.writer.set_flag([id_], "starred", True)
    desk.writer.save_position(id_, 3, 17)
    desk.now += timedelta(minutes=5)
    new = entry("Storm, corrected", guid="Storm", body="new", published=desk.ago(days=1, minutes=5))
    assert desk.update(id_, new) == (0, 1)
    article = desk.reader.article(id_)
    assert article is not None
    assert (article.headline.title, article.body) == ("Storm, corrected", "new")
    assert (article.headline.read, article.headline.starred, article.position) == (True, True, (3, 17))
    assert article.headline.updated == desk.now


def test_an_update_without_a_change_of_text_is_no_newer(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="text"))
    desk.update(id_, entry("Storm", body="text", link="https://world.example/moved"))
    headline = desk.reader.headlines([id_])[0]
    assert (headline.link, headline.updated) == ("https://world.example/moved", None)


def test_a_feed_that_changes_its_guids_keeps_its_articles(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm"))
    desk.update(id_, entry("Storm", guid="new-id"))
    assert [known.guid for known in desk.writer.known(desk.feed_id())] == ["new-id"]
    assert desk.commit(Changes(new=(keyed(entry("Storm", guid="new-id")),))) == (0, 0)


def test_a_guid_that_another_article_bears_is_not_taken_from_it(desk: Desk) -> None:
    storm, _ = desk.add("Storm", "Calm")
    assert desk.update(storm, entry("Storm again", guid="Calm")) == (0, 1)
    assert sorted(known.guid for known in desk.writer.known(desk.feed_id())) == ["Calm", "Storm"]


def test_an_update_cannot_reach_into_another_feed(desk: Desk) -> None:
    (id_,) = desk.add("Storm")
    assert desk.update(id_, entry("Stolen"), feed=TECH) == (0, 0)
    assert desk.listed() == ["Storm"]


def test_the_text_that_an_update_replaced_is_kept(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="first"))
    for body in ("second", "third"):
        desk.update(id_, entry("Storm", body=body))
    kept = desk.writer.db.execute("SELECT article_id, title, body FROM previous").fetchall()
    assert kept == [(id_, "Storm", "second")]


def test_enclosures_follow_the_update(desk: Desk) -> None:
    (id_,) = desk.add(entry("Show", enclosures=(Enclosure("a"), Enclosure("b"))))
    desk.update(id_, entry("Show", enclosures=(Enclosure("c", "video/mp4"),)))
    article = desk.reader.article(id_)
    assert article is not None
    assert article.enclosures == (Enclosure("c", "video/mp4"),)
    assert article.headline.has == Has.VIDEO.value


def test_known_says_what_decide_compares(desk: Desk) -> None:
    storm = keyed(entry("Storm", body="x"))
    desk.commit(Changes(new=(storm,)))
    (known,) = desk.writer.known(desk.feed_id())
    assert (known.guid, known.link) == ("Storm", storm.entry.link)
    assert (known.entry_hash, known.text_hash) == (storm.entry_hash, storm.text_hash)


def test_a_feed_that_left_the_store_is_passed_over(desk: Desk) -> None:
    assert desk.writer.commit([FeedUpdate(99, Schedule())]) == {}


def test_a_failed_fetch_changes_the_health_and_no_article(desk: Desk) -> None:
    desk.add("Storm")
    desk.commit(None, schedule=Schedule(last_check=desk.now, failures=1, error="no answer"))
    assert desk.reader.feeds()[0].schedule.error == "no answer"
    assert desk.listed() == ["Storm"]


def test_several_feeds_are_written_at_once_or_not_at_all(desk: Desk) -> None:
    good = FeedUpdate(desk.feed_id(), Schedule(), Changes(new=(keyed(entry("Storm")),)))
    bad = keyed(structs.replace(entry("Calm"), title=None))  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        desk.writer.commit([good, FeedUpdate(desk.feed_id(TECH), Schedule(), Changes(new=(bad,)))])
    assert desk.listed() == []


def test_the_full_article_is_kept_beside_the_feeds_own_text(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="short"))
    desk.writer.save_full(id_, "<p>the whole of it</p>")
    article = desk.reader.article(id_)
    assert article is not None
    assert (article.body, article.full) == ("short", "<p>the whole of it</p>")
    assert article.headline.has == Has.FULL_TEXT.value
    desk.update(id_, entry("Storm", body="short too"))
    article = desk.reader.article(id_)
    assert article is not None
    assert article.full == "<p>the whole of it</p>"
    assert article.headline.has == Has.FULL_TEXT.value


def test_state_of_the_screen_is_remembered(desk: Desk) -> None:
    assert desk.reader.load_state("place") is None
    desk.writer.save_state("place", {"view": "Today", "row": [1, "ä"]})
    desk.writer.save_state("place", {"view": "Unread"})
    assert desk.reader.load_state("place") == {"view": "Unread"} == desk.writer.load_state("place")


def test_what_a_rule_mutes_comes_in_without_being_told_of(desk: Desk) -> None:
    watermark = desk.reader.last_id()
    loud, quiet = keyed(entry("Loud")), structs.replace(keyed(entry("Quiet")), effects=Effects(("R",), muted=True))
    assert desk.commit(Changes(new=(loud, quiet))) == (1, 0)
    assert len(desk.reader.newer_than(Selection(), watermark)) == 1
    assert desk.commit(Changes(new=(structs.replace(quiet, key="again"),))) == (0, 0)
    assert desk.reader.feeds()[0].schedule.last_new == desk.now
