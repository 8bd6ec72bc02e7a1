"""newsreader digest"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def test_addresses_do_not_tell_where_the_reader_came_from_unless_the_config_wants_it(
    home: "Home", newsreader: "Newsreader"
) -> None:
    home.add("Storm", link="https://world.example/storm?id=1&utm_source=feed")
    for form in ("text", "markdown", "html", "json"):
        said = "\n".join(newsreader("digest", "--format", form))
        assert "https://world.example/storm?id=1" in said
        assert "utm_source" not in said
    home.config.write_text(f"[reader]\nstrip_tracking = false\n{home.config.read_text()}")
    assert "utm_source" in "\n".join(newsreader("digest"))
