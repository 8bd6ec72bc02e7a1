"""; f: a link is read inside the reader: the stored article, or its page, and back again."""

import json
import sys
from pathlib import Path

import pytest
from paper import Item, Paper

from newsreader.articles.build import from_html
from newsreader.articles.record import from_record
from newsreader.articles.render import body_html, to_json
from newsreader.articles.words import block_text

PAGE = (
    "<html><head><title>The reply of the lamps</title></head><body><article><h1>The reply of the lamps</h1>"
    + "".join(f"<p>Sentence {n} of the reply, which is long enough, as one hopes, to be read.</p>" for n in range(30))
    + '<p>More at <a href="https://deep.example/">the deep page</a>.</p></article></body></html>'
)


def web(paper: Paper, *, wait: bool = False) -> tuple[str, ...]:
    """The program with a web of one page: what it would fetch from any address stands in a file."""
    (paper.folder / "page.html").write_text(PAGE)
    script = paper.folder / "fetcher.py"
    script.write_text(
        "import sys, time\nfrom pathlib import Path\n"
        f"folder = Path({str(paper.folder)!r})\n"
        "(folder / 'asked').open('a').write(sys.argv[6] + '\\n')\n"
        f"while {wait} and not (folder / 'go').exists(): time.sleep(0.01)\n"
        "from newsreader.commands import webpage\n"
        "webpage.fetch = lambda url, _: ((folder / 'page.html').read_bytes(), 'text/html', url)\n"
        "if 'broken' in sys.argv[6]: sys.exit('newsreader: HTTP 404: not found')\n"
        "from newsreader.cli import run\nsys.exit(run(sys.argv[1:]))\n"
    )
    return (sys.executable, str(script))


def asked(paper: Paper) -> list[str]:
    file = paper.folder / "asked"
    return file.read_text().split() if file.exists() else []


@pytest.fixture
def linked(paper: Paper) -> Paper:
    url = paper.headlines()["Old palace found"].link
    body = (
        f'<p>See <a href="{url}?utm_source=feed">the palace</a>, <a href="https://web.example/reply">the reply</a>'
        ' and <a href="https://broken.example/x">a broken one</a>.</p>'
    )
    paper.publish("Guardian", Item("With links", 0.1, body))
    with paper.writer() as writer:
        while writer.index_some():
            pass
    return paper


async def test_a_link_to_a_stored_article_opens_it(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked)) as person:
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f")
        await person.sees("follow link: _")
        await person.press("a")
        await person.sees_in("article", "Old palace found")
        assert not asked(linked)
        assert linked.is_read("Old palace found")


async def test_a_link_to_another_page_shows_it_and_esc_goes_back(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked)) as person:
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f", "s")
        await person.sees_in("article", "The reply of the lamps")
        await person.sees_in("article", "Sentence 1 of the reply")
        assert asked(linked) == ["https://web.example/reply"]
        await person.press("G", ";", "f", "a")
        await person.waits(lambda: len(asked(linked)) == 2)
        await person.waits(lambda: "Sentence 1 of the reply" in person.pane("article"))
        await person.press("escape")
        await person.sees_in("article", "the deep page")
        await person.press("escape")
        await person.sees_in("article", "See the palace")
        assert person.has_keys == "article"


async def test_keys_for_links_mean_the_page_that_is_shown(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked)) as person:
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f", "s")
        await person.sees_in("article", "The reply of the lamps")
        await person.press("y")
        await person.sees("https://web.example/reply")
        await person.press("s")
        await person.waits(lambda: not linked.headlines()["With links"].starred)


async def test_a_page_that_cannot_be_fetched_is_said_and_the_article_stays(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked)) as person:
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f", "d")
        await person.sees("broken.example: HTTP 404: not found")
        await person.sees_in("article", "See the palace")


async def test_esc_stops_the_fetching(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked, wait=True)) as person:
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f", "s")
        await person.sees("fetching web.example, esc stops")
        await person.press("escape")
        await person.sees("stopped")
        await person.sees_in("article", "See the palace")


async def test_a_page_does_not_take_the_place_of_an_article_that_was_opened_meanwhile(linked: Paper) -> None:
    async with linked.open(fetcher=web(linked, wait=True)) as person:
        following, shown = person.app.main.following, []
        following.read = shown.append
        await person.press("enter")
        await person.sees_in("article", "See the palace")
        await person.press(";", "f", "s")
        await person.waits(lambda: asked(linked))
        await person.press("h", "j", "enter")
        await person.sees_in("article", "Ministers agree")
        (linked.folder / "go").touch()
        await person.waits(lambda: "fetching" not in person.status)
        assert not following.page
        assert not shown


def test_a_page_survives_its_way_between_processes() -> None:
    gallery = Path(__file__).parent.parent / "articles" / "gallery" / "gallery.html"
    page = from_html(gallery.read_text(encoding="utf-8"), base="https://paper.example/a/b.html", title="T")
    record = json.loads(json.dumps({**to_json(page), "html": body_html(page)}))
    again = from_record(record)
    said = [" ".join(" ".join(map(block_text, one.blocks)).replace(" · ", " ").split()) for one in (page, again)]
    assert said[0] == said[1] and len(again.blocks) == len(page.blocks)
    assert again.links == page.links
    assert (again.title, again.lead_image, again.place, again.url) == (
        page.title,
        page.lead_image,
        page.place,
        page.url,
    )
    assert from_record({"title": 3, "authors": "x", "html": None, "published": "soon"}).title == ""
