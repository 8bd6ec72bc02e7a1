"""`python tests/faults/fuzz.py [MINUTES] [NAME …]`: foreign input of every kind, mutated and made up, thrown at what reads it.

Documents of the corpus (NEWSREADER_CORPUS) are mutated where there is one, and a few of our own everywhere. What is found becomes a
test in tests/. An exception that a reader's docstring names is no finding; anything else is, and so is an input that takes longer
than SECONDS.
"""

import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from newsreader.articles.build import from_html, from_markdown, from_page, from_text
from newsreader.articles.changes import changes
from newsreader.articles.layout import lay_out
from newsreader.articles.render import to_html, to_json, to_markdown, to_text
from newsreader.feeds.dates import parse_date
from newsreader.feeds.decide import decide
from newsreader.feeds.hashes import hash_entry
from newsreader.feeds.imported import NoList
from newsreader.feeds.newsboat import read_urls
from newsreader.feeds.opml import read_opml
from newsreader.feeds.pages import NotAPage, read_page
from newsreader.feeds.parse import NotAFeed, parse
from newsreader.query.parse import QueryError
from newsreader.query.parse import parse as parse_query
from newsreader.query.tree import show

SECONDS = 5.0
"""Of processor time for one input."""
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OWN = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title>'
    b"<guid>1</guid><pubDate>Tue, 24 Nov 2026 08:12:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>a</id><title type="html">&lt;b&gt;x</title>'
    b'<link href="/x"/><updated>2026-11-24T08:12:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    b"<p>y</p></div></content></entry></feed>",
    b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_html":"<p>x</p>"}]}',
    b'<opml version="2.0"><body><outline text="W"><outline type="rss" text="A" xmlUrl="https://a.example/rss"/></outline></body></opml>',
    b'https://a.example/rss "W" "~Name"\n"query:Unread:unread = \\"yes\\"" "W"\n# comment\n',
    b"<html><head><title>T</title></head><body><article><h1>T</h1><p>x <a href='//b'>y</a></p><ul><li>1<li>2</ul><table><tr><td>1</table>"
    b"<pre>code</pre><figure><img src=x><figcaption>c</figcaption></figure></article></body></html>",
)
TOKENS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&#0;", b"&#27;", b"&#xD800;", b"&lt;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\x00", b"\xff\xfe",
    b"\xe2\x80\xae", b"</channel>", b"<item>", b"<svg><math>", b"<table><td><table>", b'{"a":' * 50, b"[" * 500, b"9" * 400, b"\r\n",
    b"99999-99-99T99:99:99Z", b"Feb 30 0000", b"<p>" * 200, b"<blockquote><ul><li>" * 60, b"\xed\xa0\x80", b"<script>", b"%00", b"<entry>",
)  # fmt: skip

Target = Callable[[bytes], object]


def feed(data: bytes) -> None:
    """A feed's document, and the keys of its articles."""
    try:
        found = parse(data, "https://news.example/feed", content_type="")
    except (NotAFeed, ValueError, RecursionError, MemoryError):
        return
    for entry in found.entries:
        _clean(entry.title, entry.link, entry.guid, *entry.authors)
    first = decide([hash_entry(entry) for entry in found.entries], [], site=found.site)
    keys = [keyed.key for keyed in first.new]
    assert len(set(keys)) == len(keys), "two articles of one key"


def document(data: bytes) -> None:
    """An article, read in each way there is, laid out, and written in each form."""
    text = data.decode("utf-8", "replace")
    address = "https://a.example/1"
    for made in (from_html(text, base=address), from_page(text, address), from_markdown(text), from_text(text)):
        for _ in lay_out(made, 40, now=NOW):
            pass
        for write in (to_markdown, to_html, to_json):
            write(made)
        to_text(made, 60)


def page(data: bytes) -> None:
    """A saved page."""
    with suppress(NotAPage):
        read_page(data, "https://a.example/1", "any")


def opml(data: bytes) -> None:
    """A list of another reader's."""
    with suppress(NoList):
        read_opml(data)


def newsboat(data: bytes) -> None:
    """newsboat's urls."""
    with suppress(NoList):
        read_urls(data)


def query(data: bytes) -> None:
    """A query: what is understood can be written down and read again."""
    text = data.decode("utf-8", "replace")[:400]
    with suppress(QueryError):
        parse_query(text, now=NOW, typing=True)
    try:
        found = parse_query(text, now=NOW)
    except QueryError as error:
        assert "\n" not in str(error)
        return
    shown = show(found.node)
    assert parse_query(shown, now=NOW).node == found.node, (text, shown)


