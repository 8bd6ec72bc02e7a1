"""i: pictures come into the article, stand where room is kept for them, and say why where they are not there."""

import http.server
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from images import as_bytes, halves
from paper import NO_FETCHER, Item, Paper, Person

from newsreader.picture_cache import PictureCache
from newsreader.tui import picturing
from newsreader.tui.page_pictures import PagePictures
from newsreader.tui.terminal_query import Asked, Graphics

PHOTO, CHART = "https://images.example/photo.jpg", "https://images.example/chart.png"
BLOCKS = "▀" * 12
PROSE = "".join(f"<p>Paragraph {n} of the story. {'Words of it flow on. ' * 25}</p>" for n in range(14))
FIGURE = f'<figure><img src="{PHOTO}" alt="Lamps at night" width="1200" height="800"><figcaption>The harbour.</figcaption></figure>'


def article(body: str = f'{FIGURE}{PROSE}<img src="{CHART}" alt="A chart of lamps"><p>The last words.</p>') -> Item:
    return Item("Harbour at night", 0.1, body=body)


@pytest.fixture
def illustrated(paper: Paper) -> Paper:
    paper.publish("Guardian", article())
    return paper


def cached(paper: Paper, url: str, data: bytes) -> Path:
    return PictureCache(paper.paths.cache / "images").keep(url, data)


def fetcher(paper: Paper, answers: Mapping[str, tuple[str, bytes | str]], *, wait: bool = False) -> tuple[str, ...]:
    """A fetcher that brings pictures: url → ("stored", its bytes) or ("failed", why); each after the file `go` is there."""
    events = []
    for url, (result, what) in answers.items():
        path = None
        if isinstance(what, bytes):
            path = paper.folder / f"fetched-{len(events)}"
            path.write_bytes(what)
        reason = what if isinstance(what, str) else ""
        events.append(
            {"event": "image", "id": 1, "url": url, "result": result, "reason": reason, "path": path and str(path)}
        )
    script = paper.folder / "fetcher.py"
    script.write_text(
        "import sys, time\nfrom pathlib import Path\n"
        f"folder = Path({str(paper.folder)!r})\n"
        "(folder / 'arguments').open('a').write(' '.join(sys.argv[5:]) + '\\n')\n"
        f"while {wait} and not (folder / 'go').exists(): time.sleep(0.01)\n"
        f"for line in {[json.dumps(event) for event in events]!r}: print(line, flush=True)\n"
    )
    return (sys.executable, str(script))


def asked_for(paper: Paper) -> list[str]:
    file = paper.folder / "arguments"
    return file.read_text().split("\n")[:-1] if file.exists() else []


async def opened(person: Person) -> None:
    await person.press("enter")
    await person.sees_in("article", "Paragraph 0")


def top_words(person: Person) -> str:
    """The first words of the article that are in sight."""
    return next(line.strip() for line in person.pane("article").split("\n") if line.strip())


# ── Showing and hiding


