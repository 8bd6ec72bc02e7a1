"""How much of an article the extraction keeps, measured over saved web pages with their expected articles.

    python tests/bench/articles.py [FOLDER] [--worst N] [--show NAME]
    python tests/bench/articles.py --speed

FOLDER holds a folder a page with source.html and expected.html (and expected-metadata.json); without it the public
corpus is used (NEWSREADER_CORPUS, else ../shared/corpus). Prints precision, recall and F1 over word 4-grams, how many
of the expected article's links, images, captions, code blocks, tables, lists and headings survive, and the time a page.
"""

import argparse
import json
import os
import re
import statistics
import time
import timeit
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newsreader.articles.build import from_html, from_page
from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Document,
    Footnotes,
    Heading,
    Image,
    ListBlock,
    Quote,
    Table,
)
from newsreader.articles.layout import lay_out
from newsreader.articles.plain import plain_text
from newsreader.articles.tree import parse_html
from newsreader.articles.words import block_text

ROOT = Path(__file__).parent.parent.parent
KINDS = ("links", "images", "captions", "code", "tables", "lists", "headings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--worst", type=int, default=8)
    parser.add_argument("--show", help="print what is missing and what is too much of one page")
    parser.add_argument("--speed", action="store_true", help="time the index's plain text, and a long article to lines")
    args = parser.parse_args()
    if args.speed:
        speed()
        return
    corpus = Path(os.environ.get("NEWSREADER_CORPUS") or ROOT.parent / "shared" / "corpus")
    folder = args.folder or corpus / "mozilla-readability" / "test-pages"
    pages = sorted(path for path in folder.iterdir() if (path / "expected.html").exists())
    scores, times = [], []
    kept, wanted = Counter(), Counter()
    facts = Counter()
    for page in pages:
        if args.show and page.name != args.show:
            continue
        html = (page / "source.html").read_text(errors="replace")
        start = time.perf_counter()
        document = from_page(html, "http://fakehost/test/page.html")
        times.append((time.perf_counter() - start) * 1000)
        expected = parse_html((page / "expected.html").read_text(errors="replace")).body
        ours, theirs = grams(text_of(document)), grams(expected.text(deep=True, separator=" "))
        scores.append((f1(ours, theirs), precision(ours, theirs), precision(theirs, ours), page.name))
        mine, needed = structure(document), expected_structure(expected)
        for kind in KINDS:
            kept[kind] += min(mine[kind], needed[kind])
            wanted[kind] += needed[kind]
        facts.update(right_facts(document, page))
        if args.show:
            show(theirs - ours, ours - theirs, mine, needed)
    print(
        f"{len(scores)} pages: F1 {mean(scores, 0):.4f}, precision {mean(scores, 1):.4f}, recall {mean(scores, 2):.4f}"
    )
    print(
        "kept: "
        + ", ".join(f"{kind} {kept[kind]}/{wanted[kind]} ({kept[kind] / max(wanted[kind], 1):.0%})" for kind in KINDS)
    )
    print("facts: " + ", ".join(f"{name} {count}" for name, count in sorted(facts.items())))
    print(
        f"ms a page: median {statistics.median(times):.1f}, p95 {sorted(times)[int(len(times) * 0.95)]:.1f}, most {max(times):.1f}"
    )
    for score, p, r, name in sorted(scores)[: args.worst]:
        print(f"  {score:.3f}  p {p:.3f} r {r:.3f}  {name}")


def speed() -> None:
    """CPU time, best of several runs: other processes only ever add to it."""
    paragraph = (
        '<p>The ministers of <b>nine</b> countries “agreed” on <a href="https://x.example/a?b=c&amp;d=e">a plan</a> for the grid'
        " &amp; more, it was said on Tuesday in Oslo by the chair.</p>\n"
    )
    body, long = paragraph * 11, paragraph * 165
    per_body = (
        min(timeit.repeat(lambda: plain_text(body, "html"), number=300, repeat=15, timer=time.process_time)) / 300
    )
    words = plain_text(body, "html").words
    print(f"plain text of a body of {words} words: {per_body * 1e6:.0f} µs ({1 / per_body:,.0f} a second)")

    def to_lines() -> int:
        return sum(len(lines) for _, lines in lay_out(from_html(long), 80))

    per_page = min(timeit.repeat(to_lines, number=1, repeat=15, timer=time.process_time))
    print(f"{from_html(long).words} words, HTML to {to_lines()} lines of 80 cells: {per_page * 1e3:.1f} ms")


def text_of(document: Document) -> str:
    lead = [document.lead_image] if document.lead_image and document.lead_image.caption else []
    return " ".join(
        block_text(block) if not isinstance(block, Image) else f"{block.caption} {block.credit}"
        for block in (*lead, *document.blocks)
    )


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    if len(words) < 4:
        return Counter([tuple(words)])
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def precision(ours: Counter, theirs: Counter) -> float:
    return (ours & theirs).total() / max(ours.total(), 1)


def f1(ours: Counter, theirs: Counter) -> float:
    p, r = precision(ours, theirs), precision(theirs, ours)
    return 2 * p * r / (p + r) if p + r else 0.0


def mean(rows: list[tuple], column: int) -> float:
    return statistics.mean(row[column] for row in rows)


def structure(document: Document) -> Counter:
    found = Counter(links=len(document.links))
    lead = [document.lead_image] if document.lead_image else []
    for block in every([*lead, *document.blocks]):
        match block:
            case Image(_, _, caption, credit):
                found["images"] += 1
                found["captions"] += bool(caption or credit)
            case Code():
                found["code"] += 1
            case Table():
                found["tables"] += 1
            case ListBlock():
                found["lists"] += 1
            case Heading():
                found["headings"] += 1
    return found


def every(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Quote(inner):
                yield from every(list(inner))
            case ListBlock(items):
                for item in items:
                    yield from every(list(item))
            case Definitions(items) | Footnotes(items):
                for _, inner in items:
                    yield from every(list(inner))


def expected_structure(body) -> Counter:
    return Counter(
        links=len({a.attributes["href"] for a in body.css("a[href]") if not a.attributes["href"].startswith("#")}),
        images=len(body.css("img")),
        captions=len([c for c in body.css("figcaption") if c.text().strip()]),
        code=len([c for c in body.css("pre") if c.text().strip()]),
        tables=len([t for t in body.css("table") if t.css_first("th")]),
        lists=len(body.css("ul, ol")),
        headings=len(body.css("h1, h2, h3, h4, h5, h6")),
    )


def right_facts(document: Document, page: Path) -> Counter:
    given = json.loads((page / "expected-metadata.json").read_text())
    facts = Counter(title=bool(document.title == (given.get("title") or "").strip()))
    if given.get("byline"):
        facts["byline"] = any(author.lower() in given["byline"].lower() for author in document.authors)
        facts["byline (of)"] = 1
    return facts


def show(missing: Counter, extra: Counter, mine: Counter, needed: Counter) -> None:
    for name, some in (("missing", missing), ("extra", extra)):
        print(f"--- {name} {some.total()}")
        run: list[str] = []
        for gram in some:
            if run and run[-3:] == list(gram[:3]):
                run.append(gram[3])
            else:
                print(" ".join(run)[:300]) if run else None
                run = list(gram)
        print(" ".join(run)[:300])
    print({kind: (mine[kind], needed[kind]) for kind in KINDS})


if __name__ == "__main__":
    main()
