"""Datelines, credits, bylines and dates: recognised as agencies and houses print them, and not invented elsewhere."""

from datetime import UTC, date, datetime

import pytest

from newsreader.articles.bylines import authors_in, is_name
from newsreader.articles.captions import split_credit
from newsreader.articles.dateline import split_dateline
from newsreader.articles.dates import find_date
from newsreader.articles.document import Run, plain


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("MOSCOW: China and Russia agreed.", "MOSCOW", ""),
        ("MOSCOW — China and Russia agreed.", "MOSCOW", ""),
        ("MOSCOW -- China agreed.", "MOSCOW", ""),
        ("LONDON, Feb 4 (Reuters) - Shares rose.", "LONDON", "Reuters"),
        ("KYIV, Ukraine (AP) — The talks began.", "KYIV, Ukraine", "AP"),
        ("NEW YORK (AFP) - Shares rose.", "NEW YORK", "AFP"),
        ("Berlin (dpa) - Die Regierung tagt.", "Berlin", "dpa"),
        ("Berlin (dpa/lno) - Der Senat tagt.", "Berlin", "dpa/lno"),
        ("WASHINGTON, Nov. 3, 2026 — Voters went.", "WASHINGTON", ""),
        ("ST. PETERSBURG, Fla. — It rained.", "ST. PETERSBURG, Fla.", ""),
        ("RIO DE JANEIRO (Reuters) - It rained.", "RIO DE JANEIRO", "Reuters"),
        ("Paris – Le budget passe.", "Paris", ""),
        ("TOKYO (Kyodo) -- It rained.", "TOKYO", "Kyodo"),
        ("SÃO PAULO — Choveu.", "SÃO PAULO", ""),
        ("Roma, 4 febbraio (ANSA) - Piove.", "Roma", "ANSA"),
        ("MEXICO CITY, Feb 4 : It rained.", "MEXICO CITY", ""),
    ],
)
def test_a_dateline_gives_the_place_and_leaves_the_text(text: str, place: str, agency: str) -> None:
    found = split_dateline((Run(text),))
    assert (found.place, found.agency) == (place, agency)
    rest = plain(found.rest)
    assert text.endswith(rest) and rest[0].isupper() and len(rest) < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The talks go on.",
        "BREAKING — A bridge fell.",
        "WATCH: How it fell.",
        "The talks - long expected - began.",
        "NASA: We go to the Moon.",
        "Moscow: a city of many faces.",
        "Note: this is old.",
        "A — B is the way to go.",
        "John Smith: I did it.",
        "Ministers (Reuters) agreed.",
        "I - no, we - won.",
        "CEO: nobody knew.",
        "He said: MOSCOW — no.",
        "Q: What now?",
        "EXCLUSIVE: All is well.",
        "MOSCOW",
    ],
)
def test_no_dateline_is_invented(text: str) -> None:
    assert split_dateline((Run(text),)).place == ""


