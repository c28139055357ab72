"""Every press comes to rest, once, and a question's buttons go with it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.accepting import Inbound
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.intake import NotAccepted
from bot.receiving import Receipt
from bot.turns import Popup
from tests.channels.telegram.arriving import GROUP, PRIVATE, SENT, WayIn, press, settle


async def test_a_press_on_a_question_is_answered_and_its_buttons_go() -> None:
    way = WayIn()
    await way.take(press(1, "tok.2"))
    assert way.telegram.answers == [("c1", "")]
    assert way.telegram.dropped == [(4242, 55)]
    assert way.receiver.keys == ["u1"]


@pytest.mark.parametrize(
    "update",
    [
        press(token="an-action"),
        press(token="tok.1", message={"message_id": 9, "chat": PRIVATE, "date": 0}),
        press(token="tok.1", message={"message_id": 9, "chat": GROUP, "date": SENT}),
    ],
)
async def test_a_card_one_out_of_reach_and_a_group_keep_their_buttons(update: Any) -> None:
    way = WayIn()
    await way.take(update)
    assert (way.telegram.answers, way.telegram.dropped) == ([("c1", "")], [])


async def test_the_pop_up_is_what_the_turn_said() -> None:
    way = WayIn(lambda _inbound: Receipt(1, is_new=True, popup=Popup("谢谢，是您的了。")))
    await way.take(press())
    assert way.telegram.answers == [("c1", "谢谢，是您的了。")]


async def test_a_press_that_means_nothing_is_answered_and_goes_no_further() -> None:
    way = WayIn()
    await way.take(press(token=""), {**press(2), "update_id": "x"})
    assert way.telegram.answers == [("c1", ""), ("c2", "")]
    assert way.receiver.got == []


async def test_a_press_that_comes_twice_is_not_answered_over_its_pop_up() -> None:
    running = asyncio.Event()

    async def slowly(inbound: Inbound) -> Receipt:
        if way.receiver.got:
            return Receipt(1, is_new=False)
        way.receiver.got.append(inbound)
        await running.wait()
        return Receipt(1, is_new=True, popup=Popup("是您的了。"))

    way = WayIn(slowly)
    first = asyncio.create_task(way.intake.take(press()))
    await settle()
    await way.intake.take(press())
    running.set()
    await first
    await way.take(press())
    assert way.telegram.answers == [("c1", "是您的了。")]


async def test_a_press_that_could_not_be_kept_is_answered_when_it_comes_again() -> None:
    away = True

    def do(_inbound: Inbound) -> None:
        if away:
            raise OperationalError("select", {}, Exception("database is locked"))

    way = WayIn(do)
    with pytest.raises(NotAccepted) as refused:
        await way.take(press())
    assert refused.value.will_pass
    await settle()
    assert way.telegram.answers == []
    away = False
    await way.take(press())
    assert way.telegram.answers == [("c1", "")]


async def test_an_answer_that_fails_harms_nobody_and_the_end_waits_for_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    way = WayIn()

    async def breaks() -> None:
        raise LookupError

    way.telegram.first = breaks
    await way.take(press())
    assert "LookupError" in capsys.readouterr().out


async def test_what_takes_too_long_is_given_up_at_the_end() -> None:
    errands = Errands()

    async def never() -> None:
        await asyncio.Event().wait()

    errands.run(never())
    await errands.stop(seconds=0.01)
    await errands.stop()
