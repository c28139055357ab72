"""What each code of WeChat's leads to: waited out, given up for its true reason, the operator told.

A story runs up to a message that nobody waits for; the calls that send it are answered by a code.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.wechat.errors import DAY_SECONDS, MEANINGS, MEND, MINUTE_SECONDS
from bot.channels.wechat.errors import OPERATOR_SECONDS as MENDED_SECONDS
from models.contact import Contact
from models.outbox import GaveUp, Outbox, OutboxState
from tests.acceptance.story import STORY
from tests.acceptance.wechat_story import Cast, Place, a_story
from tests.wechat_api import Wrong

#: the step after which the volunteer is thanked
THANKED = len(STORY) - 2
#: for the first tries after a trouble that has no time of its own
SOON_SECONDS = 5.0
#: between a moment that has come and the call
SLACK = timedelta(seconds=15)


async def _thanked(cast: Cast, kind: Wrong, times: int) -> Outbox:
    """The thanks' row, after its first calls were answered by that code."""
    for step in STORY[:THANKED]:
        await cast.play(step)
    cast.api.faults.add(kind, to="oVolunteer", times=times)
    await cast.play(STORY[THANKED])
    await cast.settle()
    with cast.db.reading() as session:
        row = session.scalars(select(Outbox).filter_by(kind="thanks")).one()
        session.expunge_all()
    return row


def _alerts(logs: list[Any]) -> list[int]:
    return [each["code"] for each in logs if each["event"] == "a platform refuses calls"]


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        (Wrong.BUSY, SOON_SECONDS),
        (Wrong.MINUTE, MINUTE_SECONDS),
        (Wrong.DAY, DAY_SECONDS),
        (Wrong.NOT_LISTED, MENDED_SECONDS),
        (Wrong.NOT_ALLOWED, MENDED_SECONDS),
    ],
)
async def test_what_passes_is_waited_out_and_said_once(
    sqlite_url: str, tmp_path: Path, kind: Wrong, seconds: float
) -> None:
    """Twice the same: the operator is told once, of what is for the operator to mend or to know."""
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        with capture_logs() as logs:
            row = await _thanked(cast, kind, times=2)
        assert (row.state, row.reason, row.doubts) == (OutboxState.SENT, None, 0)
        told = [each for each in _volunteer(cast) if "居民说办好了" in each.text]
        assert len(told) == 1
        waited = told[0].at - row.created_at
        assert timedelta(seconds=2 * seconds) <= waited
        assert waited < timedelta(seconds=2 * max(seconds, 20)) + SLACK
        is_theirs = kind in (Wrong.DAY, Wrong.NOT_LISTED, Wrong.NOT_ALLOWED)
        assert _alerts(logs) == ([int(kind.value)] if is_theirs else [])
        assert not is_theirs or MEND[int(kind.value)]
        assert cast.api.violations == []


@pytest.mark.parametrize(
    ("kind", "reason"), [(Wrong.TOO_LONG, GaveUp.REJECTED), (Wrong.NOBODY, GaveUp.BLOCKED)]
)
async def test_what_does_not_pass_is_given_up_for_its_true_reason_after_one_call(
    sqlite_url: str, tmp_path: Path, kind: Wrong, reason: GaveUp
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        row = await _thanked(cast, kind, times=5)
        assert (row.state, row.reason) == (OutboxState.GAVE_UP, reason)
        assert cast.api.faults.count(kind) == 1
        with cast.db.reading() as session:
            (stopped,) = session.scalars(select(Contact.stopped_at).filter_by(address="oVolunteer"))
        assert (stopped is not None) == (reason is GaveUp.BLOCKED)


@pytest.mark.parametrize("kind", [Wrong.CLOSED, Wrong.USED_UP])
async def test_what_waits_for_her_word_is_not_tried_again(
    sqlite_url: str, tmp_path: Path, kind: Wrong
) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        row = await _thanked(cast, kind, times=5)
        assert (row.state, row.reason) == (OutboxState.DUE, GaveUp.NO_WINDOW)
        cast.clock.at_least(cast.clock.now() + timedelta(days=1))
        cast.desk.delivery.look()
        await cast.settle()
        assert cast.api.faults.count(kind) == 1


def test_every_code_that_the_stand_in_can_answer_has_a_meaning_of_ours() -> None:
    ours = {each for each in Wrong if each.value in {str(code) for code in MEANINGS}}
    others = {Wrong.NOT_TRUSTED, Wrong.BROKEN, Wrong.DROPPED, Wrong.HELD, Wrong.LOST}
    assert set(Wrong) - ours - others == {Wrong.TWICE, Wrong.UNHEARD}


def _volunteer(cast: Cast) -> list[Any]:
    chat = cast.api.state.chats["oVolunteer"]
    return list(chat.heard)
