"""A body → plain text for the full-text index, with what the list of headlines wants to know about it.

This runs over every article that comes in: some 90 µs for one of 270 words, a third of it the HTML parser's.
"""

import re
from dataclasses import dataclass

from newsreader.articles.language import guess_language
from newsreader.articles.tree import parse_body
from newsreader.model import Has, Markup
from newsreader.text import clean_text

MAX_TEXT = 1_000_000
"""Characters that go into the index; a longer body is cut there."""

# Where a block begins or ends, the text breaks: a newline in front of the tag survives the parser. Searching with
# IGNORECASE takes twice the time, so capitals are spelled out.
_BLOCK_NAMES = "p|div|br|li|ul|ol|h[1-6r]|t[dhr]|d[dt]|table|pre|blockquote|figure|figcaption|section|article|summary|details|option"
_BLOCK = re.compile(rf"<(?=/?(?:{_BLOCK_NAMES}|{_BLOCK_NAMES.upper()})\b)")
_UNSEEN = ("script", "style", "template", "head", "noscript", "iframe", "textarea", "select", "button", "svg", "title")
_HAS_UNSEEN = re.compile(rf"<(?:{'|'.join(_UNSEEN)}|{'|'.join(_UNSEEN).upper()})\b")
_IMAGE = re.compile(r"<(?:img|IMG)\b[^>]*")
_PIXEL = re.compile(r"""\b(?:width|height)\s*=\s*["']?[01]\b""", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class PlainText:
    text: str
    """One line a block, clean."""
    words: int
    """As Document.words: CJK text counts characters ÷ 2.5."""
    lang: str
    """A guess from the text ('en', 'ja'), '' where there is too little to say."""
    has: int
    """Bits of model.Has."""


def plain_text(body: str, markup: Markup) -> PlainText:
    """Return the text of `body` for the index. Never raises; takes time in proportion to the body's length."""
    text = text_of(body, markup)
    has = _media(body) if markup == "html" and "<" in body else 0
    return PlainText(text, _words(text, body, markup), guess_language(text), has)


def text_of(body: str, markup: Markup) -> str:
    """Return PlainText.text alone."""
    text = clean_text(_from_html(body) if markup == "html" and ("<" in body or "&" in body) else body[:MAX_TEXT])
    # Of white space, clean text has newlines, tabs and blanks. Most lines have but single blanks inside.
    if "  " in text or "\t" in text:
        lines = [" ".join(line.split()) for line in text.split("\n")]
    else:
        lines = [line.strip(" ") for line in text.split("\n")]
    return "\n".join([line for line in lines if line])[:MAX_TEXT]


def _words(text: str, body: str, markup: Markup) -> int:
    """The words that are read: the front matter of a Markdown file can be found, but is on no page."""
    if markup == "markdown" and body.startswith("---"):
        from newsreader.articles.markdown import split_front_matter

        return count_words(clean_text(split_front_matter(body)[1][:MAX_TEXT]))
    if text and (text.isascii() or not _CJK.search(text)):
        return 1 + text.count(" ") + text.count("\n")  # what parts the words of such a text is one character each
    return count_words(text)


def count_words(text: str) -> int:
    """Return the words of `text`; CJK characters count as 1/2.5 word, which makes 500 of them a minute of reading."""
    if text.isascii():
        return len(text.split())
    spaced, characters = _CJK.subn(" ", text)
    return len(spaced.split()) + round(characters / 2.5)


def _from_html(body: str) -> str:
    tree = parse_body(_BLOCK.sub("\n<", body.replace("\n", " ").replace("\r", " ")))
    if tree is None:
        return ""
    if _HAS_UNSEEN.search(body):
        tree.strip_tags(list(_UNSEEN), recursive=True)
    return str(tree.text(deep=True))[:MAX_TEXT]


def _media(body: str) -> int:
    has = 0
    has_image = "<img" in body or "<IMG" in body
    if has_image and any(not _PIXEL.search(image[0]) for image in _IMAGE.finditer(body)):
        has |= Has.IMAGE.value
    if "<audio" in body or "<AUDIO" in body:
        has |= Has.AUDIO.value
    if "<video" in body or "<iframe" in body or "<VIDEO" in body or "<IFRAME" in body:
        has |= Has.VIDEO.value
    return has
