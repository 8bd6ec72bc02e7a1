"""`newsreader tag`: gives all articles that match a tag, or takes one away; `newsreader undo` takes it back."""

import argparse

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, json_line, out
from newsreader.commands.stored import nothing_matches, open_reader, open_writer, parse_query
from newsreader.paths import Paths

NAME = "tag"
HELP = "tag articles (+NAME) or take a tag away (-NAME); alone: the tags there are"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.usage = "newsreader tag [+NAME|-NAME]… QUERY"
    parser.add_argument("query", nargs="*", metavar="+NAME|-NAME QUERY", help="the tags first, then which articles")
    parser.add_argument("--json", action="store_true", help="without a tag: one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Change the tags of what matches, or list them with their counts."""
    if not args.query:
        return _list(args.json, paths)
    if args.json:
        raise CommandError("--json is for the list of tags: newsreader tag --json", WRONG_USE)
    tags, words = _split(args.query)
    if not tags:
        raise CommandError(f"tag needs +NAME or -NAME before the QUERY; did you mean +{args.query[0]}?", WRONG_USE)
    if not words:
        raise CommandError("tag needs a QUERY that says which articles, such as is:starred", WRONG_USE)
    query = parse_query(" ".join(words))
    from newsreader.store.parts import Tagging
    from newsreader.store.selection import Selection

    # The writer first: where nothing can be changed, that is all there is to say.
    with open_writer(paths) as writer, open_reader(paths) as reader:
        rows.index_new(paths, reader, query)
        ids = reader.ids(Selection(query=query))
        said = f"nothing to change: all {len(ids):,} are so already" if ids else nothing_matches(reader, words)
        change = writer.change([Tagging(ids, tag, value) for tag, value in tags])
    out(change.what if change else said)
    return 0


def _split(words: list[str]) -> tuple[list[tuple[str, bool]], list[str]]:
    """Take +NAME and -NAME from the front: (tag, whether it is given), and the words of the query."""
    from newsreader.query.tags import BadTag, tag_name

    tags: list[tuple[str, bool]] = []
    # A word such as -is:read is the query's; a tag holds no colon.
    while words and words[0][:1] in ("+", "-") and ":" not in words[0]:
        try:
            tags.append((tag_name(words[0][1:]), words[0][0] == "+"))
        except BadTag as error:
            raise CommandError(f"{words[0]}: {error}", WRONG_USE) from error
        words = words[1:]
    return tags, words


def _list(as_json: bool, paths: Paths) -> int:
    with open_reader(paths) as reader:
        counts = reader.tag_counts()
    digits = len(f"{max(counts.values(), default=0):,}")
    for tag, count in counts.items():
        if as_json:
            json_line({"tag": tag, "articles": count})
        else:
            out(f"{count:>{digits},}  {tag}")
    return 0
