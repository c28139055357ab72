"""What a post of WeCom means: words, files, places, presses, who may use the app; and nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.wecom.inbound import Entered, Heard, Pressed, Standing, read
from tests.channels.wecom.posting import NOW, SENT, SOURCE, event, message, press


def heard(fields: dict[str, str]) -> Any:
    found = read(fields, SOURCE, NOW)
    assert isinstance(found, Heard)
    return found.inbound


def test_a_text_is_whose_it_is_and_when_it_was_said() -> None:
    inbound = heard(message(Content="清单"))
    assert inbound.payload == {"kind": "text", "text": "清单"}
    assert (inbound.account_id, inbound.community_id, inbound.address) == (7, 3, "ChenJing")
    assert inbound.key == "m7201234567890123456"
    assert inbound.said_at == NOW - timedelta(seconds=2)


def test_messages_of_one_second_stand_in_the_order_of_their_numbers() -> None:
    orders = [heard(message(Content="1", MsgId=7201234567890123456 + n)).order for n in range(3)]
    later = heard(message(Content="2", CreateTime=SENT + 1, MsgId=1)).order
    assert sorted(orders) == orders
    assert later > orders[-1]
    assert later < 2**63


@pytest.mark.parametrize(
    ("kind", "means", "content_type"),
    [
        ("image", "photo", "image/jpeg"),
        ("voice", "voice", "audio/amr"),
        ("video", "file", "video/mp4"),
    ],
)
def test_what_lies_at_wecom_is_to_be_fetched(kind: str, means: str, content_type: str) -> None:
    inbound = heard(message(kind, MediaId="M-1", Format="amr"))
    assert inbound.payload == {"kind": means, "text": ""}
    (wanted,) = inbound.media
    assert (wanted.kind, wanted.content_type) == (means, content_type)
    assert json.loads(wanted.source) == {"media_id": "M-1"}


def test_a_place_is_latitude_first_and_as_the_rest_of_the_world_counts_it() -> None:
    place = heard(message("location", Location_X="30.67", Location_Y="104.06", Label="葵园"))
    assert place.payload["data"]["lat"] == pytest.approx(30.6724, abs=0.0005)
    assert place.payload["data"]["lon"] == pytest.approx(104.0575, abs=0.0005)
    abroad = heard(message("location", Location_X="52.52", Location_Y="13.405"))
    assert abroad.payload == {"kind": "place", "data": {"lat": 52.52, "lon": 13.405}}
    assert read(message("location", Location_X="130.1", Location_Y="1"), SOURCE, NOW) is None


def test_a_press_brings_the_token_the_label_and_the_code_of_its_card() -> None:
    found = read(press(), SOURCE, NOW)
    assert isinstance(found, Pressed)
    assert found.inbound.payload == {"kind": "press", "token": "abc.0", "data": {}}
    assert (found.label, found.task, found.code, found.is_answer) == ("通过", "o5_1", "c-1", True)
    action = read(press("Zt4x 接单"), SOURCE, NOW)
    assert isinstance(action, Pressed)
    assert not action.is_answer


def test_an_event_that_comes_again_has_the_same_key_and_another_press_has_not() -> None:
    one, again = read(press(), SOURCE, NOW), read(press(), SOURCE, NOW + timedelta(seconds=5))
    other = read(press(ResponseCode="c-2"), SOURCE, NOW)
    assert isinstance(one, Pressed)
    assert isinstance(again, Pressed)
    assert isinstance(other, Pressed)
    assert one.inbound.key == again.inbound.key != other.inbound.key


def test_who_may_use_the_app_and_who_may_not_any_more() -> None:
    came, left = (read(event(name), SOURCE, NOW) for name in ("subscribe", "unsubscribe"))
    assert isinstance(came, Standing)
    assert isinstance(left, Standing)
    assert (came.address, came.may_write, left.may_write) == ("ChenJing", True, False)
    assert came.inbound.payload["kind"] == "start"
    assert isinstance(read(event("enter_agent"), SOURCE, NOW), Entered)


def test_a_choice_of_the_menu_is_its_word() -> None:
    assert heard(event("click", EventKey="清单")).payload == {"kind": "text", "text": "清单"}


@pytest.mark.parametrize(
    "fields",
    [
        message(Content="清单", AgentID=1000009),
        message(Content="清单", FromUserName="a|b"),
        message(Content="清单", FromUserName=""),
        message(Content="清单", MsgId="x"),
        message("image"),
        message("other"),
        event("batch_job_result", FromUserName="sys"),
        event("click"),
        press(""),
        press("x" * 65),
        {},
    ],
)
def test_what_makes_no_sense_or_is_not_ours_is_nothing(fields: dict[str, str]) -> None:
    assert read(fields, SOURCE, NOW) is None


@pytest.mark.parametrize("told", ["0", "", "x", str(SENT + 999), "9" * 20])
def test_an_absurd_moment_is_now(told: str) -> None:
    assert heard(message(Content="1", CreateTime=told)).said_at == NOW


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    fields=st.dictionaries(
        st.sampled_from([*press(), *message(Content=""), "MediaId", "Location_X", "Location_Y"]),
        st.text() | st.sampled_from([*press().values(), *message(Content="").values(), "text"]),
    )
)
def test_nothing_that_stands_in_a_post_makes_it_fail(fields: dict[str, str]) -> None:
    read(fields, SOURCE, NOW)
