"""Places inside an article that its own links lead to: footnotes, sections. A page names them; here they are numbered, from 1."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urljoin

from selectolax.lexbor import LexborNode

from newsreader.articles.document import Block, Document, Footnotes, Inline, Paragraph, Run, plain
from newsreader.articles.runs import runs_of, with_runs

BACK = "↩"
"""The sign of the link from a footnote back into the text."""
_WORDS = 80
"""Characters that say what stands at a place."""


class Places:
    """The places that are met while a page is read. Only those count that a link of the same page leads to."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self._numbers = {name: n for n, name in enumerate(sorted(names), 1)}
        self._waiting: list[int] = []
        """Names met since the last text: the next one is their place."""
        self._place_of: dict[int, int] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def number(self, name: str) -> int:
        """Return the number of a name, from 1; 0 for one that leads nowhere."""
        return self._numbers.get(name) or self._numbers.get(unquote(name), 0)

    def meet(self, attributes: dict[str, str | None]) -> None:
        """Note that an element begins, which may have one of the names."""
        for attribute in ("id", "name"):
            number = self._numbers.get(attributes.get(attribute) or "", 0)
            if number and number not in self._place_of and number not in self._waiting:
                self._waiting.append(number)

    def take(self) -> int:
        """Return the place that the text which comes now is, 0 for none."""
        if not self._waiting:
            return 0
        self._count += 1
        self._place_of |= dict.fromkeys(self._waiting, self._count)
        self._waiting.clear()
        return self._count

    def settled(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return `blocks` with the links to names (link -n: to the n-th) as jumps to places, and with ways back from footnotes."""

        def settle(inline: Inline) -> Inline:
            if not any(run.link < 0 for run in inline):
                return inline
            return tuple(
                replace(run, link=0, jump=self._place_of.get(-run.link, 0)) if run.link < 0 else run for run in inline
            )

        settled = tuple(with_runs(block, settle, lambda link: max(link, 0)) for block in blocks)
        return _with_ways_back(settled)


def names_led_to(nodes: Sequence[LexborNode], base: str) -> frozenset[str]:
    """Return the names of places inside `nodes` that links inside them lead to."""
    wanted: set[str] = set()
    for node in nodes:
        for link in node.css('a[href*="#"]'):
            if name := name_in(link.attributes.get("href") or "", base):
                wanted |= {name, unquote(name)}
    if not wanted:
        return frozenset()
    return frozenset(
        name
        for node in nodes
        for element in (node, *node.css("[id], a[name]"))
        for name in (element.attributes.get("id"), element.attributes.get("name"))
        if name and name in wanted
    )


def name_in(href: str, base: str) -> str:
    """Return the name of the place that `href` leads to within the page at `base`; '' where it leads out of it."""
    address, _, name = href.strip().partition("#")
    if not name or not address:
        return name
    try:
        return name if base and urljoin(base, address) == base.partition("#")[0] else ""
    except ValueError:  # '[' in a host that is no IPv6 address
        return ""


def numbered_places(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `blocks` with their places numbered in reading order, without jumps to places that are gone and places that none leads to."""
    runs = [run for block in blocks for run in runs_of(block) if run.jump or run.place]
    if not runs:
        return blocks
    wanted = {run.jump for run in runs}
    new: dict[int, int] = {0: 0}
    for run in runs:
        if run.place in wanted:
            new.setdefault(run.place, len(new))

    def renumber(inline: Inline) -> Inline:
        return tuple(
            replace(run, jump=new.get(run.jump, 0), place=new.get(run.place, 0)) if run.jump or run.place else run
            for run in inline
        )

    return tuple(with_runs(block, renumber) for block in blocks)


def block_with(blocks: Sequence[Block], place: int) -> int | None:
    """Return the index of the block that holds a place."""
    return next((n for n, block in enumerate(blocks) if any(run.place == place for run in runs_of(block))), None)


def words_at(blocks: Sequence[Block], place: int) -> str:
    """Return the first words that stand at a place, for a line of the screen."""
    found: list[str] = []

    def look(inline: Inline) -> Inline:
        at = next((n for n, run in enumerate(inline) if run.place == place), None)
        found.extend([plain(inline[at:])] if at is not None else [])
        return inline

    for block in blocks:
        with_runs(block, look)
    return found[0].partition("\n")[0][:_WORDS].strip() if found else ""


def with_own_places(documents: Iterable[Document]) -> Iterator[Document]:
    """Yield the documents with places that no other of them has: they stand in one file."""
    count = 0
    for document in documents:
        highest = max((run.place for block in document.blocks for run in runs_of(block)), default=0)
        yield _shifted(document, count) if highest and count else document
        count += highest


def _shifted(document: Document, by: int) -> Document:
    def shift(inline: Inline) -> Inline:
        return tuple(
            replace(run, jump=run.jump and run.jump + by, place=run.place and run.place + by)
            if run.jump or run.place
            else run
            for run in inline
        )

    return replace(document, blocks=tuple(with_runs(block, shift) for block in document.blocks))


def _with_ways_back(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Each footnote that is referred to ends with a link to where that is, unless it has one."""
    notes = {run.place for block in blocks if isinstance(block, Footnotes) for run in runs_of(block) if run.place}
    if not notes:
        return blocks
    count = max(run.place for block in blocks for run in runs_of(block))
    references: dict[int, list[int]] = {}

    def mark(inline: Inline) -> Inline:
        nonlocal count
        runs: list[Run] = []
        for n, run in enumerate(inline):
            if run.jump in notes and not (n and inline[n - 1].jump == run.jump):
                if not run.place:
                    count += 1
                    run = replace(run, place=count)
                references.setdefault(run.jump, []).append(run.place)
            runs.append(run)
        return tuple(runs)

    marked = [block if isinstance(block, Footnotes) else with_runs(block, mark) for block in blocks]
    return tuple(
        Footnotes(tuple((label, _back_from(note, references)) for label, note in block.items))
        if isinstance(block, Footnotes)
        else block
        for block in marked
    )


def _back_from(note: tuple[Block, ...], references: dict[int, list[int]]) -> tuple[Block, ...]:
    runs = [run for block in note for run in runs_of(block)]
    back = [place for run in runs for place in references.get(run.place, ())]
    if not back or any(run.jump in back for run in runs):
        return note
    signs = [run for place in back for run in (Run(" "), Run(BACK, jump=place))]
    if not isinstance(last := note[-1], Paragraph):
        return (*note, Paragraph(tuple(signs[1:])))
    words, end = list(last.inline), last.inline[-1]
    if not (end.marks or end.link or end.jump):  # a blank stands where it carries no style
        words[-1], signs[:1] = replace(end, text=f"{end.text} "), []
    return (*note[:-1], replace(last, inline=(*words, *signs)))