async def test_i_shows_the_pictures_and_i_again_hides_them(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        assert "Lamps at night" in person.pane("article"), "the words stand for the picture"
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        assert "Lamps at night" not in person.pane("article")
        assert "The harbour." in person.pane("article")
        await person.press("i")
        await person.sees_in("article", "Lamps at night")
        assert BLOCKS not in person.pane("article")


async def test_nothing_is_fetched_until_the_person_asks(illustrated: Paper) -> None:
    async with illustrated.open(fetcher=fetcher(illustrated, {})) as person:
        await opened(person)
        await person.press("j", "G", "g", "g")
        assert asked_for(illustrated) == []


async def test_pictures_are_fetched_shown_as_they_come_and_what_is_missing_says_why(illustrated: Paper) -> None:
    answers = {PHOTO: ("stored", as_bytes(halves(900, 600))), CHART: ("failed", "HTTP 404: not found")}
    async with illustrated.open(fetcher=fetcher(illustrated, answers, wait=True)) as person:
        await opened(person)
        await person.press("i")
        await person.sees("fetching 2 pictures, esc stops")
        assert "it is being fetched" in person.pane("article")
        id_ = illustrated.headlines()["Harbour at night"].id
        assert asked_for(illustrated) == [f"fetch {id_} --images --json"]
        (illustrated.folder / "go").touch()
        await person.sees_in("article", BLOCKS)
        await person.press("G")
        await person.sees_in("article", "HTTP 404: not found")
        assert "A chart of lamps" in person.pane("article"), "what it shows stands in its frame"
        assert "fetching" not in person.status


async def test_always_shows_them_without_a_key_and_the_key_hides_them(illustrated: Paper) -> None:
    illustrated.reader_settings += '\nimages = "always"'
    illustrated.write_config()
    answers = {PHOTO: ("stored", as_bytes(halves(900, 600)))}
    async with illustrated.open(fetcher=fetcher(illustrated, answers)) as person:
        await opened(person)
        await person.sees_in("article", BLOCKS)
        await person.press("i")
        await person.sees_in("article", "Lamps at night")
        await person.sees("pictures are hidden")


async def test_a_feed_may_never_show_any(illustrated: Paper) -> None:
    illustrated.reader_settings += '\nimages = "always"'
    illustrated.write_config()
    config = illustrated.paths.config.read_text().replace('name = "Guardian"', 'name = "Guardian"\nimages = "never"')
    illustrated.paths.config.write_text(config)
    async with illustrated.open(fetcher=fetcher(illustrated, {})) as person:
        await opened(person)
        await person.press("i")
        await person.sees("never")
        assert BLOCKS not in person.pane("article")
        assert asked_for(illustrated) == []


async def test_a_feed_may_always_show_them(illustrated: Paper) -> None:
    config = illustrated.paths.config.read_text().replace('name = "Guardian"', 'name = "Guardian"\nimages = "always"')
    illustrated.paths.config.write_text(config)
    cached(illustrated, PHOTO, as_bytes(halves(900, 600)))
    async with illustrated.open() as person:
        await opened(person)
        await person.sees_in("article", BLOCKS)


async def test_pictures_that_count_readers_are_no_pictures(paper: Paper) -> None:
    body = '<p>Paragraph 0.</p><img src="https://t.example/x.gif" width="1" height="1"><img src="https://pixel.wp.com/b.gif" alt="x">'
    paper.publish("Guardian", article(body))
    async with paper.open(fetcher=fetcher(paper, {})) as person:
        await opened(person)
        await person.press("i")
        await person.sees("this article has no pictures")
        assert asked_for(paper) == []


@pytest.mark.parametrize(
    ("why", "settings"),
    [
        ("pictures need Pillow: install newsreader\\[images\\]", ""),
        ("in ASCII there are no pictures", '\nicons = "ascii"'),
    ],
)
async def test_where_there_are_no_pictures_the_words_stay_and_i_says_why(
    illustrated: Paper, why: str, settings: str
) -> None:
    illustrated.reader_settings += settings
    illustrated.write_config()
    async with illustrated.open() as person:
        if not settings:
            person.app.asked = Asked(Graphics("none", why=why.replace("\\", "")))
        await opened(person)
        await person.press("i")
        await person.sees(why)
        assert "Lamps at night" in person.pane("article")


async def test_an_article_that_follows_the_cursor_is_left_alone_until_the_cursor_rests(
    illustrated: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    illustrated.reader_settings += '\nimages = "always"'
    illustrated.write_config()
    monkeypatch.setattr(picturing, "REST_SECONDS", 60)
    async with illustrated.open(fetcher=fetcher(illustrated, {})) as person:
        await person.sees_in("article", "it is being fetched")
        await person.press("j")
        await person.sees_in("article", "A body")
        await person.press("k")
        await person.sees_in("article", "it is being fetched")
        assert asked_for(illustrated) == []
        monkeypatch.setattr(picturing, "REST_SECONDS", 0.01)
        await person.press("j")
        await person.sees_in("article", "A body")
        await person.press("k")
        await person.waits(lambda: len(asked_for(illustrated)) == 1, what="the cursor rests")


# ── While they are fetched


async def test_escape_stops_fetching(illustrated: Paper) -> None:
    async with illustrated.open(fetcher=fetcher(illustrated, {}, wait=True)) as person:
        await opened(person)
        await person.press("i")
        await person.sees("fetching 2 pictures, esc stops")
        await person.press("escape")
        await person.sees_in("article", "stopped")
        assert person.has_keys == "article"


async def test_a_fetcher_that_fails_says_so_in_the_frames(illustrated: Paper) -> None:
    async with illustrated.open(fetcher=NO_FETCHER) as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", "the fetcher ended with status 1")


async def test_pictures_of_another_article_are_not_waited_for(illustrated: Paper) -> None:
    other = '<p>Paragraph 0 of the other.</p><img src="https://images.example/other.png" alt="The other picture">'
    illustrated.publish("BBC", Item("The other story", 0.05, body=other))
    answers = {"https://images.example/other.png": ("stored", as_bytes(halves(400, 300)))}
    async with illustrated.open(fetcher=fetcher(illustrated, answers, wait=True)) as person:
        await person.press("j")
        await opened(person)
        await person.press("i")
        await person.sees("fetching 2 pictures")
        await person.press("h", "k")
        await person.press("enter")
        await person.sees_in("article", "of the other")
        await person.press("i")
        (illustrated.folder / "go").touch()
        await person.sees_in("article", BLOCKS)
        assert len(asked_for(illustrated)) == 2


# ── On the page


async def test_the_line_in_sight_stays_when_pictures_come(illustrated: Paper) -> None:
    answers = {PHOTO: ("stored", as_bytes(halves(400, 1200))), CHART: ("stored", as_bytes(halves(300, 900)))}
    async with illustrated.open(fetcher=fetcher(illustrated, answers, wait=True)) as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", "it is being fetched")
        for _ in range(3):
            await person.press("space")
        before = person.pane("article")
        assert "Paragraph" in before and "fetched" not in before
        (illustrated.folder / "go").touch()
        article = person.app.main.article
        await person.waits(
            lambda: article.gallery and not article.gallery.missing and not person.status.startswith("fetching")
        )
        assert top_words(person) in before and person.pane("article").split("\n")[:10] == before.split("\n")[:10]


async def test_a_picture_in_sight_is_fitted_into_the_room_that_was_kept(paper: Paper) -> None:
    paper.publish("Guardian", article(f'<p>Paragraph 0.</p><img src="{CHART}" alt="A chart"><p>Below the chart.</p>'))
    async with paper.open(fetcher=fetcher(paper, {CHART: ("stored", as_bytes(halves(300, 900)))}, wait=True)) as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", "it is being fetched")
        line = (
            person.pane("article")
            .split("\n")
            .index(next(s for s in person.pane("article").split("\n") if "Below" in s))
        )
        (paper.folder / "go").touch()
        await person.sees_in("article", "▀▀▀")
        assert "Below the chart." in person.pane("article").split("\n")[line]


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (60, 20), (40, 12)])
async def test_pictures_fit_every_screen_and_leave_room_for_words(illustrated: Paper, size: tuple[int, int]) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open(*size) as person:
        await person.press("enter")
        await person.waits(lambda: person.app.main.article.page)
        await person.press("i")
        await person.sees(lambda text: "▀▀▀▀" in text)
        article = person.app.main.article
        lines = [line for line in person.pane("article").split("\n") if "▀" in line]
        width = article.measure[1]
        assert all(line.strip().count("▀") <= width for line in lines)
        assert len(lines) <= max(article.size.height * 0.5, 4)


