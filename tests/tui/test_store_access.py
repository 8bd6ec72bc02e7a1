import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from paper import Item, Paper
from textual.message import Message

from newsreader.store.errors import DiskFull, as_store_error
from newsreader.tui.answers import StoreChanged, StoreFailed
from newsreader.tui.store_access import StoreAccess


class Said(Message):
    """What a question or a deed came to."""

    def __init__(self, what: object) -> None:
        super().__init__()
        self.what = what


class Posts:
    """Collects messages from threads."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._came = threading.Condition()

    def __call__(self, message: Message) -> None:
        with self._came:
            self.messages.append(message)
            self._came.notify()

    def wait(self, condition: Callable[[list[Message]], object], timeout: float = 10) -> None:
        with self._came:
            assert self._came.wait_for(lambda: condition(self.messages), timeout), self.messages

    @property
    def said(self) -> list[object]:
        return [message.what for message in self.messages if isinstance(message, Said)]


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
def access(paper: Paper, posts: Posts) -> Iterator[StoreAccess]:
    access = StoreAccess(paper.paths.database, posts)
    yield access
    assert access.close(5)


def test_questions_are_answered_by_messages(access: StoreAccess, posts: Posts) -> None:
    access.ask("feeds", lambda reader: Said(len(reader.feeds())))
    posts.wait(len)
    assert posts.said == [5]


def test_a_question_that_waits_is_dropped_for_a_newer_one_of_its_slot(access: StoreAccess, posts: Posts) -> None:
    go = threading.Event()
    access.ask("first", lambda _: Said(go.wait(10)))
    for number in range(5):
        access.ask("same", lambda _, number=number: Said(number))
    access.ask("last", lambda _: Said("end"))
    go.set()
    posts.wait(lambda _: "end" in posts.said)
    assert posts.said == [True, 4, "end"]


def test_a_slow_question_does_not_stand_before_a_quick_one(access: StoreAccess, posts: Posts) -> None:
    go = threading.Event()
    access.ask("slow", lambda _: Said(go.wait(10)), "slow")
    access.ask("quick", lambda _: Said("quick"))
    posts.wait(lambda _: posts.said == ["quick"])
    go.set()


def test_a_search_that_is_stale_is_stopped_in_the_middle(access: StoreAccess, posts: Posts) -> None:
    begun = threading.Event()

    def endless(reader) -> Message:
        reader.db.create_function("begun", 0, lambda: begun.set() or 1)
        try:
            reader.db.execute(
                "WITH RECURSIVE n(x) AS (SELECT begun() UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
            )
        except sqlite3.Error as error:
            raise as_store_error(error) from error
        return Said("never")

    access.ask("search", endless, "search", instead_of=("search",))
    assert begun.wait(10)
    access.ask("search", lambda _: Said("newer"), "search", instead_of=("search",))
    posts.wait(lambda _: posts.said == ["newer"])


def test_a_failing_question_says_why_and_the_next_one_is_answered(access: StoreAccess, posts: Posts) -> None:
    def fails(_) -> Message:
        raise ValueError("odd")

    access.ask("bad", fails)
    access.ask("good", lambda _: Said("good"))
    posts.wait(lambda _: posts.said == ["good"])
    assert isinstance(posts.messages[0], StoreFailed) and "odd" in posts.messages[0].why


def test_deeds_are_done_in_their_order_and_all_before_the_end(paper: Paper, posts: Posts) -> None:
    access = StoreAccess(paper.paths.database, posts)
    for number in range(50):
        access.do(lambda writer, number=number: writer.save_state("n", number))
    assert access.close(10)
    again = StoreAccess(paper.paths.database, posts)
    again.ask("n", lambda reader: Said(reader.load_state("n")))
    posts.wait(lambda _: posts.said)
    again.close(5)
    assert posts.said == [49]


def test_a_deed_that_fails_says_why_in_its_own_way(access: StoreAccess, posts: Posts) -> None:
    def full(_) -> Message:
        raise DiskFull("the disk is full")

    access.do(full, lambda why: Said(why))
    posts.wait(len)
    assert posts.said == ["the disk is full"]


def test_what_another_connection_writes_is_noticed(paper: Paper, access: StoreAccess, posts: Posts) -> None:
    access.look_for_changes()
    posts.wait(lambda messages: len(messages) == 1)
    access.look_for_changes()
    access.ask("mark", lambda _: Said("looked"))
    posts.wait(lambda _: posts.said)
    assert len(posts.messages) == 2, "nothing was written, so nothing is to be noticed"
    paper.publish("BBC", Item("New", 0.1))
    access.look_for_changes()
    posts.wait(lambda messages: isinstance(messages[-1], StoreChanged))


def test_a_store_that_cannot_be_opened_is_an_answer_too(tmp_path: Path, posts: Posts) -> None:
    path = tmp_path / "news.db"
    path.mkdir()
    access = StoreAccess(path, posts)
    access.ask("feeds", lambda reader: Said(reader.feeds()))
    access.do(lambda writer: writer.save_state("x", 1))
    posts.wait(lambda messages: len(messages) == 2)
    assert all(isinstance(message, StoreFailed) for message in posts.messages)
    access.close(5)
