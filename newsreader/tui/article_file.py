"""An article as a file: its name, its format by the name's ending; and nothing is ever written over."""

import json
import re
import time
from datetime import date, datetime
from pathlib import Path

from newsreader.articles import render
from newsreader.articles.document import Document

FORMATS = {".md": "Markdown", ".html": "HTML", ".txt": "text", ".json": "JSON"}
"""By the ending of a file's name."""
TEXT_WIDTH = 80
"""Columns of an article that is written as text."""
_LONGEST_NAME = 60
_KEPT_SECONDS = 24 * 3600
"""As long as a program may still want a file that it was handed."""


class WritingError(Exception):
    """A file that cannot be written; one line for a person."""


def file_name(title: str, published: datetime | date | None, ending: str = ".md") -> str:
    """Return a name of our own making: the day, and the title's letters and digits. Nothing else of it gets through."""
    day = f"{published:%Y-%m-%d}-" if published else ""
    words = "-".join(re.findall(r"[^\W_]+", title.lower()))
    while len(words.encode("utf-8", "replace")) > _LONGEST_NAME:
        words = words[:-1]
    return f"{day}{words.strip('-') or 'article'}{ending}"


def chosen_file(typed: str, folder: Path, name: str) -> Path:
    """Return the file that was typed: a name in `folder` or a path; the name of a folder means `name` in it.

    Raises WritingError for an ending that is none of FORMATS, and for a folder that is not there.
    """
    try:
        path = folder / Path(typed).expanduser()
        if typed.endswith("/") or path.is_dir():
            path /= name
        if not path.parent.is_dir() and path.parent != folder:
            raise WritingError(f"not written: there is no folder {path.parent}")
    except (OSError, RuntimeError, ValueError) as error:
        raise WritingError(f"not written: {error}") from None
    if path.suffix.lower() not in FORMATS:
        endings = ", ".join(f"{ending} ({what})" for ending, what in FORMATS.items())
        raise WritingError(f"not written: the name's ending says the format: {endings}")
    return path


def write_new(path: Path, text: str) -> None:
    """Write a file that was not there before, and its folder if need be. Raises WritingError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except FileExistsError:
        raise WritingError(f"not written, there is such a file already: {path}") from None
    except OSError as error:
        raise WritingError(f"not written: {error.strerror or error}: {path}") from None


def as_text(document: Document, ending: str, article_id: int, feed: str = "", section: str = "") -> str:
    """Return the article in the format of `ending`, with a newline at the end."""
    match ending.lower():
        case ".html":
            text = render.to_html(document)
        case ".txt":
            text = render.to_text(document, TEXT_WIDTH)
        case ".json":
            record = render.to_json(document, article_id=article_id, feed=feed or None, section=section or None)
            text = json.dumps(record, ensure_ascii=False)
        case _:
            text = render.to_markdown(document)
    return f"{text.rstrip()}\n"


def hand_over(document: Document, article_id: int, folder: Path) -> Path:
    """Write the article as HTML into `folder`, for a program that is handed it, and drop those of the days before.

    Raises WritingError.
    """
    file = folder / f"{article_id}-{file_name(document.title, document.published, '.html')}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = time.time() - _KEPT_SECONDS
        for old in folder.glob("*.html"):
            if old.stat().st_mtime < before:
                old.unlink(missing_ok=True)
        file.write_text(as_text(document, ".html", article_id), "utf-8", errors="replace")
    except OSError as error:
        raise WritingError(f"the article cannot be handed over: {error}") from None
    return file
