"""Stories: which articles tell of one event. Pure: articles and the stories they are in go in, changes come out.

New articles are compared with those of the days around them. What is like them, and the stories which that is in, are
then put together anew from nothing, so that it hardly matters in which order articles came in; a group keeps the id of
the story that most of it was in. docs/stories.md has the rules and the figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from newsreader.newsdesk import columns, copies
from newsreader.newsdesk.story_clusters import (
    CROWD,
    THRESHOLD,
    Index,
    Vector,
    clusters,
    vector,
)
from newsreader.newsdesk.word_stems import stems
from newsreader.newsdesk.word_weights import Weights

WINDOW = 72 * 3600
"""Seconds that two articles of one event lie apart at most. A story goes on for longer, from piece to piece."""
_NEAR = THRESHOLD / 2
"""How much like a new article something must be, for its story to be put together anew; in a crowd, THRESHOLD."""
_FEWEST = 2
"""Telling words that a title must have, numbers not counted; a single one says too little."""
_MANY = 200
"""Articles that share a sentence or a link; what more of them share is nobody's text."""
_CLOSEST = 8
"""Articles most like a new one whose stories are put together anew."""
_LARGE = 1_500
"""Articles of a region that are compared with each other one by one: less than half a second."""
_SOME_LINES = 4
"""Sentences; of two texts with so many or more one that is the same makes no copy."""
_SAMPLE = 16
"""Articles of a story in a crowd that are compared with each other, to know how alike all of them are."""
_SILENT: Vector = {}


_K = TypeVar("_K", int, str, tuple[int, str])


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as the newsdesk sees it."""

    id: int
    feed: int
    title: str
    time: int
    """Seconds since 1970: when it was published, as lists order it."""
    lang: str = ""
    """A language code (ISO 639-1), '' where nobody knows."""
    link: str = ""
    sketch: tuple[int, ...] = ()
    """Of its text (copies.py)."""
    story: int | None = None
    """The story that it is in: an id of one of its first articles."""
    copy_of: int | None = None
    """The first article in the store with the same text; None where it is the only one, or that first."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where articles belong from now on."""

    pieces: tuple[Piece, ...]
    """The new ones, and those of before that are in another story, or a copy of another article, by now."""
    merged: Mapping[int, int]
    """Stories that went into another one whole: by their ids, those of the stories that they are part of now."""


