"""Where lines break: by words and by cells, so that wide characters and emoji never stand over the edge."""

from itertools import pairwise

from rich.cells import cell_len

from newsreader.articles.document import Inline
from newsreader.articles.lines import Role, Row, Span

GLUE = "\u00a0"
"""A blank that does not break; cleaned text holds none, so that it is ours to use between a link and its number."""

# Characters that may not begin a line, and that may not end one (JIS X 4051, the common part).
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥％°"
)
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【￥＄")
# A word that is wider than the line breaks behind one of these where it can: addresses, paths, compounds.
_BREAK_BEHIND = "/-_.?&=,;:—–"


def break_lines(text: str, width: int) -> list[tuple[int, int]]:
    """Return (start, end) of the lines of `text`, none wider than `width` cells (at least 2) nor with a blank at its end.

    Breaks at newlines, at blanks, between CJK characters, and inside a word only where it is wider than a line.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    for piece in text.split("\n"):
        end = start + len(piece)
        if is_narrow(piece):
            lines += _break_narrow(text, start, end, width)
        else:
            lines += _break_wide(text, start, end, width)
        start = end + 1
    return lines


def is_narrow(text: str) -> bool:
    """Whether every character of `text` takes one cell."""
    return text.isascii() or all(cell_len(character) == 1 for character in set(text))


def _break_narrow(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    lines = []
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        if cut > start:
            stop = cut
            while stop > start and text[stop - 1] == " ":
                stop -= 1
            lines.append((start, stop))
            start = cut + 1
        else:
            cut = _inside_word(text, start, start + width)
            lines.append((start, cut))
            start = cut
        while start < end and text[start] == " ":
            start += 1
    lines.append((start, end))
    return lines


def _break_wide(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    lines = []
    clusters = [(a + start, b + start, cells) for a, b, cells in _clusters(text[start:end])]
    first = 0
    while first < len(clusters):
        used = 0
        stop = first  # index of the first cluster that does not fit
        while stop < len(clusters) and used + clusters[stop][2] <= width:
            used += clusters[stop][2]
            stop += 1
        if stop == len(clusters):
            lines.append((clusters[first][0], end))
            return lines
        cut = _last_opportunity(text, clusters, first, stop)
        if cut is None:
            cut = max(stop, first + 1)
        last = cut
        while last > first + 1 and text[clusters[last - 1][0]] == " ":
            last -= 1
        lines.append((clusters[first][0], clusters[last - 1][1]))
        first = cut
        while first < len(clusters) and text[clusters[first][0]] == " ":
            first += 1
    return lines or [(start, end)]


def _last_opportunity(text: str, clusters: list[tuple[int, int, int]], first: int, stop: int) -> int | None:
    """The index of the cluster that may begin the next line: the last one up to `stop` that has a break before it."""
    for n in range(stop, first, -1):
        before, after = text[clusters[n - 1][0]], text[clusters[n][0]]
        if after == " " or before == " ":
            return n
        if after in _NOT_FIRST or before in _NOT_LAST or GLUE in (before, after):
            continue
        if (_is_ideographic(before) or _is_ideographic(after)) and n - 1 >= first:
            return n
    return None


def _is_ideographic(character: str) -> bool:
    """Scripts without blanks between words (Korean has them), and emoji."""
    return character >= "\u2e80" and not "\uac00" <= character <= "\ud7ff" and cell_len(character) == 2


def _clusters(text: str) -> list[tuple[int, int, int]]:
    """(start, end, cells) of what a terminal draws as one: a character with its marks, joiners and selectors."""
    starts: list[int] = []
    joined = False
    for index, character in enumerate(text):
        if not (joined or (starts and (character in "\u200d\ufe0f" or cell_len(character) == 0))):
            starts.append(index)
        joined = character == "\u200d"
    starts.append(len(text))
    return [(a, b, cell_len(text[a:b])) for a, b in pairwise(starts)]


def _inside_word(text: str, start: int, limit: int) -> int:
    """Where to cut a word that is wider than the line: behind a sign in the last two thirds, else at the edge."""
    best = max(text.rfind(sign, start + (limit - start) // 3, limit) for sign in _BREAK_BEHIND)
    return best + 1 if best > start else limit


def rows_of_inline(inline: Inline, width: int, role: Role = "text", *, numbers: bool = True) -> list[Row]:
    """Return `inline` as rows of at most `width` cells; links carry their number behind them, unless `numbers` is False."""
    spans = _spans(inline, role, numbers)
    text = "".join(span.text for span in spans)
    ends = break_lines(text, width)
    rows: list[Row] = []
    edges = [start for start, _ in ends] + [len(text)]
    index = offset = 0  # the span that holds the next character, and where that span begins
    for (start, end), following in zip(ends, edges[1:], strict=True):
        pieces: list[Span] = []
        length = 0
        while index < len(spans) and offset < following:
            span = spans[index]
            if span.role != "link-number":
                length += min(offset + len(span.text), following) - max(offset, start)
            shown = span.text[max(start - offset, 0) : max(end - offset, 0)]
            if shown:
                begins = span.place if start <= offset else 0
                pieces.append(
                    Span(shown.replace(GLUE, " "), span.role, span.marks, span.link, jump=span.jump, place=begins)
                )
            if offset + len(span.text) > following:
                break
            offset += len(span.text)
            index += 1
        rows.append(Row(tuple(pieces), length))
    return rows


def _spans(inline: Inline, role: Role, numbers: bool) -> list[Span]:
    spans: list[Span] = []
    for n, run in enumerate(inline):
        linked: Role = "link" if (run.link or run.jump) and role == "text" else role
        spans.append(Span(run.text, linked, run.marks, run.link, jump=run.jump, place=run.place))
        if numbers and run.link and (n + 1 == len(inline) or inline[n + 1].link != run.link):
            spans.append(Span(f"{GLUE}[{run.link}]", "link-number", link=run.link))
    return spans


def row_of_text(text: str, role: Role) -> Row:
    """Return a row of one span that belongs to no source text."""
    return Row((Span(text, role),))


def rows_of_text(text: str, width: int, role: Role) -> list[Row]:
    """Return plain `text` as rows of at most `width` cells."""
    return (
        [Row((Span(text[a:b].replace(GLUE, " "), role),), b - a) for a, b in break_lines(text, width)] if text else []
    )


def row_width(row: Row) -> int:
    """Return the cells that a row takes."""
    return sum(cell_len(span.text) for span in row.spans)


def prefixed(rows: list[Row], first: str, rest: str, role: Role) -> list[Row]:
    """Return `rows` with a sign in front of the first and its stand-in before the others."""
    return [
        Row((Span(first if n == 0 else rest, role), *row.spans), row.length)
        if (first if n == 0 else rest).strip() or row.spans
        else row
        for n, row in enumerate(rows)
    ]
