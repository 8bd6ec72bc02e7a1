"""How much room a picture gets on the page, in cells."""

from newsreader.articles.lines import Box

USUAL_PROPORTIONS = (3, 2)
"""Of a photo whose size nobody knows yet."""
_SHARE = 0.45
"""Of the pane's height: text stays in sight beside the tallest picture."""
_LOWEST = 4
"""Lines: in less nothing can be made out."""


def box_of(size: tuple[int, int] | None, width: int, height: int, cell: tuple[int, int]) -> Box:
    """Return the room for a picture of `size` pixels (None: not known) on a page of `width` cells in a pane of `height` lines.

    It has the picture's proportions and is never larger than the picture.
    """
    tallest = max(round(height * _SHARE), _LOWEST)
    across, down = size or USUAL_PROPORTIONS
    columns = min(width, max(-(-across // cell[0]), 1)) if size else width
    lines = max(round(columns * cell[0] * down / across / cell[1]), 1)
    if lines > tallest:
        columns, lines = max(round(tallest * cell[1] * across / down / cell[0]), 1), tallest
    return Box(min(columns, width), lines)
