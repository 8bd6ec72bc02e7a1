"""`newsreader read ID --diff`: what changed in an updated article."""

from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, timestamp
from newsreader.commands.stored import open_reader
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.articles.changes import Paragraph


def print_diff(target: str, form: str, width: int, paths: Paths) -> None:
    """Print the changes of a stored article. Raises CommandError, also where there are none."""
    from newsreader.articles.changes import changes
    from newsreader.articles.plain import plain_text
    from newsreader.store.previous import previous

    if not (target.isascii() and target.isdigit()):
        raise CommandError("--diff compares what a feed said of a stored article: give its id", WRONG_USE)
    if form not in ("text", "json"):
        raise CommandError(f"--diff has no form {form}: text or json", WRONG_USE)
    article_id = int(target)
    with open_reader(paths) as reader:
        article = reader.article(article_id) if article_id < 1 << 63 else None
        if article is None:
            raise CommandError(f"there is no article {article_id}; newsreader list --json shows the ids")
        before = previous(reader, article_id)
        now = reader.now()
    if before is None:
        raise CommandError(f"article {article_id} was not updated since it came in")
    headline = article.headline
    title = changes(before.title, headline.title)
    body = changes(plain_text(before.body, before.markup).text, plain_text(article.body, article.markup).text)
    if form == "json":
        json_line(
            {
                "id": article_id,
                "replaced": timestamp(before.replaced),
                "title": [_record(paragraph) for paragraph in title],
                "paragraphs": [_record(paragraph) for paragraph in body],
            }
        )
        return
    from newsreader.feeds.schedule import at

    _print_paragraphs(title, width) if title else out(headline.title)
    out(f"as it was before {at(before.replaced, now)}: [-deleted-], {{+inserted+}}")
    out()
    if body:
        _print_paragraphs(body, width)
    elif not title:
        out("nothing that is read has changed")


def _print_paragraphs(paragraphs: "tuple[Paragraph, ...]", width: int) -> None:
    from newsreader.articles.changes import as_text
    from newsreader.articles.wrap import break_lines

    for paragraph in paragraphs:
        text = as_text(paragraph)
        for start, end in break_lines(text, width):
            out(text[start:end].rstrip())
        out()


def _record(paragraph: "Paragraph") -> dict[str, object]:
    return {"unchanged": paragraph.skipped, "runs": [{"kind": kind, "text": text} for kind, text in paragraph.runs]}