class Newsdesk:
    """The articles of some days with their stories; new ones are filed with `file`."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.pieces: dict[int, Piece] = {}
        self._vectors: dict[int, Vector] = {}
        self._words: dict[int, list[str]] = {}
        self._index = Index()
        self._stories: dict[int, set[int]] = {}
        self._by_sentence: dict[int, int | set[int]] = {}
        """One article for nearly all of them: a set for each would take more memory than all the rest."""
        self._by_link: dict[str, set[int]] = {}
        self._by_template: dict[tuple[int, str], set[int]] = {}
        self._silenced: set[int] = set()
        """Articles whose title turned out to be a column's since the last filing."""
        self._sums: dict[tuple[int, int], float] = {}
        """_sum_within by story and size."""

    def lay_out(self, pieces: Iterable[Piece]) -> None:
        """Take in articles that were filed before."""
        for piece in pieces:
            if piece.id not in self.pieces:
                self._put(piece)

    def clear_away(self, before: int, after: int) -> None:
        """Forget the articles from before and after these times; their words count as general from then on."""
        for piece in [piece for piece in self.pieces.values() if not before <= piece.time <= after]:
            if piece.time < before:
                self.weights.learn(self._words[piece.id], piece.lang)
            self._take(piece.id)

    def file(self, new: Sequence[Piece]) -> Filed:
        """File new articles; those of the WINDOW around them must be laid out."""
        for piece in new:
            if piece.id in self.pieces:
                self._take(piece.id)
            self._put(piece)
        looked_at = {piece.id for piece in new} | (self._silenced & self.pieces.keys())
        self._silenced.clear()
        alike = {id_: self._alike(id_) for id_ in sorted(looked_at)}
        region = self._region(alike)
        if len(region) > _LARGE or self._is_crowded():
            twins = self._copies(sorted(self._texts(alike)), self._known_copies(region))
            groups = self._grown(region, twins, alike)
        else:
            twins = self._copies(region)
            groups = self._groups(region, twins)
        return self._settle(region, groups, twins, {piece.id for piece in new})

    # ── What is looked at

    def _put(self, piece: Piece) -> None:
        words = stems(piece.title, piece.lang)
        self.pieces[piece.id], self._words[piece.id] = piece, words
        self._vectors[piece.id] = self._vector(words, piece.lang)
        self._index.add(piece.id, self._vectors[piece.id])
        for hash_ in piece.sketch:
            held = self._by_sentence.setdefault(hash_, piece.id)
            if isinstance(held, set):
                held.add(piece.id)
            elif held != piece.id:
                self._by_sentence[hash_] = {held, piece.id}
        if piece.link:
            self._by_link.setdefault(piece.link, set()).add(piece.id)
        if piece.story is not None:
            self._stories.setdefault(piece.story, set()).add(piece.id)
        self._note_title(piece, columns.template(words))

    def _vector(self, words: Sequence[str], lang: str) -> Vector:
        telling = vector(words, lang, self.weights)
        enough = sum(not word.isdigit() for word in telling) >= _FEWEST
        return telling if enough and not columns.is_column(words) else _SILENT

    def _note_title(self, piece: Piece, template: str) -> None:
        """Silence the titles of a feed that come again and again."""
        alike = self._by_template.setdefault((piece.feed, template), set())
        alike.add(piece.id)
        if len(alike) > 1 and columns.is_template([self.pieces[id_].time for id_ in alike]):
            for id_ in alike:
                if self._vectors[id_]:
                    self._index.remove(id_, self._vectors[id_])
                    self._vectors[id_] = _SILENT
                    self._silenced.add(id_)

    def _take(self, id_: int) -> None:
        piece = self.pieces.pop(id_)
        template = columns.template(self._words.pop(id_))
        self._index.remove(id_, self._vectors.pop(id_))
        _discard(self._by_template, [(piece.feed, template)], id_)
        for hash_ in piece.sketch:
            held = self._by_sentence.get(hash_)
            if isinstance(held, set) and len(held) > 1:
                held.discard(id_)
            else:
                self._by_sentence.pop(hash_, None)
        _discard(self._by_link, [piece.link] if piece.link else [], id_)
        _discard(self._stories, [] if piece.story is None else [piece.story], id_)

    def _is_crowded(self) -> bool:
        return len(self.pieces) > CROWD

    def _alike(self, id_: int) -> dict[int, float]:
        """Return what may belong to an article, and how much it is like it."""
        piece, telling = self.pieces[id_], self._vectors[id_]
        found = self._index.alike_in_a_crowd(telling) if self._is_crowded() else self._index.alike(telling)
        return {
            other: min(likeness, 1.0)
            for other, likeness in found.items()
            if other != id_ and self._may_meet(piece, self.pieces[other])
        }

    def _region(self, alike: Mapping[int, Mapping[int, float]]) -> list[int]:
        """Return the new articles, what is like them, and the stories which that is in."""
        region = set(alike)
        near = THRESHOLD if self._is_crowded() else _NEAR
        for likenesses in alike.values():
            closest = sorted((-likeness, other) for other, likeness in likenesses.items() if likeness > near)
            region.update(other for _, other in closest[:_CLOSEST])
        region |= self._texts(alike)
        stories = {self.pieces[id_].story for id_ in region}
        for story in stories:
            if story is not None:
                region |= self._stories[story]
        return sorted(region)

    def _texts(self, new: Iterable[int]) -> set[int]:
        """Return the new articles and those that may have the text of one."""
        return set(new).union(*(self._sharing(self.pieces[id_]) for id_ in new))

    def _sharing(self, piece: Piece) -> set[int]:
        """Return the articles that may have the same text."""
        held = [self._by_sentence[hash_] for hash_ in piece.sketch]
        shared = Counter(id_ for ids in held if isinstance(ids, set) and len(ids) <= _MANY for id_ in ids)
        lines = len(piece.sketch)
        found = {id_ for id_, n in shared.items() if n > 1 or min(lines, len(self.pieces[id_].sketch)) < _SOME_LINES}
        linked = self._by_link.get(piece.link, set())
        return found | linked if len(linked) <= _MANY else found

    def _may_meet(self, piece: Piece, other: Piece) -> bool:
        same_language = not piece.lang or not other.lang or piece.lang == other.lang
        return same_language and abs(piece.time - other.time) <= WINDOW

    # ── Copies

    def _known_copies(self, region: Sequence[int]) -> set[tuple[int, int]]:
        here = set(region)
        return {(piece.copy_of, id_) for id_ in region if (piece := self.pieces[id_]).copy_of in here}

    def _copies(self, region: Sequence[int], known: Iterable[tuple[int, int]] = ()) -> dict[int, int]:
        """Return the first of those with the same text, for all that are not alone with theirs."""
        feeds = {id_: self.pieces[id_].feed for id_ in region}
        sketches = copies.without_boilerplate({id_: self.pieces[id_].sketch for id_ in region}, feeds)
        pairs = set(known)
        by_sentence: dict[int, list[int]] = {}
        by_link: dict[str, list[int]] = {}
        by_title: dict[str, list[int]] = {}
        for id_ in region:
            piece = self.pieces[id_]
            shared = [by_sentence.get(hash_, []) for hash_ in sketches[id_]]
            candidates = {other for held in shared if len(held) <= _MANY for other in held}
            pairs |= {
                (other, id_)
                for other in candidates
                if copies.same_text(sketches[other], sketches[id_], (self.pieces[other].title, piece.title))
            }
            for hash_ in sketches[id_]:
                by_sentence.setdefault(hash_, []).append(id_)
            if piece.link:
                by_link.setdefault(piece.link, []).append(id_)
            if len(self._vectors[id_]) > _FEWEST:
                by_title.setdefault(" ".join(self._words[id_]), []).append(id_)
        for ids in by_link.values():
            # A feed with one link for many pieces (its own front page) links to none of them.
            if max(Counter(feeds[id_] for id_ in ids).values()) <= copies.BOILERPLATE:
                pairs |= {(ids[0], id_) for id_ in ids[1:]}
        for ids in by_title.values():
            # One headline, and no text that could differ.
            bare = [id_ for id_ in ids if not sketches[id_]]
            pairs |= {(min(bare[0], ids[0]), max(bare[0], ids[0])) for _ in bare[:1] if bare[0] != ids[0]}
            pairs |= {(bare[0], id_) for id_ in bare[1:]}
        return copies.groups(pair for pair in pairs if self._may_meet(self.pieces[pair[0]], self.pieces[pair[1]]))

    # ── Groups

    def _groups(self, region: Sequence[int], twins: Mapping[int, int]) -> list[list[int]]:
        """Return the stories that the region makes, from nothing; articles that stand alone are in none."""
        pairs = self._with_twins(self._compared(region), twins)
        return self._parted(clusters(region, pairs), twins)

    def _grown(
        self, region: Sequence[int], twins: Mapping[int, int], alike: Mapping[int, Mapping[int, float]]
    ) -> list[list[int]]:
        """Return the stories of the region as they are, with what the new articles add to them.

        In a crowd: half of it would be put together anew for each of its stories.
        """
        stories: dict[int, list[int]] = {}
        for id_ in region:
            story = self.pieces[id_].story
            if story is not None and id_ not in alike and self._vectors[id_]:
                stories.setdefault(story, []).append(id_)
        pairs: dict[tuple[int, int], float] = {}
        here = set(region)
        for id_, likenesses in alike.items():
            for other in here & likenesses.keys():
                if other < id_ or other not in alike:
                    pairs[min(id_, other), max(id_, other)] = likenesses[other]
        whole = [(ids, self._sum_within(story, ids)) for story, ids in stories.items()]
        return self._parted(clusters(region, self._with_twins(pairs, twins), whole), twins)

    def _sum_within(self, story: int, ids: Sequence[int]) -> float:
        """Return the sum of the likeness within a story, told from some of its articles."""
        known = self._sums.get((story, len(ids)))
        if known is None:
            some = ids[:: -(-len(ids) // _SAMPLE)]
            likeness = 2 * sum(self._compared(some).values()) / max(len(some) * (len(some) - 1), 1)
            known = self._sums[story, len(ids)] = len(ids) + len(ids) * (len(ids) - 1) * likeness
        return known

    def _compared(self, ids: Sequence[int]) -> dict[tuple[int, int], float]:
        """Return how much articles (in ascending order) are alike."""
        pairs: dict[tuple[int, int], float] = {}
        index = Index()
        for id_ in ids:
            piece, telling = self.pieces[id_], self._vectors[id_]
            for other, likeness in index.alike(telling).items():
                if self._may_meet(piece, self.pieces[other]):
                    pairs[other, id_] = min(likeness, 1.0)
            index.add(id_, telling)
        return pairs

    def _with_twins(
        self, pairs: dict[tuple[int, int], float], twins: Mapping[int, int]
    ) -> dict[tuple[int, int], float]:
        return pairs | {(first, id_): 1.0 for id_, first in twins.items() if id_ != first}

    def _parted(self, groups: Iterable[list[int]], twins: Mapping[int, int]) -> list[list[int]]:
        parts = [part for group in groups for part in self._by_language(group)]
        return [part for group in parts for part in self._of_outlets(group, twins)]

    def _by_language(self, group: list[int]) -> list[list[int]]:
        """Part a group in which a piece of unknown language brought two languages together."""
        languages = Counter(self.pieces[id_].lang for id_ in group if self.pieces[id_].lang)
        if len(languages) < 2:
            return [group]
        main = min(languages, key=lambda lang: (-languages[lang], lang))
        parts = [[id_ for id_ in group if self.pieces[id_].lang in ("", main)]]
        parts += [[id_ for id_ in group if self.pieces[id_].lang == lang] for lang in sorted(languages) if lang != main]
        return parts

    def _of_outlets(self, group: list[int], twins: Mapping[int, int]) -> list[list[int]]:
        """A group that one feed made alone is no story, but for those of its pieces that are one text."""
        if len({self.pieces[id_].feed for id_ in group}) > 1:
            return [group]
        by_text: dict[int, list[int]] = {}
        for id_ in group:
            by_text.setdefault(twins.get(id_, id_), []).append(id_)
        return [ids for ids in by_text.values() if len(ids) > 1]

    # ── Ids

    def _settle(self, region: Sequence[int], groups: list[list[int]], twins: Mapping[int, int], new: set[int]) -> Filed:
        """Give each group the id of the story that most of it was in, else that of its first article."""
        before = {id_: self.pieces[id_].story for id_ in region}
        claims = sorted(
            (-count, story, n)
            for n, group in enumerate(groups)
            for story, count in Counter(before[id_] for id_ in group).items()
            if story is not None
        )
        names: dict[int, int] = {}
        taken = set(self._stories) - {story for story in before.values() if story is not None}
        for _, story, n in claims:
            if n not in names and story not in taken:
                names[n] = story
                taken.add(story)
        taken |= {story for story in before.values() if story is not None}
        for n, group in enumerate(groups):
            if n not in names:
                # Of a part that left a story no article can lend its id: it may be that story's.
                free = [*(id_ for id_ in group if before[id_] is None), *(-id_ for id_ in group)]
                names[n] = next(id_ for id_ in free if id_ not in taken)
                taken.add(names[n])
        after = {id_: names[n] for n, group in enumerate(groups) for id_ in group}
        filed = []
        for id_ in region:
            piece = self.pieces[id_]
            first = twins.get(id_, id_)
            place = after.get(id_), None if first == id_ else first
            if place != (piece.story, piece.copy_of) or id_ in new:
                placed = replace(piece, story=place[0], copy_of=place[1])
                filed.append(placed)
                self._move(placed)
        return Filed(tuple(filed), self._merged(before, after, set(names.values())))

    def _move(self, piece: Piece) -> None:
        story = self.pieces[piece.id].story
        if story != piece.story:
            _discard(self._stories, [] if story is None else [story], piece.id)
            if piece.story is not None:
                self._stories.setdefault(piece.story, set()).add(piece.id)
        self.pieces[piece.id] = piece

    def _merged(self, before: Mapping[int, int | None], after: Mapping[int, int], alive: set[int]) -> dict[int, int]:
        """Return the stories of before that are part of one other story now, with all their articles of these days."""
        went: dict[int, set[int | None]] = {}
        for id_, story in before.items():
            if story is not None:
                went.setdefault(story, set()).add(after.get(id_))
        merged: dict[int, int] = {}
        for story, places in went.items():
            place = next(iter(places))
            if story not in alive and len(places) == 1 and place is not None:
                merged[story] = place
        return merged


def _discard(sets: dict[_K, set[int]], keys: Iterable[_K], id_: int) -> None:
    for key in keys:
        held = sets[key]
        held.discard(id_)
        if not held:
            del sets[key]
