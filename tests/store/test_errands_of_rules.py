"""What rules want done later waits in the store until its feed's turn comes."""

from msgspec import structs
from store_builders import TECH, WORLD, Desk, entry, keyed

from newsreader.model import Changes, Effects


def test_a_refresh_of_one_feed_leaves_what_is_wanted_for_others(desk: Desk) -> None:
    wanted = Effects(("R",), errands=(("fulltext", "R"),))
    for feed in (WORLD, TECH):
        desk.commit(Changes(new=(structs.replace(keyed(entry(f"Of {feed}")), effects=wanted),)), feed=feed)
    world, tech = desk.feed_id(WORLD), desk.feed_id(TECH)
    assert len(desk.writer.claim_errands("fulltext", [world])) == 1
    assert desk.writer.claim_errands("fulltext", [world]) == []
    assert desk.writer.claim_errands("run", [world, tech]) == []
    assert len(desk.writer.claim_errands("fulltext", [world, tech])) == 1
