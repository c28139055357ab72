"""What a post means: messages, events, their keys and order; and that no post does harm."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.wechat.inbound import Agreed, Heard, Left, Source, read
from models.push_window import Opens
from tests.transcript import MONDAY

SOURCE = Source(1, 1)
AT = int(MONDAY.timestamp())
BASE = {"ToUserName": "gh", "FromUserName": "oWang", "CreateTime": str(AT)}


def heard(**fields: str) -> Heard:
    found = read({**BASE, **fields}, SOURCE, MONDAY)
    assert isinstance(found, Heard)
    return found


def test_a_text_is_said_and_opens_for_two_days() -> None:
    found = heard(MsgType="text", Content="灯不亮", MsgId="23456789012345678")
    assert found.inbound.payload == {"kind": "text", "text": "灯不亮"}
    assert (found.inbound.key, found.inbound.address) == ("m23456789012345678", "oWang")
    assert found.inbound.said_at == MONDAY
    assert found.opens is Opens.MESSAGE


def test_a_tap_on_a_line_says_its_number_and_counts_as_a_tap() -> None:
    found = heard(MsgType="text", Content="1", MsgId="2", bizmsgmenuid="1")
    assert found.inbound.payload["text"] == "1"
    assert found.opens is Opens.TAP


def test_voice_comes_with_what_wechat_understood_or_without() -> None:
    with_words = heard(
        MsgType="voice", MediaId="M_1-a", Format="amr", Recognition="灯不亮", MsgId="3"
    )
    assert with_words.inbound.payload == {"kind": "voice", "text": "灯不亮"}
    assert with_words.inbound.media[0].source == '{"media_id": "M_1-a"}'
    assert heard(MsgType="voice", MediaId="M", MsgId="4").inbound.payload["text"] == ""


@pytest.mark.parametrize(
    ("kind", "ours"), [("image", "photo"), ("video", "file"), ("shortvideo", "file")]
)
def test_pictures_and_films_are_fetched_later(kind: str, ours: str) -> None:
    found = heard(MsgType=kind, MediaId="M", MsgId="5", PicUrl="http://x")
    assert found.inbound.payload["kind"] == ours
    assert found.inbound.media[0].kind == ours
    assert read({**BASE, "MsgType": kind, "MediaId": "../x", "MsgId": "6"}, SOURCE, MONDAY) is None


def test_a_place_of_chinas_map_is_one_of_the_worlds() -> None:
    """Tiananmen on WeChat's map; some 560 metres to the south-east of where a phone has it."""
    found = heard(MsgType="location", Location_X="39.910231", Location_Y="116.403738", MsgId="7")
    assert found.inbound.payload["data"]["lat"] == pytest.approx(39.908829, abs=0.00002)
    assert found.inbound.payload["data"]["lon"] == pytest.approx(116.397497, abs=0.00002)


def test_a_place_is_latitude_then_longitude() -> None:
    found = heard(MsgType="location", Location_X="31.23", Location_Y="-121.47", MsgId="7")
    assert found.inbound.payload == {"kind": "place", "data": {"lat": 31.23, "lon": -121.47}}
    for wrong in ("91", "nan", "1e3", "", "1,5"):
        fields = {**BASE, "MsgType": "location", "Location_X": wrong, "Location_Y": "1"}
        assert read(fields, SOURCE, MONDAY) is None


@pytest.mark.parametrize(
    ("event", "key", "code"),
    [
        ("subscribe", "", ""),
        ("subscribe_scan", "KY1", "KY1"),
        ("SCAN", "KY1", "KY1"),
        ("SCAN", "no code;", ""),
    ],
)
def test_who_follows_or_scans_begins_with_the_station(event: str, key: str, code: str) -> None:
    found = heard(MsgType="event", Event=event, EventKey=key)
    assert found.inbound.payload == {"kind": "start", "data": {"code": code}}
    assert found.opens is Opens.TAP


def test_a_press_in_the_menu_says_its_word() -> None:
    found = heard(MsgType="event", Event="CLICK", EventKey="/need")
    assert found.inbound.payload == {"kind": "text", "text": "/need"}
    assert found.opens is Opens.TAP


