"""Which feeds a name means."""

import pytest

from newsreader.feeds.plans import NoSuchFeed, choose
from newsreader.model import Feed, Schedule


def feed(number: int, url: str, name: str) -> Feed:
    return Feed(number, url, name, "", (), True, name, "", 0, "ok", Schedule())


SECRET = feed(1, "https://person:word@news.example/feed?token=abc", "Secret")
OTHER = feed(2, "https://other.example/feed", "Other")


@pytest.mark.parametrize(
    "name",
    ["secret", SECRET.url, "https://news.example/feed?token=***"],
)
def test_a_feed_is_meant_by_its_name_or_its_address_with_or_without_the_secrets_in_it(name: str) -> None:
    assert choose([SECRET, OTHER], [name]) == [SECRET]


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    with pytest.raises(NoSuchFeed, match="did you mean 'Other'"):
        choose([SECRET, OTHER], ["othr"])
