"""The process that draws pictures: watched, ended when it takes too long or too much, and started again for the next one."""

import asyncio
import sys
from pathlib import Path

import pytest
from images import as_bytes, halves, written
from textual.strip import Strip

from newsreader.tui import picture_workshop
from newsreader.tui.picture_jobs import Drawing, Job
from newsreader.tui.picture_workshop import Workshop


class Drawn:
    """Keeps what comes out of a workshop."""

    def __init__(self, *program: str) -> None:
        self.drawings: list[Drawing] = []
        self.workshop = Workshop(lambda drawing, _: self.drawings.append(drawing), lambda _: [Strip([])], program)

    async def waits(self, count: int) -> list[Drawing]:
        async with asyncio.timeout(20):
            while len(self.drawings) < count:
                await asyncio.sleep(0.01)
        return self.drawings


def job(path: Path, number: int = 1) -> Job:
    return Job(number, str(path), 20, 10, (10, 20), "blocks")


async def test_pictures_come_in_the_order_in_which_they_were_asked_for(tmp_path: Path) -> None:
    path, drawn = written(tmp_path, as_bytes(halves(300, 200))), Drawn()
    for number in range(5):
        drawn.workshop.draw(job(path if number != 2 else tmp_path / "gone", number))
    drawings = await drawn.waits(5)
    assert [drawing.number for drawing in drawings] == [0, 1, 2, 3, 4]
    assert [drawing.error for drawing in drawings] == ["", "", "it is no longer in the cache", "", ""]
    drawn.workshop.close()


async def test_what_nobody_wants_any_more_is_left_out(tmp_path: Path) -> None:
    path, drawn = written(tmp_path, as_bytes(halves(300, 200))), Drawn()
    drawn.workshop.draw(job(path, 1))
    await asyncio.sleep(0)
    drawn.workshop.draw(job(path, 2))
    drawn.workshop.forget()
    for number in (3, 4, 5):
        drawn.workshop.draw(job(path, number))
    drawn.workshop.forget(4)
    assert [drawing.number for drawing in await drawn.waits(3)] == [1, 3, 5]
    drawn.workshop.close()


async def test_a_picture_that_takes_too_long_ends_the_process_and_the_next_one_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_workshop, "SECONDS", 1)
    code = (
        "import sys, time\n"
        "if not __import__('os').path.exists(sys.argv[1]): open(sys.argv[1], 'w'); time.sleep(60)\n"
        "from newsreader.tui.picture_worker import main; sys.argv[1:] = ['1000000000', '8', '60']; main()"
    )
    drawn = Drawn(sys.executable, "-c", code, str(tmp_path / "slow"))
    path = written(tmp_path, as_bytes(halves(300, 200)))
    drawn.workshop.draw(job(path, 1))
    first = (await drawn.waits(1))[0]
    assert first.error == "takes too long to draw"
    monkeypatch.setattr(picture_workshop, "SECONDS", 20)
    drawn.workshop.draw(job(path, 2))
    assert (await drawn.waits(2))[1].error == ""
    drawn.workshop.close()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os; os._exit(1)", "takes too much to draw"),
        ("print('no drawing')", "says what is none"),
        ("print('x' * 40_000_000)", "says what is none"),
    ],
)
async def test_a_process_that_dies_or_talks_nonsense_costs_its_picture_alone(
    tmp_path: Path, code: str, words: str
) -> None:
    drawn = Drawn(sys.executable, "-c", code)
    drawn.workshop.draw(job(tmp_path))
    assert words in (await drawn.waits(1))[0].error
    drawn.workshop.close()


async def test_one_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    drawn = Drawn(str(tmp_path / "nothing"))
    drawn.workshop.draw(job(tmp_path))
    assert "could not be started" in (await drawn.waits(1))[0].error


async def test_it_has_a_limit_of_memory(tmp_path: Path) -> None:
    code = "import sys; sys.argv[1:] = ['190000000', '8', '60']; from newsreader.tui.picture_worker import main; main()"
    drawn = Drawn(sys.executable, "-c", code)
    drawn.workshop.draw(job(written(tmp_path, as_bytes(halves(6900, 6900), compress_level=1))))
    drawing = (await drawn.waits(1))[0]
    assert drawing.error in ("takes too much memory", "takes too much to draw", "damaged, or cut off")
    drawn.workshop.close()


async def test_it_goes_when_nobody_wants_anything_and_comes_back(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv[1:] = ['1000000000', '8', '0.05']; from newsreader.tui.picture_worker import main; main()"
    )
    drawn = Drawn(sys.executable, "-c", code)
    path = written(tmp_path, as_bytes(halves(300, 200)))
    drawn.workshop.draw(job(path, 1))
    await drawn.waits(1)
    process = drawn.workshop._process
    assert process is not None
    process.wait(10)
    drawn.workshop.draw(job(path, 2))
    assert [drawing.error for drawing in await drawn.waits(2)] == ["", ""]
    drawn.workshop.close()
