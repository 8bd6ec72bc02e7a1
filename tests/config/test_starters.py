"""The feeds that are offered at the first start."""

from pathlib import Path

from newsreader.config.addresses import normal, resolve
from newsreader.config.load import loads
from newsreader.config.starters import starters


def test_there_are_feeds_in_eight_sections_and_several_languages_each_once() -> None:
    feeds = starters()
    assert len({normal(feed.url) for feed in feeds}) == len(feeds) >= 75
    assert len({feed.section for feed in feeds}) == 8
    assert len({feed.lang for feed in feeds}) >= 10
    assert len({(feed.section, feed.name) for feed in feeds}) == len(feeds)


def test_sections_stand_together() -> None:
    sections = [feed.section for feed in starters()]
    assert sections == sorted(sections, key=sections.index)


def test_each_has_a_site_and_both_are_addresses_over_https() -> None:
    for feed in starters():
        for address in (feed.url, feed.site):
            assert address.startswith("https://")
            assert resolve(address, Path("/")) == address


def test_a_config_of_all_of_them_is_right() -> None:
    text = "".join(
        f'[[feeds]]\nurl = "{feed.url}"\nname = "{feed.name}"\nsection = "{feed.section}"\n' for feed in starters()
    )
    assert len(loads(text, Path("/config.toml")).feeds) == len(starters())
