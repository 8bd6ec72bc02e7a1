"""New articles are filed into stories: what the store has of the days around them goes to the newsdesk, and back.

It runs in the fetcher, behind the index, in the order of the articles' times, whatever the order in which feeds came in.
"""

from collections.abc import Callable, Iterator, Sequence

from newsreader.articles.language import guess_language
from newsreader.articles.plain import plain_text
from newsreader.newsdesk.copies import sketch
from newsreader.newsdesk.stories import WINDOW, Newsdesk, Piece
from newsreader.newsdesk.word_stems import stems
from newsreader.newsdesk.word_weights import Weights, has_table
from newsreader.store import stories
from newsreader.store.stories import FiledArticle, Placing, Unfiled
from newsreader.store.writer import Writer
from newsreader.urls import without_tracking

BATCH = 500
"""Articles that are filed together, in one transaction."""
LEARNED = 4_000
"""Older headlines whose words are counted for the languages that have no table of frequencies."""


def file_new(writer: Writer, stop: Callable[[], bool] = lambda: False) -> int:
    """File what is not filed yet, until `stop` says so; returns how many articles were. Raises StoreError.

    The longest that anybody else waits for the store is one batch's transaction, some 20 ms.
    """
    newest = stories.newest_article(writer)
    waiting = stories.unfiled(writer)
    desk: Newsdesk | None = None
    laid_out = done = 0
    for ids, first, last in _batches(waiting):
        if stop():
            return done
        if desk is None:
            desk = Newsdesk(_weights(writer, first - WINDOW))
        desk.clear_away(first - WINDOW, last + WINDOW)
        # What is laid out already needs not be read again: nobody else files.
        since = max(first - WINDOW, laid_out)
        desk.lay_out(_filed(article) for article in stories.filed_between(writer, since, last + WINDOW))
        laid_out = last + WINDOW + 1
        filed = desk.file([_new(article) for article in stories.to_file(writer, ids)])
        stories.save(writer, [_placing(piece) for piece in filed.pieces], filed.merged)
        done += len(ids)
    stories.all_filed(writer, newest)
    return done


def _batches(waiting: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], int, int]]:
    """Yield (ids, first and last time) of articles that are few and near each other."""
    start = 0
    for n in range(1, len(waiting) + 1):
        if n == len(waiting) or n - start == BATCH or waiting[n][0] - waiting[start][0] > WINDOW:
            yield [id_ for _, id_ in waiting[start:n]], waiting[start][0], waiting[n - 1][0]
            start = n


def _weights(writer: Writer, before: int) -> Weights:
    """Return weights that know the words of older headlines, in the order in which they came out."""
    weights = Weights()
    for title, lang in reversed(stories.older_headlines(writer, before, LEARNED)):
        if not has_table(lang):
            weights.learn(stems(title, lang), lang)
    return weights


def _new(article: Unfiled) -> Piece:
    text = plain_text(article.body, article.markup).text
    return Piece(
        id=article.id,
        feed=article.feed,
        title=article.title,
        time=article.time,
        lang=_language(article.lang) or _language(article.feed_lang) or guess_language(article.title),
        link=_comparable(article.link),
        sketch=sketch(text),
        story=article.story,
    )


def _filed(article: FiledArticle) -> Piece:
    return Piece(
        article.id,
        article.feed,
        article.title,
        article.time,
        article.lang,
        _comparable(article.link),
        article.sketch,
        article.story,
        article.copy_of,
    )


def _placing(piece: Piece) -> Placing:
    return Placing(piece.id, piece.story, piece.copy_of, piece.lang, piece.sketch)


def _language(tag: str) -> str:
    """Return the language of a tag as in BCP 47 ('en-GB'), in two or three letters; '' for anything else."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    return language if language.isascii() and language.isalpha() and len(language) in (2, 3) else ""


def _comparable(link: str) -> str:
    """Return a link without what says where it was found, for telling two links to one page apart from others."""
    return without_tracking(link) if "?" in link else link
