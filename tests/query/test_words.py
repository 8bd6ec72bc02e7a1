"""Words are found without regard to case and accents, and marked where they stand."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.query.tree import And, Field, Not, Phrase, Word
from newsreader.query.words import find_hits, fold, index_text, query_tokens, terms, tokens, url_text
from newsreader.store.schema import INDEX_TABLES


def marked(text: str, *nodes: object, part: str | None = None) -> list[str]:
    found = terms(And(nodes)) if len(nodes) > 1 else terms(nodes[0])  # type: ignore[arg-type]
    return [text[start:end] for start, end in find_hits(text, found, part)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("École", "ecole"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("ﬁne", "fine"),
        ("Ａｂ", "ab"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδός", "οδοσ"),
        ("İstanbul", "istanbul"),
        ("ёлка", "елка"),
        ("שָׁלוֹם", "שלום"),
        ("が", "が"),
    ],
)
def test_case_and_accents_fold_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_cjk_is_cut_into_pairs_and_the_last_character() -> None:
    assert tokens("我用iPhone手机") == ["我用", "用", "iphone", "手机", "机"]
    assert tokens("ニュース・記者") == ["ニュ", "ュー", "ース", "ス", "記者", "者"]
    assert tokens("신문을 읽다") == ["신문", "문을", "을", "읽다", "다"]


def test_a_sign_is_no_letter_of_the_word_before_it() -> None:
    assert tokens("Foo™ bar® m²") == ["foo", "bar", "m2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("storm", (("storm",), False)),
        ("新闻", (("新闻",), False)),
        ("新闻记者", (("新闻", "闻记", "记者"), False)),
        ("新", (("新",), True)),
        ("用iPhone", (("用", "iphone"), False)),
        ("iPhone手", (("iphone", "手"), True)),
        ("!?", ((), False)),
    ],
)
def test_what_a_query_looks_for(text: str, wanted: tuple[tuple[str, ...], bool]) -> None:
    assert query_tokens(text) == wanted


def test_hits_are_marked_in_the_text_as_it_stands() -> None:
    assert marked("L’École de Łódź, écoles", Word("ecole"), Word("LODZ")) == ["École", "Łódź"]
    assert marked("École ecoles", Word("éco", prefix=True)) == ["École", "ecoles"]
    assert marked("a storm-surge; Storm  Surge", Phrase("storm surge")) == ["storm-surge", "Storm  Surge"]
    assert marked("ﬁne Straße", Word("fine"), Word("strasse")) == ["ﬁne", "Straße"]


def test_hits_in_cjk_are_marked_by_the_character() -> None:
    assert marked("北京新闻记者、新 闻", Word("新闻")) == ["新闻"]
    assert marked("我新买了新闻", Word("新")) == ["新", "新"]
    assert marked("我用iPhone手机", Word("iphone")) == ["iPhone"]


def test_neither_what_is_excluded_nor_what_was_asked_of_another_part_is_marked() -> None:
    query = And((Field("title", Word("storm")), Not(Word("surge")), Word("wind")))
    assert marked("storm surge wind", query, part="body") == ["wind"]
    assert marked("storm surge wind", query, part="title") == ["storm", "wind"]


def test_overlapping_hits_become_one() -> None:
    assert marked("storm surge", Phrase("storm surge"), Word("surge")) == ["storm surge"]


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("https://www.example.org/World-News/2026?id=7#top", "www.example.org/World-News/2026"),
        ("/home/me/a%20b.html", "/home/me/a b.html"),
        ("tag:example.org,2026:a", "example.org,2026:a"),
        ("", ""),
    ],
)
def test_url_words_are_those_of_host_and_path(link: str, text: str) -> None:
    assert url_text(link) == text


# Scripts of all kinds, no code points younger than SQLite's tables.
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cn", "Cs"), max_codepoint=0xFFFF)


@given(st.text(LETTERS, max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.one_of(LETTERS, st.sampled_from("aé新ガ한 ,-™")), max_size=30))
def test_every_word_of_a_text_is_found_in_it_and_marked(text: str) -> None:
    for word in text.split():
        if tokens(word):
            assert find_hits(text, terms(Word(word))), word


@given(
    st.text(
        st.one_of(st.sampled_from('aéßŁ新闻ガ한ا ,.-’™½’"#+_あ1²הित'), LETTERS.filter(str.isprintable)), max_size=30
    )
)
def test_sqlite_cuts_the_same_words(text: str) -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(INDEX_TABLES)
    db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, instance)")
    db.execute("INSERT INTO search (rowid, title) VALUES (1, ?)", (index_text(text),))
    found = [row[0] for row in db.execute("SELECT term FROM vocabulary ORDER BY offset")]
    db.close()
    assert found == tokens(text)
