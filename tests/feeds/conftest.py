"""What the tests of the fetcher share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from feed_server import Site
from fetch_desk import FetchDesk
from refresh_desk import Desk


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on loopback that answers as it is told."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store of its own."""
    desk = Desk(tmp_path / "data")
    yield desk
    desk.writer.close()


@pytest.fixture
def public_desk(desk: Desk) -> Desk:
    """A desk to which every name leads to the server, and the server's address is a public one."""
    desk.resolve = lambda host: () if host.replace(".", "").isdigit() else ("127.0.0.1",)
    desk.reach = lambda ip: "public" if ip == "127.0.0.1" else "private"
    return desk


@pytest.fixture
def fetching(desk: Desk, site: Site, tmp_path: Path) -> FetchDesk:
    """Articles of a feed on the server, to be fetched in full."""
    return FetchDesk(desk, site, tmp_path)
