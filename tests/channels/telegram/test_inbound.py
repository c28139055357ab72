"""Updates are understood, and odd ones do no harm."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.accepting import Inbound
from bot.channels.telegram.inbound import (
    Called,
    Heard,
    Source,
    read,
)
from tests.channels.telegram.arriving import (
    GROUP,
    NOW,
    PRIVATE,
    SENT,
    SOURCE,
    WANG,
    edited,
    file,
    message,
)


def event(update: Any) -> Any:
    return read(update, SOURCE, NOW)


def heard(update: Any) -> Inbound:
    found = event(update)
    assert isinstance(found, Heard)
    return found.inbound


def said(**fields: Any) -> dict[str, Any]:
    return heard(message(**fields)).payload


def test_a_text_becomes_a_message_with_its_key_order_and_moment() -> None:
    inbound = heard(message(31, text="灯不亮"))
    assert inbound == Inbound(
        7,
        3,
        "4242",
        "u31",
        31,
        datetime.fromtimestamp(SENT, UTC),
        {"kind": "text", "text": "灯不亮"},
    )


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", {"kind": "start", "data": {"code": ""}}),
        ("/start st_3-A", {"kind": "start", "data": {"code": "st_3-A"}}),
        ("/start@LinliBot st3", {"kind": "start", "data": {"code": "st3"}}),
        ("/start " + "a" * 64, {"kind": "start", "data": {"code": "a" * 64}}),
        ("/start " + "a" * 65, {"kind": "start", "data": {"code": ""}}),
        ("/start 灯不亮", {"kind": "start", "data": {"code": ""}}),
        ("/start a b", {"kind": "start", "data": {"code": ""}}),
        ("/started", {"kind": "text", "text": "/started"}),
        ("/help@LinliBot", {"kind": "text", "text": "/help"}),
        ("/need@LinliBot 灯不亮", {"kind": "text", "text": "/need 灯不亮"}),
        ("我在/need@LinliBot", {"kind": "text", "text": "我在/need@LinliBot"}),
        ("", {"kind": "text", "text": ""}),
    ],
)
def test_commands_lose_the_bots_name_and_start_brings_its_code(
    text: str, payload: dict[str, Any]
) -> None:
    assert said(text=text) == payload


def test_half_a_character_and_nothingness_are_left_out() -> None:
    assert said(text="灯\ud800不\x00亮")["text"] == "灯不亮"
    assert len(said(text="长" * 9000)["text"]) == 5000


def test_words_put_right_are_said_anew_at_the_moment_of_the_change() -> None:
    inbound = heard(edited(9, text="灯亮了"))
    assert (inbound.key, inbound.payload["text"]) == ("u9", "灯亮了")
    assert inbound.said_at == datetime.fromtimestamp(SENT + 1, UTC)
    assert event(edited(9, location={"latitude": 1.0, "longitude": 2.0})) is None
    assert event(edited(9, text="/help@LinliBot", chat=GROUP)) is None


@pytest.mark.parametrize(
    "date", [None, "today", -5, 0, 10**12, 2**60, True, SENT + 900, SENT - 10**6]
)
def test_a_moment_that_cannot_be_is_now(date: Any) -> None:
    assert heard(message(text="灯", date=date)).said_at == NOW


def test_a_phone_is_hers_only_on_her_own_card() -> None:
    card = {"phone_number": "+8613900000123", "first_name": "王", "last_name": "秀英"}
    mine = said(contact={**card, "user_id": 4242})
    assert mine == {"kind": "contact", "data": {"name": "王 秀英", "phone": "+8613900000123"}}
    assert said(contact={**card, "user_id": 4243})["data"] == {"name": "王 秀英"}
    assert said(contact=card)["data"] == {"name": "王 秀英"}


def test_a_place_is_where_it_is() -> None:
    here = {"latitude": 39.9, "longitude": 116}
    place = {"kind": "place", "data": {"lat": 39.9, "lon": 116.0}}
    assert said(location=here) == place
    assert said(venue={"location": here, "title": "葵园"}, location=here) == place
    assert said(venue={"location": here, "title": "葵园"}) == place
    for odd in (91, -91, math.nan, math.inf, "39", True, None, 10**400):
        assert event(message(location={"latitude": odd, "longitude": 1.0})) is None


def test_the_largest_photo_that_can_be_fetched_is_wanted() -> None:
    sizes = [
        file(file_id="small", width=90, height=90),
        file(file_id="best", width=1280, height=900, file_size=300_000),
        file(file_id="huge", width=9000, height=9000, file_size=21 * 1024 * 1024),
    ]
    inbound = heard(message(photo=sizes, caption="厨房", media_group_id="A1"))
    assert inbound.payload == {"kind": "photo", "text": "厨房", "data": {"album": "A1"}}
    (wanted,) = inbound.media
    assert (wanted.kind, wanted.content_type, wanted.size) == ("photo", "image/jpeg", 300_000)
    assert json.loads(wanted.source) == {"file_id": "best", "unique_id": "U1"}


@pytest.mark.parametrize(
    ("name", "fields", "kind", "content_type"),
    [
        ("voice", {"mime_type": "audio/ogg", "duration": 12}, "voice", "audio/ogg"),
        ("audio", {}, "voice", "audio/mpeg"),
        ("video_note", {}, "file", "video/mp4"),
        ("video", {"mime_type": "video/quicktime"}, "file", "video/quicktime"),
        ("document", {"mime_type": "application/pdf"}, "file", "application/pdf"),
        ("document", {"mime_type": "image/png"}, "photo", "image/png"),
        ("document", {"mime_type": "<b>\x00\ud800"}, "file", "application/octet-stream"),
        ("document", {"mime_type": ["text/html"]}, "file", "application/octet-stream"),
    ],
)
def test_files_are_wanted_with_their_kind(
    name: str, fields: dict[str, Any], kind: str, content_type: str
) -> None:
    inbound = heard(message(**{name: file(**fields)}))
    (wanted,) = inbound.media
    assert (inbound.payload["kind"], wanted.kind, wanted.content_type) == (kind, kind, content_type)
    assert wanted.seconds == fields.get("duration", 0)


def test_an_animation_is_no_document_though_it_has_one() -> None:
    inbound = heard(message(animation=file(file_id="moves"), document=file(file_id="lies")))
    assert json.loads(inbound.media[0].source)["file_id"] == "moves"


def test_a_file_too_large_to_be_fetched_is_told_and_not_wanted() -> None:
    inbound = heard(message(video=file(file_size=2**31), caption="看这里"))
    assert inbound.payload == {"kind": "file", "text": "看这里", "data": {"too_large": True}}
    assert inbound.media == ()


@pytest.mark.parametrize("name", ["sticker", "dice", "poll", "story"])
def test_what_has_no_words_is_an_empty_text(name: str) -> None:
    assert said(**{name: {}}) == {"kind": "text", "text": ""}


@pytest.mark.parametrize(
    "update",
    [
        message(pinned_message={}),
        message(text="hi", **{"from": {**WANG, "is_bot": True}}),
        message(text="hi", sender_chat=GROUP),
        message(text="hi", chat={**PRIVATE, "id": 5}),
        message(text="hi", chat={"id": -1, "type": "channel"}),
        message(text="hi", chat=GROUP),
        message(text="连号 4826 4827", chat=GROUP),
        message(text="/link 48264827", chat=GROUP),
        message(text="/help", chat=GROUP),
        message(text="/help@OtherBot", chat=GROUP),
        {"update_id": 1, "channel_post": message(text="hi")["message"]},
        {"update_id": 1, "inline_query": {"id": "1", "from": WANG, "query": "x"}},
        {"update_id": 1},
        {"update_id": True, "message": message()["message"]},
        {"update_id": 2**53, "message": message()["message"]},
        {"message": message()["message"]},
        [],
        None,
        "update",
    ],
)
def test_what_is_not_for_us_is_nothing(update: Any) -> None:
    assert event(update) is None


def test_a_command_in_a_group_that_names_us_is_answered_there() -> None:
    called = event(message(text="/help@linlibot", chat=GROUP))
    assert isinstance(called, Called)
    assert called.address == str(GROUP["id"])
    unknown = Source(7, 3)
    assert read(message(text="/help@", chat=GROUP), unknown, NOW) is None
