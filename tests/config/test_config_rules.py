"""Until when a rule acts, and what it may do."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from config_builders import mistakes

from newsreader.config.load import load
from newsreader.config.show import as_toml
from newsreader.config.spans import Span, Until

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RULE = '[[rules]]\nname = "R"\nwhen = "x"\n'


@pytest.mark.parametrize(
    ("written", "until", "end"),
    [
        ("2027-01-31", Until(date(2027, 1, 31)), datetime(2027, 2, 1, tzinfo=UTC)),
        ("2027-01-31T18:00:00", Until(datetime(2027, 1, 31, 18)), datetime(2027, 1, 31, 18, tzinfo=UTC)),  # noqa: DTZ001
        ("2027-01-31 18:00:00Z", Until(datetime(2027, 1, 31, 18, tzinfo=UTC)), datetime(2027, 1, 31, 18, tzinfo=UTC)),
        ('"1w"', Until(span=Span(weeks=1)), NOW + timedelta(weeks=1)),
    ],
)
def test_until_is_a_day_a_time_or_a_span(config_file: Path, written: str, until: Until, end: datetime) -> None:
    config_file.write_text(f'{RULE}do = "mute"\nuntil = {written}\n')
    (rule,) = load(config_file).rules
    assert rule.until == until
    assert until.end(NOW) == end
    shown = as_toml(load(config_file))
    config_file.write_text(shown)
    assert load(config_file).rules == (rule,)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            'do = "mute"\nuntil = "soon"',
            "expected a day such as 2027-01-31, a time such as 2027-01-31T18:00:00, or a span",
        ),
        ('do = "star"\nuntil = "1w"', "a span ends mutes, and this rule does not mute"),
        ('do = "tag:"', "a tag is a word"),
        ('do = "tag:a(b"', "a tag cannot have a ("),
        ('do = "hide"', 'a rule cannot "hide"'),
        ('do = "run"', "which program"),
    ],
)
def test_what_a_rule_cannot_do_is_said(config_file: Path, settings: str, message: str) -> None:
    (mistake,) = mistakes(config_file, f"{RULE}{settings}\n")
    assert message in mistake


def test_the_examples_of_the_documentation_load(config_file: Path) -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    assert mistakes(config_file, example) == []
    assert len(load(config_file).rules) == 3