async def test_another_size_of_the_screen_sets_them_anew(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open(140, 40) as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        before = max(line.count("▀") for line in person.lines)
        await person.pilot.resize_terminal(60, 20)
        await person.sees(lambda text: 4 < max(line.count("▀") for line in text.split("\n")) != before)
        await person.pilot.resize_terminal(140, 40)
        await person.sees(lambda text: max(line.count("▀") for line in text.split("\n")) == before)


async def test_half_a_picture_in_sight_is_its_lower_half(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)

        def pictures() -> list[str]:
            return [line for line in person.pane("article").split("\n") if "▀" in line]

        whole = len(pictures())
        headline = person.pane("article").split("\n").index(pictures()[0])
        for _ in range(headline + 3):
            await person.press("j")
        await person.waits(lambda: len(pictures()) == whole - 3)
        assert "▀" in person.pane("article").split("\n")[0]
        await person.press("g", "g")
        await person.waits(lambda: len(pictures()) == whole)


async def test_finding_and_copying_pass_over_pictures(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        article = person.app.main.article
        assert article.find("Paragraph 3") == 1
        assert isinstance(article, PagePictures) and article.page
        from newsreader.tui.article_text import between

        numbers = article.page.numbers
        text = between(article.page, (numbers[0], 0), (numbers[-1], 0))
        assert "▀" not in text and "The harbour.\n" in text and "\n\n\n" not in text


@pytest.mark.parametrize(
    "body",
    [
        f'<p>Paragraph 0.</p><blockquote><p>Said so:</p><img src="{CHART}" alt="A chart"><p>Below.</p></blockquote>',
        f'<p>Paragraph 0.</p><ul><li>One<ul><li><p>Two</p><img src="{CHART}" alt="A chart"><p>Below.</p></li></ul></li></ul>',
        f'<p>Paragraph 0.</p><a href="https://example.org/large"><img src="{CHART}" alt="A chart"></a><p>Below.</p>',
        f'<p>Paragraph 0.</p><img src="{CHART}" alt="A chart"><p>Between.</p><img src="{CHART}" alt="Again"><p>Below.</p>',
    ],
    ids=["quote", "list", "link", "twice"],
)
async def test_pictures_stand_inside_quotes_lists_and_links(paper: Paper, body: str) -> None:
    paper.publish("Guardian", article(body))
    cached(paper, CHART, as_bytes(halves(300, 100)))
    async with paper.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        lines = person.pane("article").split("\n")
        start = min(line.index("▀") for line in lines if "▀" in line)
        assert {line.index("▀") for line in lines if "▀" in line} == {start}
        assert len({line.count("▀") for line in lines if "▀" in line}) == 1
        assert any("Below." in line for line in lines)
        assert "large" not in body or any("[1]" in line for line in lines)


async def test_an_overlay_covers_them_and_they_are_there_again_behind_it(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        before = person.text.count("▀")
        await person.press("?")
        await person.sees(lambda text: text.count("▀") < before)
        await person.press("escape")
        await person.sees(lambda text: text.count("▀") == before)


async def test_other_articles_have_none_of_it(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        await person.press("n")
        await person.sees_in("article", "A body")
        assert "▀" not in person.text
        await person.press("h", "k", "enter")
        await person.sees_in("article", BLOCKS)


async def test_a_theme_changes_around_a_picture(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS)
        person.app.use_theme("paper-light")
        await person.sees_in("article", BLOCKS)


async def test_a_damaged_picture_says_so_and_the_others_are_shown(illustrated: Paper) -> None:
    cached(illustrated, PHOTO, as_bytes(halves(1200, 800), "JPEG")[:800])
    cached(illustrated, CHART, as_bytes(halves(300, 200)))
    async with illustrated.open() as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", "damaged, or cut off")
        await person.press("G")
        await person.sees_in("article", "▀▀▀▀")


# ── With the real fetcher


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site with two pictures."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(as_bytes(halves(1200, 800), "JPEG"))
    (folder / "script.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=folder)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def test_the_fetcher_brings_them_into_the_cache(tmp_path: Path, site: str) -> None:
    paper = Paper(tmp_path / "paper")
    paper.url = lambda name: f"{site}/feed.xml"
    paper.subscribe(("Harbour", ""))
    pictures = "".join(f'<img src="{site}/{name}" alt="{name}">' for name in ("photo.jpg", "gone.png", "script.svg"))
    paper.publish("Harbour", article(f"<p>Paragraph 0.</p>{pictures}"))
    async with paper.open(height=80, fetcher=(sys.executable, "-m", "newsreader")) as person:
        await opened(person)
        await person.press("i")
        await person.sees_in("article", BLOCKS, timeout=20)
        await person.sees_in("article", "HTTP 404: not found", timeout=20)
        await person.sees_in("article", "no picture of a kind that can be", timeout=20)
        assert "fetching" not in person.status
