"""The person's rules, evaluated on what came in before it is stored. Pure.

Rules look at new articles alone, in the config's order; each sees what those before it did (`is:read`, `tag:x`). They are
evaluated by the same tree as the search bar's queries (query/match.py), over the entry and what is known of its feed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from newsreader.articles.plain import PlainText, plain_text
from newsreader.config.schema import Rule
from newsreader.config.spans import Until
from newsreader.model import Changes, Effects, Entry, Errand, KeyedEntry
from newsreader.query import tree
from newsreader.query.match import Subject, matches
from newsreader.query.parse import parse
from newsreader.query.tags import same_tag, tag_name
from newsreader.query.tree import Node
from newsreader.query.words import fold
from newsreader.store.commit import media_of


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the feed that an article comes from."""

    name: str
    url: str
    section: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule whose query is a tree."""

    name: str
    when: Node
    deeds: tuple[str, ...]
    until: Until | None
    feeds: frozenset[str]
    """Folded names and addresses; empty: all feeds."""
    section: str | None
    """Folded; None: all sections."""
    looks_inside: bool
    """Whether the article's text has to be known."""

    def is_for(self, source: Source) -> bool:
        """Whether it looks at articles of a feed at all."""
        if self.feeds and not self.feeds & {fold(source.name), fold(source.url)}:
            return False
        return self.section is None or fold(source.section) == self.section


class Rules:
    """The rules of a config. `now` is an aware local time, from which their queries count; rules that are over are left out."""

    def __init__(self, rules: Iterable[Rule], now: datetime) -> None:
        self.rules = tuple(ready(rule, now) for rule in rules if rule.until is None or not rule.until.is_over(now))
        self._now = now

    def apply(self, changes: Changes, source: Source) -> Changes:
        """Return what a document changes, its new articles with what the rules do with them."""
        rules = [rule for rule in self.rules if rule.is_for(source)]
        if not rules or not changes.new:
            return changes
        return structs.replace(changes, new=tuple(self._applied(keyed, rules, source) for keyed in changes.new))

    def effects(self, entry: Entry, source: Source) -> Effects | None:
        """Return what the rules do with a new article; None where none of them matches."""
        return self._effects(entry, [rule for rule in self.rules if rule.is_for(source)], source)

    def _applied(self, keyed: KeyedEntry, rules: Sequence[ReadyRule], source: Source) -> KeyedEntry:
        effects = self._effects(keyed.entry, rules, source)
        return structs.replace(keyed, effects=effects) if effects else keyed

    def _effects(self, entry: Entry, rules: Sequence[ReadyRule], source: Source) -> Effects | None:
        text = _text_of(entry) if any(rule.looks_inside for rule in rules) else None
        subject = _subject(entry, source, text, self._now)
        effects: Effects | None = None
        for rule in rules:
            if matches(rule.when, subject):
                effects = _with_deeds(effects or Effects(()), rule, self._now)
                subject = _after(subject, effects, source)
        return effects


def ready(rule: Rule, now: datetime) -> ReadyRule:
    """Return a rule of a config that was checked when it was loaded. Raises QueryError where it was not."""
    when = parse(rule.when, now=now).node
    return ReadyRule(
        rule.name,
        when,
        (rule.do,) if isinstance(rule.do, str) else rule.do,
        rule.until,
        frozenset(map(fold, rule.feeds)),
        None if rule.section is None else fold(rule.section),
        _looks_inside(when),
    )


def _looks_inside(node: Node) -> bool:
    match node:
        case tree.Field(name, _):
            return name == "body"
        case tree.And(nodes) | tree.Or(nodes):
            return any(map(_looks_inside, nodes))
        case tree.Not(held):
            return _looks_inside(held)
        case _:
            return isinstance(node, tree.Word | tree.Phrase | tree.Has | tree.Length)


def _text_of(entry: Entry) -> PlainText:
    """The text that search will look at, and what is counted and found in the body."""
    text = plain_text(entry.body, entry.markup)
    if not entry.summary:
        return text
    return replace(text, text=f"{text.text}\n{plain_text(entry.summary, entry.markup).text}")


def _subject(entry: Entry, source: Source, text: PlainText | None, now: datetime) -> Subject:
    return Subject(
        title=entry.title,
        author=", ".join(entry.authors),
        text=text.text if text else "",
        link=entry.link,
        time=now if entry.published is None else min(entry.published, now),
        feed=source.name,
        feed_url=source.url,
        section=source.section,
        tags=source.tags,
        has=media_of(entry) | (text.has if text else 0),
        words=text.words if text else None,
    )


def _after(subject: Subject, effects: Effects, source: Source) -> Subject:
    """The article as the next rule sees it."""
    changed = replace(
        subject,
        read=effects.read,
        starred=effects.starred,
        muted=effects.muted,
        tags=(*source.tags, *effects.tags),
    )
    for cut in ("tokens", "vocabulary"):
        if cut in subject.__dict__:
            changed.__dict__[cut] = subject.__dict__[cut]  # its words are the same: they are cut once
    return changed


def _with_deeds(effects: Effects, rule: ReadyRule, now: datetime) -> Effects:
    effects = structs.replace(effects, rules=(*effects.rules, rule.name))
    for deed in rule.deeds:
        match deed:
            case "read":
                effects = structs.replace(effects, read=True)
            case "star":
                effects = structs.replace(effects, starred=True)
            case "mute":
                effects = _muted(effects, rule.until.end(now) if rule.until else None)
            case "unmute":
                effects = structs.replace(effects, muted=False, muted_until=None)
            case "fulltext" | "run" | "notify":
                effects = _with_errand(effects, deed, rule.name)
            case _ if deed.startswith("tag:"):
                effects = _with_tag(effects, deed.removeprefix("tag:"))
    return effects


def _muted(effects: Effects, until: datetime | None) -> Effects:
    """Of two mutes the one counts that ends later."""
    if effects.muted:
        before = effects.muted_until
        until = None if before is None or until is None else max(before, until)
    return structs.replace(effects, muted=True, muted_until=until)


def _with_errand(effects: Effects, deed: Errand, rule: str) -> Effects:
    # Two rules run two programs, but want the same page and the same word.
    if deed != "run" and any(other == deed for other, _ in effects.errands):
        return effects
    return structs.replace(effects, errands=(*effects.errands, (deed, rule)))


def _with_tag(effects: Effects, tag: str) -> Effects:
    name = tag_name(tag)
    if any(same_tag(name, other) for other in effects.tags):
        return effects
    return structs.replace(effects, tags=(*effects.tags, name))
