"""The colours of code: which role each piece of it has, in the languages that articles are most often written about.

Pygments is imported when the first such block is read, and nothing depends on what it says: without it, or where a text
is too long or takes too long, code is shown in one colour. No character of it is changed.
"""

from collections.abc import Iterator
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING

from newsreader.articles.document import Block, Code, Definitions, Footnotes, ListBlock, Quote
from newsreader.articles.lines import Role

if TYPE_CHECKING:
    from pygments.token import _TokenType

MOST = 20_000
"""Characters of a block that is coloured: some 35 ms for Python."""
PATIENCE = 0.05
"""Seconds for a block; what comes after that has no colours."""
PATIENCE_FOR_ALL = 0.2
"""Seconds for the blocks of an article."""
LONGEST_LINE = 500
"""Characters. Some lexers take the square of a line, and no code that is read has such lines."""

KEPT = 300
"""Blocks whose pieces are kept."""
Piece = tuple[int, int, Role]
_read: dict[tuple[str, str], tuple[Piece, ...]] = {}

# Languages by the names that pages give them. Others are shown in one colour: each lexer is a set of regular expressions
# that runs over foreign text. Measured with 30 texts made to be slow, of 20,000 characters: none of these takes 0.1 s.
_LANGUAGES = frozenset(
    "asm awk bash bat batch c c# c++ clj clojure cmake console cpp cs csharp css d dart diff docker dockerfile elisp elixir elm"
    " erlang fish fortran fsharp go golang graphql groovy haskell hcl hs html http ini java javascript js json json5 jsx julia kotlin"
    " latex less lisp lua make makefile nasm nginx nim nix objc objective-c objectivec ocaml pascal perl php pl"
    " postgres postgresql powershell ps1 protobuf ps1con pwsh py py3 pycon python python3 r rb rs ruby rust sass scala scheme scss"
    " sh shell shell-session sql sqlite3 swift tcl terraform tex"
    " toml ts tsx typescript udiff vim xml yaml yml zig zsh".split()
)  # fmt: skip
# The first of these that a token's type belongs to says its role.
_ROLES: tuple[tuple[str, Role], ...] = (
    ("Comment.Preproc", "code-keyword"), ("Comment", "code-comment"), ("Literal.String", "code-string"),
    ("Literal.Number", "code-number"), ("Operator.Word", "code-keyword"), ("Keyword", "code-keyword"), ("Name.Function", "code-name"),
    ("Name.Class", "code-name"), ("Name.Tag", "code-keyword"), ("Name.Attribute", "code-name"), ("Name.Decorator", "code-name"),
    ("Name.Label", "code-name"), ("Generic.Heading", "code-name"), ("Generic.Subheading", "code-name"),
    ("Generic.Inserted", "code-string"), ("Generic.Deleted", "code-number"), ("Generic.Prompt", "code-comment"),
    ("Generic.Output", "code-comment"),
)  # fmt: skip


def highlighted(text: str, lang: str) -> tuple[Piece, ...]:
    """Return the (start, end, role) of what has a colour in code, in order; () where nothing is known of its language."""
    if lang not in _LANGUAGES or len(text) > MOST:
        return ()
    if (text, lang) not in _read:
        _remember(text, lang, tuple(_pieces(text, lang)))
    return _read[text, lang]


def prepare(blocks: tuple[Block, ...]) -> None:
    """Colour the code of an article ahead of its being shown: to be called beside the screen.

    What comes after PATIENCE_FOR_ALL has no colours: laid out, it would be read while somebody waits for a key.
    """
    deadline = perf_counter() + PATIENCE_FOR_ALL
    for code in _codes(blocks):
        if perf_counter() < deadline:
            highlighted(code.text, code.lang)
        elif (code.text, code.lang) not in _read:
            _remember(code.text, code.lang, ())


def _pieces(text: str, lang: str) -> Iterator[Piece]:
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        return
    try:
        from pygments.lexers import get_lexer_by_name
        from pygments.util import ClassNotFound
    except ImportError:
        return
    try:
        lexer = get_lexer_by_name(lang)
    except ClassNotFound:
        return
    deadline = perf_counter() + PATIENCE
    for start, token, value in lexer.get_tokens_unprocessed(text):
        if perf_counter() > deadline:
            return
        if (role := _role(token)) and value:
            yield start, start + len(value), role


def _remember(text: str, lang: str, pieces: tuple[Piece, ...]) -> None:
    """Keep what was read of a block; the oldest go. Laid out for another width, an article is not read again."""
    while len(_read) >= KEPT:
        _read.pop(next(iter(_read)), None)
    _read[text, lang] = pieces


def _codes(blocks: tuple[Block, ...]) -> Iterator[Code]:
    for block in blocks:
        match block:
            case Code():
                yield block
            case Quote(inner):
                yield from _codes(inner)
            case ListBlock(items):
                for item in items:
                    yield from _codes(item)
            case Definitions(terms) | Footnotes(terms):
                for _, inner in terms:
                    yield from _codes(inner)


@lru_cache(maxsize=256)
def _role(token: "_TokenType") -> Role | None:
    name = str(token).removeprefix("Token.")
    return next((role for kind, role in _ROLES if name == kind or name.startswith(f"{kind}.")), None)
