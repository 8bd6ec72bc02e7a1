"""A newspaper in the terminal: feeds and saved pages, read from the keyboard."""

__version__ = "0.1.0"
