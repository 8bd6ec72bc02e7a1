from newsreader.tui.trail import Trail, Visit
from newsreader.tui.views import ALL, UNREAD


def walked(*articles: int, most: int = 200) -> Trail:
    trail = Trail(most)
    for article in articles:
        trail.visit(Visit(article, ALL))
    return trail


def test_back_and_forth_and_no_further() -> None:
    trail = walked(1, 2, 3)
    assert [trail.step(-1), trail.step(-1), trail.step(-1)] == [Visit(2, ALL), Visit(1, ALL), None]
    assert [trail.step(1), trail.step(1), trail.step(1)] == [Visit(2, ALL), Visit(3, ALL), None]


def test_who_goes_back_and_opens_something_else_goes_on_from_there() -> None:
    trail = walked(1, 2, 3)
    trail.step(-1)
    trail.visit(Visit(9))
    assert trail.step(1) is None
    assert [trail.step(-1), trail.step(-1)] == [Visit(2, ALL), Visit(1, ALL)]


def test_the_same_article_again_is_no_step_but_its_view_is_noted() -> None:
    trail = walked(1, 2)
    trail.visit(Visit(2, UNREAD))
    assert trail.here == Visit(2, UNREAD)
    assert trail.step(-1) == Visit(1, ALL)
    assert trail.step(-1) is None


def test_the_oldest_visits_are_forgotten() -> None:
    trail = walked(*range(10), most=3)
    assert [trail.step(-1), trail.step(-1), trail.step(-1)] == [Visit(8, ALL), Visit(7, ALL), None]


def test_nothing_was_read_yet() -> None:
    trail = Trail()
    assert (trail.here, trail.step(-1), trail.step(1)) == (None, None, None)
