"""`newsreader redo`: does again what `newsreader undo`, or undo on the screen, took back."""

import argparse

from newsreader.commands.common import out
from newsreader.commands.stored import open_writer
from newsreader.commands.undo import told
from newsreader.paths import Paths

NAME = "redo"
HELP = "do again what was undone last; a new change in between ends that"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(_args: argparse.Namespace, paths: Paths) -> int:
    """Do again what was undone last."""
    with open_writer(paths) as writer:
        out(told("redone", writer.redo(paths.config)))
    return 0
