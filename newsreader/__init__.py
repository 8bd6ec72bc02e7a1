"""A newspaper in the terminal: feeds and saved pages, read from the keyboard."""

__version__ = "0.1.0"

PROJECT_URL = "https://newsreader.example"
"""Where the project lives; servers are told (User-Agent). A placeholder (RFC 2606) until it has an address."""
