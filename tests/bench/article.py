"""Times of the article pane with an article of 5,000 words: from `show` to the painted screen, a resize, a page down.

    python tests/bench/article.py [--words 5000] [--runs 15] [--size 120x40]

Prints the median and the slowest of the runs in milliseconds; 'document' is from HTML to Document, which the screen does
in the thread that reads the store. 'all lines' is until the last line is laid out, with pauses for keys between.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tui"))

from article_host import ArticleHost

from newsreader.articles.build import from_html


def article(words: int) -> str:
    """HTML with links, emphasis, headings, lists, quotes and code, as a long magazine piece has them."""
    choice = random.Random(words)
    vocabulary = ["".join(choice.choices("abcdefghijklmnopqrstuvwxyz", k=choice.randint(2, 11))) for _ in range(3000)]
    parts: list[str] = []
    used = 0
    while used < words:
        text = choice.choices(vocabulary, k=80)
        text[10] = f'<a href="https://example.org/{used}">{text[10]} {text[11]}</a>'
        text[30], text[50] = f"<em>{text[30]}</em>", f"<strong>{text[50]}</strong>"
        parts.append(f"<p>{' '.join(text)}.</p>")
        used += 81
        if len(parts) % 9 == 0:
            parts.append(f"<h2>{' '.join(choice.choices(vocabulary, k=5))}</h2>")
            parts.append(
                "<ul>" + "".join(f"<li>{' '.join(choice.choices(vocabulary, k=12))}" for _ in range(4)) + "</ul>"
            )
            parts.append(f"<blockquote><p>{' '.join(choice.choices(vocabulary, k=40))}</p></blockquote>")
            parts.append("<pre>def f(x):\n    return x + 1</pre>")
            used += 95
    return "".join(parts)


async def measure(words: int, runs: int, size: tuple[int, int]) -> dict[str, list[float]]:
    """Return milliseconds of each run, by what was measured."""
    html = article(words)
    times: dict[str, list[float]] = {}

    def note(what: str, since: float) -> None:
        times.setdefault(what, []).append((time.perf_counter() - since) * 1000)

    app = ArticleHost()
    async with app.run_test(size=size):
        for _ in range(runs):
            since = time.perf_counter()
            document = from_html(html, title="A long piece")
            note("document", since)
            since = time.perf_counter()
            app.article.show(document)
            await _painted(app)
            note("open", since)
            while app.article.page and not app.article.page.done:
                await asyncio.sleep(0.001)
            note("all lines", since)
            since = time.perf_counter()
            app.article.page_down()
            await _painted(app)
            note("page down", since)
            since = time.perf_counter()
            app.article.find("the")
            await _painted(app)
            note("find", since)
            app.article.clear_hits()
            for where, go in (("end", app.article.to_end), ("top", app.article.to_top)):
                go()
                since = time.perf_counter()
                app.article.styles.width = 71
                await _painted(app)
                note(f"resize at the {where}", since)
                app.article.styles.width = "100%"
                await _painted(app)
    return times


async def _painted(app: ArticleHost) -> None:
    """Wait until the screen has drawn what has changed."""
    painted = asyncio.Event()
    app.article.call_after_refresh(painted.set)
    await painted.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--size", default="120x40")
    args = parser.parse_args()
    width, _, height = args.size.partition("x")
    print(f"an article of {args.words:,} words at {args.size}, {args.runs} runs, ms")
    for what, times in asyncio.run(measure(args.words, args.runs, (int(width), int(height)))).items():
        print(f"{what:20} median {statistics.median(times):7.1f}   slowest {max(times):7.1f}")


if __name__ == "__main__":
    main()