def diff(data: bytes) -> None:
    """Two texts."""
    text = data.decode("utf-8", "replace")
    changes(text[: len(text) // 2], text[len(text) // 2 :])


TARGETS: dict[str, Target] = {
    "feed": feed,
    "document": document,
    "page": page,
    "opml": opml,
    "newsboat": newsboat,
    "query": query,
    "date": lambda data: parse_date(data.decode("latin-1")[:200]),
    "diff": diff,
}


def _clean(*fields: str) -> None:
    for text in fields:
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in text), f"a control character in {text!r}"


QUERY_WORDS = (
    'and or not ( ) " - title: body: is:unread is:starred has:image newer:2d older: after:2026-11-01 date:today len<5m outlets>=3'
    " sort:title feed: tag: url: rust* 東京 it's c++ -x ) ("
).split()


def inputs(name: str, seeds: list[bytes], choice: random.Random) -> Iterator[bytes]:
    """Mutations of documents, for ever."""
    while True:
        if name == "query" and choice.random() < 0.8:
            yield " ".join(choice.choices(QUERY_WORDS, k=choice.randint(1, 12))).encode()
            continue
        data = bytearray(choice.choice(seeds))
        for _ in range(choice.randint(1, 12)):
            at = choice.randint(0, len(data))
            match choice.randint(0, 5):
                case 0:
                    data[at:at] = choice.choice(TOKENS)
                case 1:
                    del data[at : at + choice.randint(1, 40)]
                case 2 if data:
                    data[min(at, len(data) - 1)] = choice.randint(0, 255)
                case 3:
                    end = choice.randint(0, len(data))
                    data[at:at] = data[min(at, end) : max(at, end)][:2000]
                case 4:
                    other = choice.choice(seeds)
                    data[at:] = other[choice.randint(0, len(other)) :]
                case _:
                    data[at:at] = bytes(choice.choices(range(256), k=3))
        yield bytes(data[:200_000])


def seeds_of(corpus: Path | None) -> list[bytes]:
    """Documents to mutate: our own, and small ones of the corpus."""
    found = list(OWN)
    if corpus and corpus.is_dir():
        files = [
            file
            for file in corpus.rglob("*")
            if file.suffix in (".xml", ".rss", ".atom", ".json", ".opml", ".html", ".md")
        ]
        random.Random(1).shuffle(files)
        for file in files[:600]:
            if file.is_file() and file.stat().st_size < 60_000:
                found.append(file.read_bytes())
    return found


def throw(name: str, target: Target, seeds: list[bytes], seconds: float) -> tuple[int, list[str]]:
    """Throw mutated and made-up input at a target for so long; returns how much it was, and what was found."""
    found: dict[str, str] = {}
    thrown = 0
    end = time.monotonic() + seconds
    for data in inputs(name, seeds, random.Random(f"{name}{time.time_ns()}")):
        if time.monotonic() > end:
            break
        thrown += 1
        began = time.process_time()
        try:
            target(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} at {place.filename}:{place.lineno}"
            if what not in found:
                found[what] = f"{error!s:.120} for {_kept(name, data)}"
        if (took := time.process_time() - began) > SECONDS:
            found[f"slow, {took:.0f} s"] = f"for {_kept(name, data)}"

    @settings(
        max_examples=300,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
    def made_up(data: bytes) -> None:
        nonlocal thrown
        thrown += 1
        target(data)

    try:
        made_up()
    except HypothesisException:
        raise
    except Exception as error:
        found.setdefault(f"made up: {type(error).__name__}", f"{error!s:.200}")
    return thrown, [f"{what}: {why}" for what, why in found.items()]


def _kept(name: str, data: bytes) -> str:
    """Keep an input that found something; returns where it is."""
    folder = Path(os.environ.get("FUZZ_FINDINGS", "fuzz-findings"))
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}-{abs(hash(data)):x}"
    file.write_bytes(data)
    return str(file)


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    chosen = {name: target for name, target in TARGETS.items() if not sys.argv[2:] or name in sys.argv[2:]}
    corpus = os.environ.get("NEWSREADER_CORPUS")
    beside = Path(__file__).parents[2].parent / "shared" / "corpus"
    seeds = seeds_of(Path(corpus) if corpus else beside)
    bad = 0
    for name, target in chosen.items():
        thrown, found = throw(name, target, seeds, minutes * 60 / len(chosen))
        bad += len(found)
        print(f"{name:<10} {thrown:>7,} inputs, {len(found)} findings", flush=True)
        for line in found:
            print(f"    {line}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
