"""A bare digit as a press: only where nothing is open, only of the card that was given digits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.channels.plain import as_text
from bot.channels.wechat.drawing import pages
from bot.digits import by_digit, keep_digits
from handlers.content import Button, Card, Content
from handlers.engine.said import Said
from handlers.engine.state import State, Talk
from models.contact import Contact
from models.membership import Role
from tests.transcript import MONDAY, World

TOKENS = "first second"
CARD = Content(
    card=Card("换灯", "单号 1123-07"),
    buttons=(Button("接单", "first"), Button("这次去不了", "second")),
    digits=True,
)


def said(text: str) -> Said:
    return Said("text", MONDAY, 1, text)


@pytest.mark.parametrize(
    ("text", "token"), [("1", "first"), ("２", "second"), ("二。", "second"), (" 1 ", "first")]
)
def test_a_bare_digit_is_the_press_of_that_action(text: str, token: str) -> None:
    found = by_digit(said(text), TOKENS, State())
    assert (found.kind, found.token, found.text) == ("press", token, "")


@pytest.mark.parametrize("text", ["3", "0", "12", "110", "1号楼", "好", "", "1 2"])
def test_all_else_stays_what_was_said(text: str) -> None:
    assert by_digit(said(text), TOKENS, State()) == said(text)


def test_what_is_open_has_the_digits() -> None:
    for state in (State(open=Talk("post_need")), State(alarm=Talk("alarm"))):
        assert by_digit(said("1"), TOKENS, state) == said("1")
    photo = replace(said("1"), kind="photo", media=(1,))
    assert by_digit(photo, TOKENS, State()) == photo


def test_the_numbers_stand_above_the_words() -> None:
    words = "可以写：“接单1123-07”  “这次去不了1123-07”"
    assert as_text(CARD) == f"换灯  单号 1123-07\n1 接单\n2 这次去不了\n{words}"
    (text,) = pages(CARD, links=True)
    assert text.splitlines()[1] == (
        '<a href="weixin://bizmsgmenu?msgmenucontent=接单1123-07&msgmenuid=1">1 接单</a>'
    )
    assert text.splitlines()[3] == words
    assert "first" not in text


def test_it_survives_the_outbox() -> None:
    assert Content.from_json(CARD.to_json()) == CARD
    plain = replace(CARD, digits=False)
    assert "digits" not in plain.to_json()


def test_a_word_that_comes_while_the_card_is_on_its_way_ends_its_digits(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    prepared = world.now
    with world.db.patient.begin() as connection:
        contact = (
            connection.execute(select(Contact.id).order_by(Contact.id.desc())).scalars().first()
        )
        assert contact is not None
        keep_digits(connection, contact, CARD, prepared + timedelta(minutes=1))
        assert digits_of(connection, contact) == TOKENS
    world.wait(minutes=1)
    li.say("时长")
    with world.db.patient.begin() as connection:
        keep_digits(connection, contact, CARD, prepared)
        assert digits_of(connection, contact) == ""


def digits_of(connection: Connection, contact_id: int) -> str:
    """What a digit of theirs would press."""
    found = select(Contact.digits).where(Contact.id == contact_id)
    return connection.execute(found).scalar_one()
