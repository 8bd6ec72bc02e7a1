"""`newsreader story`: the articles of a story, and why they belong together."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, timestamp, warn
from newsreader.commands.stored import open_reader, open_writer
from newsreader.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.model import Feed, Headline
    from newsreader.newsdesk.story_reasons import Reasons
    from newsreader.store.queries import Reader
    from newsreader.store.stories import Story

NAME = "story"
HELP = "the articles of a story, and why they belong together"
_WORDS = 12
"""Shared words that are shown; `--json` has all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("id", nargs="?", metavar="ID", help="an article's id, or a story's as in list --json (s123)")
    parser.add_argument("--rebuild", action="store_true", help="put all stories of the store together anew")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print outlets by time, and the words that they share."""
    if args.rebuild != (args.id is None):
        raise CommandError("story needs an ID, or --rebuild", WRONG_USE)
    return _rebuild(paths) if args.rebuild else _explain(args, paths)


def _rebuild(paths: Paths) -> int:
    """File all articles anew; the stories keep their ids."""
    from newsreader.commands.working import file_stories, stopping_at_signals
    from newsreader.store import stories

    with open_writer(paths) as writer, stopping_at_signals(lambda: None) as signals:
        stories.file_again(writer)
        file_stories(writer, signals)
        if signals:
            warn("stopped; the next refresh goes on with it")
            return 128 + signals[0]
        count, articles = stories.totals(writer)
    out(f"{count:,} {'story' if count == 1 else 'stories'} of {articles:,} articles")
    return 0


def _explain(args: argparse.Namespace, paths: Paths) -> int:
    from newsreader.newsdesk.story_reasons import reasons
    from newsreader.newsdesk.word_weights import Weights
    from newsreader.store.stories import articles_of, stories_of

    with open_reader(paths) as reader:
        story = _story(reader, args.id)
        headlines = reader.headlines(articles_of(reader, story))
        told = stories_of(reader, [headline.id for headline in headlines])
        feeds = {feed.id: feed for feed in reader.feeds(all=True)}
    if not headlines:
        raise CommandError(f"all articles of the story {args.id} are muted, or their feeds no longer subscribed")
    lang = next((headline.lang.partition("-")[0] for headline in headlines if headline.lang), "")
    why = reasons([headline.title for headline in headlines], lang, Weights())
    (_print_json if args.json else _print)(story, headlines, told, feeds, why)
    return 0


def _story(reader: "Reader", text: str) -> int:
    """The story of that name, or that the article of that id is in."""
    from newsreader.store.stories import articles_of, stories_of

    name = text.removeprefix("s")
    if not name.removeprefix("-").isdecimal() or not name.isascii() or len(name) > 18:
        raise CommandError(f"{text!r} is no article and no story; newsreader list --json shows the ids")
    if text.startswith("s"):
        if not articles_of(reader, int(name)):
            raise CommandError(f"there is no story {text}; newsreader list --json shows them")
        return int(name)
    article = int(name)
    if not reader.headlines([article]):
        raise CommandError(f"there is no article {article}; newsreader list --json shows the ids")
    story = stories_of(reader, [article]).get(article)
    if story is None:
        raise CommandError(f"article {article} stands alone: no other outlet in the store tells the same")
    return story.id


def _print(
    story: int,
    headlines: "Sequence[Headline]",
    told: "Mapping[int, Story]",
    feeds: "Mapping[int, Feed]",
    why: "Reasons",
) -> None:
    known = next(iter(told.values()), None)
    outlets = known.outlets if known else 1
    out(f"{rows.story_name(story)}: {len(headlines)} articles, {outlets} {'outlet' if outlets == 1 else 'outlets'}")
    out()
    lines = rows.Lines([headline.id for headline in headlines], feeds)
    for headline in headlines:
        out(lines.line(headline))
        if (copied := told[headline.id].copy_of if headline.id in told else None) is not None:
            out(lines.below(f"the same text as {copied}"))
    out()
    out("shared words, what each weighs, and how many titles have it:")
    for word in why.words[:_WORDS]:
        out(f"  {word.weight:4.1f}  {word.articles:>3}  {word.word}")
    if not why.words:
        out("  none: their texts are the same")


def _print_json(
    story: int,
    headlines: "Sequence[Headline]",
    told: "Mapping[int, Story]",
    feeds: "Mapping[int, Feed]",
    why: "Reasons",
) -> None:
    known = next(iter(told.values()), None)
    json_line({
        "story": rows.story_name(story),
        "outlets": known.outlets if known else 1,
        "first": timestamp(headlines[0].sort),
        "last": timestamp(headlines[-1].sort),
        "articles": [
            {
                "id": headline.id,
                "feed": feeds[headline.feed_id].name if headline.feed_id in feeds else None,
                "title": headline.title or None,
                "published": timestamp(headline.published),
                "url": headline.link or None,
                "copy_of": told[headline.id].copy_of if headline.id in told else None,
                "alike": round(alike, 3),
            }
            for headline, alike in zip(headlines, why.alike, strict=True)
        ],
        "words": [{"word": w.word, "weight": round(w.weight, 2), "articles": w.articles} for w in why.words],
    })  # fmt: skip
