"""Changes of any kind, undo and redo, from any number of processes, against a model that is obvious."""

import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from store_builders import BOTH, TECH, Desk

from newsreader.config.changes import adding, changing, removing
from newsreader.model import Change, Flag
from newsreader.query.words import fold
from newsreader.store.parts import ConfigEdit, Flagging, Part, Tagging

FLAGS: tuple[Flag, ...] = ("read", "starred", "muted")
TAGS = ("later", "Später", "spater", "x")
NAMES = ("Long", "Short", "Üben")
CONFIG = "".join(f'[[feeds]]\nurl = "{feed.url}"\n\n' for feed in BOTH)


@dataclass(frozen=True)
class State:
    """All that can be changed: which articles have a mark, and the views of the config."""

    marks: dict[str, frozenset[int]]
    """By a flag, or by 'tag:' and a folded tag."""
    views: dict[str, str]

    def marked(self, mark: str) -> frozenset[int]:
        return self.marks.get(mark, frozenset())

    def after(self, mark: str, ids: frozenset[int], value: bool) -> "State":
        now = self.marked(mark) | ids if value else self.marked(mark) - ids
        return replace(
            self, marks={**{m: held for m, held in self.marks.items() if m != mark}, **({mark: now} if now else {})}
        )


class Journal(RuleBasedStateMachine):
    """The model keeps whole states: undo goes back to the one before, redo forward to the one after."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.config = Path(self.folder.name) / "config.toml"
        self.config.write_text(CONFIG, encoding="utf-8")
        self.desk = Desk(Path(self.folder.name) / "news.db", BOTH)
        self.ids = [*self.desk.add(*"ABCD"), *self.desk.add(*"EF", feed=TECH)]
        self.states = [State({}, {})]
        self.at = 0
        self.comments = 0

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    @property
    def now(self) -> State:
        return self.states[self.at]

    def chosen(self, which: set[int]) -> tuple[list[int], frozenset[int]]:
        """Ids as a caller may hand them in, some of articles that are not there; and those that are."""
        ids = sorted({self.ids[n] if n < len(self.ids) else 1000 + n for n in which})
        return ids, frozenset(ids) & frozenset(self.ids)

    def made(self, change: Change | None, state: State) -> None:
        """A change was made, or not if it changed nothing; the model goes along."""
        assert (change is None) == (state == self.now)
        if change is not None:
            self.states = [*self.states[: self.at + 1], state]
            self.at += 1

    def counted(self, change: Change | None, ids: frozenset[int]) -> None:
        assert (change.count if change else 0) == len(ids)

    @rule(which=st.sets(st.integers(0, 7)), flag=st.sampled_from(FLAGS), value=st.booleans())
    def flag(self, which: set[int], flag: Flag, value: bool) -> None:
        ids, known = self.chosen(which)
        change = self.desk.writer.set_flag(ids, flag, value)
        before = self.now
        self.counted(change, known - before.marked(flag) if value else known & before.marked(flag))
        self.made(change, before.after(flag, known, value))

    @rule(which=st.sets(st.integers(0, 7)), tag=st.sampled_from(TAGS), value=st.booleans())
    def tag(self, which: set[int], tag: str, value: bool) -> None:
        ids, known = self.chosen(which)
        change = self.desk.writer.add_tag(ids, tag) if value else self.desk.writer.remove_tag(ids, tag)
        self.made(change, self.now.after(f"tag:{fold(tag)}", known, value))

    @rule(name=st.sampled_from(NAMES), query=st.sampled_from(["a", "b or c", ""]), other=st.sampled_from(NAMES))
    def edit_config(self, name: str, query: str, other: str) -> None:
        """Make a view; or if it is there change it, rename it, or (for the empty query) delete it."""
        views, text = self.now.views, self.config.read_text(encoding="utf-8")
        if name not in views:
            edit, after = adding("views", name=name, query=query), {**views, name: query}
        elif not query:
            edit, after = removing(text, "views", name), {n: q for n, q in views.items() if n != name}
        else:
            new = name if other in views else other
            edit = changing(text, "views", name, name=new, query=query)
            after = {**{n: q for n, q in views.items() if n != name}, new: query}
        if after == views:
            return
        self.made(self.desk.writer.edit_config(self.config, edit), replace(self.now, views=after))

    @rule(which=st.sets(st.integers(0, 7)), tag=st.sampled_from(TAGS), name=st.sampled_from(NAMES))
    def several_parts(self, which: set[int], tag: str, name: str) -> None:
        ids, known = self.chosen(which)
        parts: list[Part] = [Flagging(ids, "read", True), Tagging(ids, tag, True), Flagging(ids, "read", False)]
        state = self.now.after(f"tag:{fold(tag)}", known, True).after("read", known, False)
        if name not in self.now.views:
            parts.append(ConfigEdit(self.config, adding("views", name=name, query="x")))
            state = replace(state, views={**state.views, name: "x"})
        change = self.desk.writer.change(parts)
        if change is not None and state == self.now:
            # Read and at once unread again is a change, though of no consequence.
            self.states = [*self.states[: self.at + 1], state]
            self.at += 1
        else:
            self.made(change, state)

    @rule()
    def undo(self) -> None:
        undone = self.desk.writer.undo()
        assert (undone is None) == (self.at == 0)
        if undone is not None:
            assert (undone.skipped, undone.refused) == (0, "")
            self.at -= 1

    @rule()
    def redo(self) -> None:
        redone = self.desk.writer.redo()
        assert (redone is None) == (self.at == len(self.states) - 1)
        if redone is not None:
            assert (redone.skipped, redone.refused) == (0, "")
            self.at += 1

    @rule()
    def edit_the_file_by_hand(self) -> None:
        """Another line, above or below: what the program undoes later is undone in the file as it is then.

        It stands apart: a comment right below a table is the table's, and goes with it.
        """
        self.comments += 1
        text, line = self.config.read_text(encoding="utf-8"), f"# {self.comments}\n"
        self.config.write_text(f"{line}{text}" if self.comments % 2 else f"{text}\n{line}", encoding="utf-8")

    @rule()
    def start_again(self) -> None:
        self.desk.close()
        self.desk = Desk(self.desk.path, BOTH)

    @invariant()
    def store_and_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        headlines = self.desk.reader.headlines(self.ids)
        for flag in FLAGS:
            assert {h.id for h in headlines if getattr(h, flag)} == self.now.marked(flag)
        assert self.tags(self.ids) == {m: ids for m, ids in self.now.marks.items() if m.startswith("tag:")}
        unread = sum(not (h.read or h.muted) for h in headlines)
        assert sum(self.desk.reader.unread().values()) == unread
        changes = self.desk.writer.changes()
        assert [change.undone for change in changes] == [n >= self.at for n in reversed(range(len(self.states) - 1))]

    @invariant()
    def config_and_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        text = self.config.read_text(encoding="utf-8")
        views = tomllib.loads(text).get("views", [])
        assert {view["name"]: view["query"] for view in views} == self.now.views
        assert all(f"# {n + 1}\n" in text for n in range(self.comments))
        assert len(self.desk.reader.feeds()) == len(BOTH)

    def tags(self, ids: Sequence[int]) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for id_, tags in self.desk.reader.tags(ids).items():
            for tag in tags:
                found.setdefault(f"tag:{fold(tag)}", set()).add(id_)
        return {tag: frozenset(held) for tag, held in found.items()}


TestJournal = Journal.TestCase
TestJournal.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
