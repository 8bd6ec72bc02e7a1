"""A newspaper in the terminal: feeds and saved pages, read from the keyboard."""

__version__ = "0.1.0"

PROJECT_URL = ""
"""Where the project lives; servers are told (User-Agent). '' until it has an address."""
