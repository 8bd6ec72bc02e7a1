"""`newsreader remove`: takes a subscription out of the config file; `newsreader undo` brings it back."""

import argparse

from newsreader.commands.common import CommandError, out
from newsreader.commands.confirm import config_text, confirm, show_diff
from newsreader.commands.stored import load_config, open_reader, open_writer
from newsreader.paths import Paths

NAME = "remove"
HELP = "unsubscribe from a feed; its articles stay"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("feed", metavar="NAME|URL", help="the feed's name, title or address")
    parser.add_argument("--yes", action="store_true", help="unsubscribe without asking")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Show what is taken out, then do it."""
    from newsreader.config.changes import removing, written_url
    from newsreader.config.edit import EditError
    from newsreader.feeds.plans import NoSuchFeed, choose
    from newsreader.urls import redacted

    if not load_config(paths).feeds:
        raise CommandError(f"{paths.config} has no feeds")
    with open_reader(paths) as reader:
        try:
            found = choose(reader.feeds(), [args.feed])
        except NoSuchFeed as error:
            raise CommandError(str(error)) from error
    if len(found) > 1:
        addresses = ", ".join(redacted(feed.url) for feed in found)
        raise CommandError(f"several feeds are called so; name one by its address: {addresses}")
    (feed,) = found
    text = config_text(paths.config)
    try:
        edit = removing(text, "feeds", written_url(text, feed.url, paths.config))
    except EditError as error:
        raise CommandError(str(error)) from error
    show_diff(paths.config, edit)
    if not confirm(f"Unsubscribe from {feed.name}? Its articles stay.", yes=args.yes):
        out("nothing was changed")
        return 0
    with open_writer(paths) as writer:
        out(writer.edit_config(paths.config, edit, f"unsubscribed from {feed.name}").what)
    return 0
