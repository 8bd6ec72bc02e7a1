"""Texts are compressed behind everything, and whoever reads does not notice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_builders import Desk, entry

from newsreader.model import Article
from newsreader.store import index, packing
from newsreader.store.retention import NOTHING, give_back, sweep
from newsreader.store.writer import Writer

LONG = "<p>" + "The harbour was quiet, and the lamps were out. " * 20 + "</p>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "news.db")
    yield desk
    desk.close()


def tidy(desk: Desk) -> None:
    desk.index()
    while desk.writer.tidy_some():
        pass
    assert desk.writer.is_tidy()


def packed(desk: Desk) -> list[int]:
    return [row[0] for row in desk.writer.db.execute("SELECT article_id FROM packed ORDER BY 1")]


def read(desk: Desk, article_id: int) -> Article:
    article = desk.reader.article(article_id)
    assert article is not None
    return article


def test_an_article_reads_the_same_before_and_after(desk: Desk) -> None:
    full = entry(
        "Storm", body=LONG + "🌊 Łódź", summary="<p>Deck</p>", markup="html", base="https://b.example/", source="Agency"
    )
    storm, calm = desk.add(full, entry("Calm", body="short"))
    desk.index()
    before = [(read(desk, id_), desk.reader.plain_text(id_)) for id_ in (storm, calm)]
    tidy(desk)
    assert packed(desk) == [storm]  # what is short stays as it is
    assert desk.writer.db.execute("SELECT body, summary FROM bodies ORDER BY length(body)").fetchone() == ("", "")
    assert [(read(desk, id_), desk.reader.plain_text(id_)) for id_ in (storm, calm)] == before


def test_nothing_is_compressed_before_it_is_searchable(desk: Desk) -> None:
    desk.add(entry("Storm", body=LONG))
    assert not desk.writer.tidy_some()
    assert packed(desk) == []


def test_an_update_of_a_compressed_article_keeps_its_older_text_and_is_found(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body=f"{LONG} before"))
    tidy(desk)
    desk.update(id_, entry("Storm", body=f"{LONG} after"))
    assert read(desk, id_).body == f"{LONG} after"
    assert desk.writer.db.execute("SELECT body FROM previous").fetchall() == [(f"{LONG} before",)]
    assert packed(desk) == []
    desk.index()
    assert (desk.found("before"), desk.found("after")) == ([], ["Storm"])
    assert packed(desk) == [id_]  # once it is searchable again
    assert read(desk, id_).body == f"{LONG} after"


def test_the_full_text_of_a_compressed_article_is_kept_and_found(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body=LONG, summary="Deck"))
    tidy(desk)
    desk.writer.save_full(id_, f"{LONG}<p>to the end</p>")
    for _ in range(2):
        article = read(desk, id_)
        assert (article.body, article.summary, article.full) == (LONG, "Deck", f"{LONG}<p>to the end</p>")
        tidy(desk)
    assert packed(desk) == [id_]
    assert desk.found('"to the end"') == ["Storm"]


def test_what_changes_while_it_is_compressed_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (id_,) = desk.add(entry("Storm", body=LONG))
    desk.index()
    compress, other = packing._packed, Writer(desk.path)
    saved = []

    def overtaken(texts: tuple[str, str, str]) -> bytes:
        if not saved:
            saved.append(other.save_full(id_, f"{LONG} full"))
        return compress(texts)

    monkeypatch.setattr(packing, "_packed", overtaken)
    tidy(desk)
    other.close()
    assert saved
    assert read(desk, id_).full == f"{LONG} full"


def test_an_index_built_anew_reads_compressed_articles(desk: Desk) -> None:
    desk.add(entry("Storm", body=f"{LONG} surge"), entry("Calm", body=f"{LONG} lull"))
    tidy(desk)
    desk.writer.rebuild_index()
    tidy(desk)
    assert (desk.found("surge"), desk.found("lull")) == (["Storm"], ["Calm"])


def test_what_retention_takes_leaves_no_compressed_text_and_the_words_are_forgotten(desk: Desk) -> None:
    ids = desk.add(*[entry(f"Storm {n}", body=LONG) for n in range(40)])
    tidy(desk)
    assert sweep(desk.writer, {desk.feed_id(): NOTHING}) == len(ids)
    assert packed(desk) == []
    assert desk.found("harbour") == []
    assert desk.writer.db.execute("SELECT count(*) FROM search WHERE search MATCH 'harbour'").fetchone() == (0,)


def test_the_file_becomes_smaller(desk: Desk) -> None:
    desk.add(*[entry(f"Storm {n}", body=f"{LONG * 4} {n}") for n in range(600)])
    desk.index()
    desk.writer.checkpoint()
    before = desk.path.stat().st_size
    tidy(desk)
    give_back(desk.writer)
    desk.writer.checkpoint()
    assert desk.path.stat().st_size < before / 2


def test_pieces_of_the_index_are_joined_and_nothing_is_lost(desk: Desk) -> None:
    for n in range(20):
        desk.add(entry(f"Storm {n}", body=f"{LONG} number{n}"))
        desk.index()
    tidy(desk)
    assert index._segments(desk.writer.db) < 8
    assert len(desk.found("storm")) == 20
    assert desk.found("number7") == ["Storm 7"]
    desk.writer.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


@given(st.tuples(*[st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))] * 3))
def test_every_text_comes_back(texts: tuple[str, str, str]) -> None:
    piece = packing._packed(texts)
    assert tuple(packing.unpack(piece, n) for n in range(3)) == texts


@given(st.binary())
def test_garbage_is_no_text(piece: bytes) -> None:
    assert packing.unpack(piece, 1) is None
