"""Text measured in cells of the terminal: cut, filled up, broken into lines."""

from rich.cells import cell_len, chop_cells, set_cell_size


def cut(text: str, width: int, mark: str = "…") -> str:
    """Return `text`, or as much of its start as fits `width` cells together with `mark`."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(mark)
    if room <= 0:
        return set_cell_size(text, max(width, 0))
    return set_cell_size(text, room).rstrip() + mark


def fill(text: str, width: int, mark: str = "…") -> str:
    """Return `text` in exactly `width` cells: cut, or with blanks behind."""
    return set_cell_size(cut(text, width, mark), width)


def break_once(text: str, width: int) -> tuple[str, str]:
    """Return the first line of `text` in at most `width` cells, and what is left over, broken at a blank if there is one."""
    if cell_len(text) <= width or width <= 0:
        return text, ""
    head = chop_cells(text, width)[0]
    if text[len(head) : len(head) + 1] == " ":
        return head, text[len(head) :].lstrip()
    blank = head.rfind(" ")
    # A break that leaves the line less than half full looks like a mistake: then the long word itself is broken,
    # as text without blanks (CJK) is anyway.
    if blank > 0 and cell_len(head[:blank]) * 2 >= width:
        return head[:blank], text[blank + 1 :]
    return head, text[len(head) :]


def wrap(text: str, width: int, lines: int, mark: str = "…", last_width: int | None = None) -> list[str]:
    """Return `text` in at most `lines` lines of `width` cells; the last one, of `last_width`, is cut where it must be."""
    result: list[str] = []
    last_width = width if last_width is None else last_width
    while text and len(result) < lines - 1:
        if cell_len(text) <= last_width:
            break
        # What fits a line but not the last one is broken earlier, so that the last one is left for its end.
        line, text = break_once(text, last_width if cell_len(text) <= width else width)
        result.append(line)
    if text or not result:
        result.append(cut(text, last_width, mark))
    return result
