"""What delivery is told about each code: the whole table, and what is not in it."""

import pytest

from bot.channels.contract import Trouble
from bot.channels.wechat.errors import MEANINGS, MEND, ApiError, Meaning, trouble_of

BUSY, CLOSED, BLOCKED, REJECTED = (
    Trouble.BUSY,
    Trouble.CLOSED,
    Trouble.BLOCKED,
    Trouble.REJECTED,
)


@pytest.mark.parametrize(
    ("codes", "trouble", "seconds"),
    [
        ((-1, 40001, 40014, 42001), BUSY, 0),
        ((45011,), BUSY, 60),
        ((45009, 45028), BUSY, 600),
        ((40013, 40037, 40125, 40164, 40200, 47003, 48001, 48002, 50002), BUSY, 300),
        ((45015, 45047), CLOSED, 0),
        ((40003, 43004), BLOCKED, 0),
        ((40007, 43019, 43101, 45002, 45008), REJECTED, 0),
        ((1, 99999, 45065), REJECTED, 0),
    ],
)
def test_each_code_leads_to_what_can_be_done_about_it(
    codes: tuple[int, ...], trouble: Trouble, seconds: float
) -> None:
    for code in codes:
        found = trouble_of(ApiError(code))
        assert (found.trouble, found.retry_after) == (trouble, seconds), code


def test_what_only_a_person_can_mend_says_where() -> None:
    theirs = {code for code, what in MEANINGS.items() if what is Meaning.OPERATOR}
    assert theirs <= set(MEND)
    assert 45009 in MEND