def test_a_dateline_in_bold_leaves_the_marks_of_the_rest() -> None:
    found = split_dateline(
        (Run("OSLO", frozenset({"strong"})), Run(" — It "), Run("rained", frozenset({"em"})), Run("."))
    )
    assert found.place == "OSLO" and found.rest == (Run("It "), Run("rained", frozenset({"em"})), Run("."))


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Leaders meet. (Photo: House/A. Lens via OTHER)", "Leaders meet.", "House/A. Lens via OTHER"),
        ("Harbour. Credit: C. Lens", "Harbour.", "C. Lens"),
        ("Harbour. © C. Lens", "Harbour.", "C. Lens"),
        ("Harbour. Photograph: C. Lens/The Paper", "Harbour.", "C. Lens/The Paper"),
        ("A match. AFP/Getty Images", "A match.", "AFP/Getty Images"),
        ("Crowds gather (AP Photo/J. Doe)", "Crowds gather", "AP Photo/J. Doe"),
        ("Foto: dpa", "", "dpa"),
        ("Hafen Foto: K. Ohm/dpa", "Hafen", "K. Ohm/dpa"),
        ("Le port. Crédit photo : J. Dupont", "Le port.", "J. Dupont"),
        ("最後の夜（写真：浜野みちる）", "最後の夜", "浜野みちる"),
        ("Harbour | Photo by L. Xy on Unsplash", "Harbour", "L. Xy on Unsplash"),
        ("Getty Images", "", "Getty Images"),
        ("Supporters. Getty Images/Joe Raedle", "Supporters.", "Getty Images/Joe Raedle"),
        ("El puerto. JORGE LANZAS (EFE)", "El puerto.", "JORGE LANZAS (EFE)"),
    ],
)
def test_a_credit_is_split_from_its_caption(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "He said in the video: we will win.",
        "The photo: a masterpiece of its time.",
        "A harbour in the north (left).",
        "They met at the AP office in town.",
        "Ministers at the harbour on Monday.",
        "",
    ],
)
def test_no_credit_is_invented(text: str) -> None:
    assert split_credit(text) == (text, "")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Writer and Bo de Other, Science Editor", ("Ada Writer", "Bo de Other")),
        ("Von Max Muster und Erika Beispiel, Berlin", ("Max Muster", "Erika Beispiel")),
        ("Par Maëlle Tissier (Saint-Loup, envoyée spéciale)", ("Maëlle Tissier",)),
        ("Por María López Pérez | Madrid", ("María López Pérez",)),
        ("di Ginevra Altobelli", ("Ginevra Altobelli",)),
        ("By JUNE ABERNATHY | june@paper.example | The Paper", ("June Abernathy",)),
        ("山田太郎記者", ("山田太郎",)),
        ("By Jane Doe 4 February 2022", ("Jane Doe",)),
        ("Words by Rae O'Hara", ("Rae O'Hara",)),
    ],
)
def test_bylines_give_the_names(line: str, names: tuple[str, ...]) -> None:
    assert authors_in(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "by the way",
        "By AFP",
        "By then it was late.",
        "By and large, the plan worked",
        "Von hier aus",
        "By our staff reporter",
    ],
)
def test_no_byline_is_invented(line: str) -> None:
    assert authors_in(line) == ()


def test_jobs_and_agencies_are_no_names() -> None:
    assert is_name("Lim Wei Jie") and is_name("Bo de Other") and is_name("Ada Writer")
    assert not any(
        map(is_name, ("Science Editor", "Staff Writer", "Local News", "AFP", "Harbour ferry returns", "BBC News"))
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("4 February 2022", date(2022, 2, 4)),
        ("Feb 4, 2022", date(2022, 2, 4)),
        ("Published: February 4th, 2022", date(2022, 2, 4)),
        ("4. Februar 2022, 08:12 Uhr", date(2022, 2, 4)),
        ("le 4 février 2022 à 08h12", date(2022, 2, 4)),
        ("4 de febrero de 2022", date(2022, 2, 4)),
        ("2022年2月4日 8時12分", date(2022, 2, 4)),
        ("04.02.2022", date(2022, 2, 4)),
        ("13/02/2022", date(2022, 2, 13)),
        ("02/13/2022", date(2022, 2, 13)),
        ("2022-02-04T08:12:00Z", datetime(2022, 2, 4, 8, 12, tzinfo=UTC)),
        ("February 4, 2022 10:15 am EST", datetime(2022, 2, 4, 15, 15, tzinfo=UTC)),
        ("4 Feb 2022 08:12 CET", datetime(2022, 2, 4, 7, 12, tzinfo=UTC)),
        ("21 ABR 2025 - 05:40 CEST", datetime(2025, 4, 21, 3, 40, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_the_languages_of_the_big_houses(text: str, moment: date) -> None:
    found = find_date(text)
    assert found is not None and found[0] == moment and type(found[0]) is type(moment)


@pytest.mark.parametrize(
    "text", ["31 February 2022", "May 2022", "the 4th of July", "1/2/3", "version 10.20.3000", "99/99/2022", ""]
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert find_date(text) is None
