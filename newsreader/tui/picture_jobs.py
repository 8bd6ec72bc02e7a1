"""What the screen and the process that decodes pictures tell each other: JSON lines, a job and its answer."""

from typing import Literal

from msgspec import Struct

Colors = Literal["true", "256", "16"]


class Job(Struct, frozen=True):
    """A picture to be made fit for the terminal."""

    number: int
    """Kitty keeps the picture under it."""
    path: str
    columns: int
    lines: int
    """Of the room that is kept for it."""
    cell: tuple[int, int]
    """Width and height in pixels."""
    protocol: Literal["blocks", "kitty", "iterm2", "sixel"]
    colors: Colors = "true"
    """Those of the terminal, for half blocks."""
    in_tmux: bool = False


class Drawing(Struct, frozen=True):
    """The answer to a job."""

    number: int
    error: str = ""
    """Why there is no picture, for a person; '' where there is one."""
    size: tuple[int, int] = (0, 0)
    """Its own width and height in pixels."""
    columns: int = 0
    lines: int = 0
    """The cells that it takes."""
    rows: tuple[str, ...] = ()
    """iterm2, sixel: for each line what draws it, from the cursor on, without moving it to another line."""
    pixels: bytes = b""
    """blocks: of each line the upper and the lower halves of its cells, three bytes each, or one with 256 or 16 colours."""
    picture: str = ""
    """kitty: what brings the picture to the terminal."""
    delete: str = ""
    """kitty: what takes it away."""
