"""What a document changes: its entries and the articles that are known → Changes. Pure.

The rules, and the feeds that made them necessary:
- A key is the publisher's guid, else the link, else a hash of title and text. Keys are compared within one feed alone.
- A guid that occurs twice in a document is no guid: each article after the first gets a key of its own, the same one every time.
- Publishers change their guids (http → https, a path moved, new ones on every fetch). An unseen key is therefore looked for
  by link and by text among the articles that the document no longer names, so that read marks and stars survive.
- Nothing is deleted by a document: an empty or a shrunken feed changes nothing, and what was deleted stays known by its row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from newsreader.feeds.hashes import HashedEntry, short_hash
from newsreader.model import Changes, KeyedEntry, KnownArticle
from newsreader.urls import normal_link

MAX_KEY = 500
"""Characters; a longer guid is stored as its beginning and a hash."""
MIN_TEXT = 80
"""Characters of title and text below which two entries of one wording may well be two entries ('Open thread')."""

_T = TypeVar("_T")

# Between a guid that is not unique and what makes it so; no guid has it, since cleaning takes it out.
_MARK = "\x1f"


def decide(entries: Sequence[HashedEntry], known: Sequence[KnownArticle], *, site: str = "") -> Changes:
    """Return what `entries` (a document's, in its order) change about `known` (all articles ever seen in this feed).

    `site` is the address of the feed's site: a link to it names no article.
    """
    if not known:
        keyed = [(key, entry) for key, entry in _keys(entries, {})]
        return Changes(new=tuple([KeyedEntry(key, e.entry, e.entry_hash, e.text_hash) for key, e in keyed]))
    by_key = {article.guid: article for article in known}
    keyed = list(_keys(entries, by_key))
    moved = _find_moved(
        [(key, entry) for key, entry in keyed if key not in by_key], by_key, {key for key, _ in keyed}, site
    )
    new: list[KeyedEntry] = []
    updated: list[tuple[int, KeyedEntry]] = []
    same = 0
    for key, entry in keyed:
        article = by_key.get(key) or moved.get(key)
        if article is not None and article.guid == key and article.entry_hash == entry.entry_hash:
            same += 1
            continue
        item = KeyedEntry(key, entry.entry, entry.entry_hash, entry.text_hash)
        if article is None:
            new.append(item)
        else:
            updated.append((article.id, item))
    return Changes(tuple(new), tuple(updated), same)


# ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keys(entries: Sequence[HashedEntry], by_key: dict[str, KnownArticle]) -> Iterable[tuple[str, HashedEntry]]:
    """Return every entry once, in the document's order, with a key that no other has."""
    groups: dict[str, list[HashedEntry]] = defaultdict(list)
    for entry in entries:
        groups[_base_key(entry)].append(entry)
    if len(groups) == len(entries):
        return [(_key_of_one(base, entry, by_key), entry) for base, (entry,) in groups.items()]
    keyed: dict[int, tuple[str, HashedEntry]] = {}
    places = {id(entry): place for place, entry in reversed(list(enumerate(entries)))}
    for base, group in groups.items():
        for key, entry in _keys_of_group(base, group, by_key):
            keyed[places[id(entry)]] = (key, entry)
    return [keyed[place] for place in sorted(keyed)]


def _base_key(entry: HashedEntry) -> str:
    key = entry.entry.guid or normal_link(entry.entry.link) or "text:" + entry.text_hash.hex()
    return key if len(key) <= MAX_KEY else key[: MAX_KEY - 40] + short_hash(key.encode("utf-8", "replace")).hex()


def _own_keys(base: str, entry: HashedEntry) -> tuple[str, str, str]:
    """Keys for an entry whose guid another one has as well: by its link, by its text, by both."""
    link, text = normal_link(entry.entry.link)[:MAX_KEY], entry.text_hash.hex()
    return f"{base}{_MARK}{link}", f"{base}{_MARK}{text}", f"{base}{_MARK}{link}{_MARK}{text}"


def _key_of_one(base: str, entry: HashedEntry, by_key: dict[str, KnownArticle]) -> str:
    """An entry that has its guid for itself in this document may have shared it in an earlier one."""
    article = by_key.get(base)
    if article is not None and not _is_same(entry, article):
        return next((own for own in _own_keys(base, entry) if own in by_key), base)
    return base


def _keys_of_group(
    base: str, group: Sequence[HashedEntry], by_key: dict[str, KnownArticle]
) -> Iterable[tuple[str, HashedEntry]]:
    """Key entries of one guid. Copies of an entry count once; known ones keep their keys, the guid goes to the first of the others."""
    distinct = list({(normal_link(e.entry.link), e.text_hash): e for e in reversed(group)}.values())[::-1]
    if len(distinct) == 1:
        yield _key_of_one(base, distinct[0], by_key), distinct[0]
        return
    holder = by_key.get(base)
    heir = _heir(distinct, holder) if holder is not None else None
    links = Counter(normal_link(entry.entry.link) for entry in distinct)
    taken: set[str] = set()
    rest: list[HashedEntry] = []
    for entry in distinct:
        key = base if entry is heir else next((own for own in _own_keys(base, entry) if own in by_key), None)
        if key is None or key in taken:
            rest.append(entry)
        else:
            taken.add(key)
            yield key, entry
    texts = Counter(entry.text_hash for entry in distinct)
    for entry in rest:
        by_link, by_text, by_both = _own_keys(base, entry)
        link_is_own = links[normal_link(entry.entry.link)] == 1
        own = by_link if link_is_own else by_text if texts[entry.text_hash] == 1 else by_both
        key = base if base not in taken and base not in by_key else by_both if own in taken else own
        taken.add(key)
        yield key, entry


def _heir(entries: Sequence[HashedEntry], holder: KnownArticle) -> HashedEntry | None:
    """Return the one of several entries of a guid that is the article which has the guid for its key."""
    link = normal_link(holder.link)
    same_text = [entry for entry in entries if entry.text_hash == holder.text_hash]
    same_link = [entry for entry in entries if link and normal_link(entry.entry.link) == link]
    both = [entry for entry in same_text if normal_link(entry.entry.link) == link]
    return next((found[0] for found in (both, same_text, same_link) if len(found) == 1), None)


def _is_same(entry: HashedEntry, article: KnownArticle) -> bool:
    return entry.text_hash == article.text_hash or (
        bool(entry.entry.link) and normal_link(entry.entry.link) == normal_link(article.link)
    )


# ── Articles whose ids were changed ───────────────────────────────────────────────────────────────────────────────────


def _find_moved(
    unseen: Sequence[tuple[str, HashedEntry]], by_key: dict[str, KnownArticle], named: set[str], site: str
) -> dict[str, KnownArticle]:
    """Return, by its new key, the article that an entry with an unseen key is.

    Looked for among the articles that the document does not name any more, the surest sign first: link and text, then the
    link, then the text. A sign that two entries or two articles share is none.
    """
    lost = [article for key, article in by_key.items() if key not in named]
    if not unseen or not lost:
        return {}
    home = _place(site)
    found: dict[str, KnownArticle] = {}
    taken: set[int] = set()
    for sign in range(3):
        entries = _by_sign((_signs_of_entry(entry, home)[sign], key) for key, entry in unseen if key not in found)
        articles = _by_sign((_signs(a.link, a.text_hash, home)[sign], a) for a in lost if a.id not in taken)
        for seen, key in entries.items():
            if seen in articles:
                found[key] = articles[seen]
                taken.add(articles[seen].id)
    return found


def _by_sign(pairs: Iterable[tuple[object, _T]]) -> dict[object, _T]:
    """Return the values whose sign nobody else has; None is no sign."""
    signed = list(pairs)
    counts = Counter(sign for sign, _ in signed)
    return {sign: value for sign, value in signed if sign is not None and counts[sign] == 1}


def _signs(link: str, text_hash: bytes, home: str) -> tuple[object, object, object]:
    place: str | None = _place(link)
    if not place or place == home or "/" not in place.lstrip("/"):
        place = None
    return (place, text_hash) if place else None, place, text_hash


def _signs_of_entry(entry: HashedEntry, home: str) -> tuple[object, object, object]:
    both, link, text = _signs(entry.entry.link, entry.text_hash, home)
    return both, link, text if len(entry.entry.title) + len(entry.entry.body) >= MIN_TEXT else None


def _place(link: str) -> str:
    """A link without its fragment: publishers that number their revisions put the number there."""
    return normal_link(link).partition("#")[0].rstrip("/")