def test_who_stops_following_is_gone_since_then() -> None:
    left = read({**BASE, "MsgType": "event", "Event": "unsubscribe"}, SOURCE, MONDAY)
    assert left == Left("oWang", MONDAY)


def items(*said: tuple[str, str]) -> dict[str, str]:
    return {
        f"List.{n}.{name}": value
        for n, (template, status) in enumerate(said)
        for name, value in (("TemplateId", template), ("SubscribeStatusString", status))
    }


@pytest.mark.parametrize("event", ["subscribe_msg_popup_event", "subscribe_msg_change_event"])
def test_a_yes_and_a_no_to_templates_are_told_apart(event: str) -> None:
    said = items(("VRR0-once_1", "accept"), ("9nLI", "reject"), ("3", "Accept"), ("4", "filter"))
    found = read({**BASE, "MsgType": "event", "Event": event, **said}, SOURCE, MONDAY)
    assert found == Agreed("oWang", MONDAY, ("VRR0-once_1", "3"), ("9nLI",))


def test_what_is_no_template_is_agreed_to_by_nobody() -> None:
    said = items(("../x", "accept"), ("y" * 65, "accept"), ("", "accept"))
    fields = {**BASE, "MsgType": "event", "Event": "subscribe_msg_popup_event", **said}
    assert read(fields, SOURCE, MONDAY) == Agreed("oWang", MONDAY, (), ())


@pytest.mark.parametrize(
    "event",
    ["subscribe_msg_sent_event", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "anything", ""],
)
def test_other_events_mean_nothing(event: str) -> None:
    fields = {**BASE, "MsgType": "event", "Event": event, "EventKey": "x", "MsgID": "1"}
    assert read(fields, SOURCE, MONDAY) is None


def test_events_have_keys_of_who_when_and_what() -> None:
    keys = {
        heard(MsgType="event", Event=event, EventKey=key, CreateTime=str(AT - n)).inbound.key
        for event, key, n in [
            ("CLICK", "/need", 0),
            ("CLICK", "/need", 1),
            ("CLICK", "/mine", 0),
            ("SCAN", "/need", 0),
        ]
    }
    assert len(keys) == 4
    long = heard(MsgType="event", Event="CLICK", EventKey="k" * 500).inbound.key
    assert len(long) <= 128


def test_the_order_is_wechats_own_whatever_comes_first() -> None:
    def order(**fields: str) -> int:
        return heard(MsgType="text", Content="x", **fields).inbound.order

    first = order(MsgId="6054768590064713728", CreateTime=str(AT - 1))
    second = order(MsgId="6054768590000000000", CreateTime=str(AT))
    third = order(MsgId="6054768690000000000", CreateTime=str(AT))
    assert first < second < third < 2**63


@pytest.mark.parametrize("told", ["", "soon", str(AT + 60), "0", "9" * 12, "-1"])
def test_an_absurd_moment_is_now(told: str) -> None:
    assert heard(MsgType="text", Content="x", MsgId="8", CreateTime=told).inbound.said_at == MONDAY


def test_a_moment_of_yesterday_is_believed() -> None:
    at = MONDAY - timedelta(days=1)
    told = str(int(at.timestamp()))
    found = heard(MsgType="text", Content="x", MsgId="9", CreateTime=told)
    assert found.inbound.said_at == datetime.fromtimestamp(int(told), UTC)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(
            (
                *("FromUserName", "CreateTime", "Content", "MsgId", "MediaId", "Event", "EventKey"),
                *("Location_X", "Location_Y", "Recognition", "bizmsgmenuid", "Title", "Url"),
            )
        ),
        st.one_of(st.text(max_size=300), st.integers().map(str), st.just("oWang")),
    ),
    st.sampled_from(["text", "image", "voice", "location", "link", "event", "EVENT", "x", ""]),
)
def test_no_post_raises_and_no_key_is_too_long(fields: dict[str, Any], kind: str) -> None:
    found = read({**fields, "MsgType": kind}, SOURCE, MONDAY)
    if isinstance(found, Heard):
        assert 0 < len(found.inbound.key) <= 128
        assert 0 <= found.inbound.order < 2**63
        assert len(found.inbound.address) <= 64
