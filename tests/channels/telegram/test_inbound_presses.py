"""Presses and news of chats are understood."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram.inbound import Moved, Pressed, Renamed, Standing, queue_of, read
from tests.channels.telegram.arriving import (
    GROUP,
    NOW,
    PRIVATE,
    SENT,
    SOURCE,
    edited,
    message,
    press,
    standing,
)


def event(update: Any) -> Any:
    return read(update, SOURCE, NOW)


def pressed(update: Any) -> Pressed:
    found = event(update)
    assert isinstance(found, Pressed)
    return found


def data_of(update: Any) -> dict[str, Any]:
    inbound = pressed(update).inbound
    assert inbound is not None
    data: dict[str, Any] = inbound.payload["data"]
    return data


def test_a_press_brings_its_token_and_the_message_it_stands_below() -> None:
    found = pressed(press(8, "tok.1"))
    assert found.inbound is not None
    assert found.callback == "c8"
    assert (found.inbound.address, found.inbound.key, found.inbound.said_at) == ("4242", "u8", NOW)
    data = {"callback": "c8", "message": 55}
    assert found.inbound.payload == {"kind": "press", "token": "tok.1", "data": data}


def test_a_press_in_a_group_says_which_group() -> None:
    below = {"message_id": 9, "chat": GROUP, "date": SENT}
    inbound = pressed(press(message=below)).inbound
    assert inbound is not None
    assert inbound.address == "4242"
    assert inbound.payload["data"] == {"callback": "c1", "message": 9, "group": "-100777"}


def test_a_message_out_of_reach_has_no_number() -> None:
    assert data_of(press(message={"message_id": 9, "chat": PRIVATE, "date": 0}))["message"] == 0
    gone = press()
    del gone["callback_query"]["message"]
    assert data_of(gone)["message"] == 0


NOBODY: Any = {"from": {"id": "4242"}}


@pytest.mark.parametrize(
    "update",
    [
        press(token=""),
        press(data=["abc"]),
        press(inline_message_id="x"),
        press(message={"message_id": 9, "chat": {"id": -5, "type": "channel"}, "date": SENT}),
        press(message={"message_id": 9, "chat": {"id": "g", "type": "group"}, "date": SENT}),
        press(**NOBODY),
        {**press(), "update_id": None},
        {**press(), "update_id": "9"},
    ],
)
def test_a_press_that_means_nothing_still_wants_its_answer(update: Any) -> None:
    assert pressed(update) == Pressed("c1")


@pytest.mark.parametrize(
    ("status", "fields", "may_write"),
    [
        ("member", {}, True),
        ("administrator", {}, True),
        ("restricted", {}, True),
        ("restricted", {"can_send_messages": False}, False),
        ("restricted", {"is_member": False}, False),
        ("left", {}, False),
        ("kicked", {}, False),
        ("something new", {}, False),
    ],
)
def test_the_kind_of_member_says_whether_we_may_write(
    status: str, fields: dict[str, Any], may_write: bool
) -> None:
    at = datetime.fromtimestamp(SENT, UTC)
    found = event(standing(status, chat=GROUP, **fields))
    assert found == Standing("-100777", may_write, at, is_group=True, title="3号楼")


def test_a_block_in_private_is_no_group() -> None:
    found = event(standing("kicked"))
    assert (found.address, found.may_write, found.is_group) == ("4242", False, False)
    assert event(standing("member", chat={"id": -5, "type": "channel", "title": "x"})) is None


def test_a_group_that_moves_says_so_in_both_chats() -> None:
    old = {"id": -5, "type": "group", "title": "3号楼"}
    assert event(message(chat=old, migrate_to_chat_id=-1005)) == Moved("-5", "-1005")
    new = {**old, "id": -1005, "type": "supergroup"}
    assert event(message(chat=new, migrate_from_chat_id=-5)) == Moved("-5", "-1005")


def test_a_group_has_another_name() -> None:
    assert event(message(chat=GROUP, new_chat_title="4号楼")) == Renamed("-100777", "4号楼")


def test_updates_of_one_person_or_group_stand_in_one_queue() -> None:
    mine = {queue_of(each) for each in (message(), edited(text="x"), press(), standing("kicked"))}
    assert mine == {4242}
    assert queue_of(standing("member", chat=GROUP)) == -100777
    odd: list[Any] = [{}, [], None, {"message": "x"}]
    assert {queue_of(each) for each in odd} == {0}
