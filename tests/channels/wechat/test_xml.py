"""The XML of WeChat: no text breaks out of what we write, and nothing read leads us astray."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.xml import NotXml, message_of, reply_to, written

WICKED = ("a]]></Content><Content>b", "]]>", "]]]]>>", "<a href='x'>&amp;\"</a>", "&lt;", "]]&gt;")


def read_back(text: str) -> dict[str, str]:
    return message_of(written({"MsgType": "text", "Content": text, "MsgId": 1}))


@pytest.mark.parametrize("text", WICKED)
def test_what_somebody_wrote_stays_one_text(text: str) -> None:
    assert read_back(text) == {"MsgType": "text", "Content": text, "MsgId": "1"}


@given(st.text(alphabet=st.one_of(st.sampled_from("]><&\"'!["), st.characters()), max_size=60))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    fields = read_back(f"x{text}x")
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert set(fields) == {"MsgType", "Content", "MsgId"}
    # an XML reader sees every kind of line end as one
    assert fields["Content"] == "x" + re.sub("\r\n?", "\n", kept) + "x"


def test_a_name_that_is_none_is_never_written() -> None:
    with pytest.raises(ValueError, match="no name"):
        written({"a><b": "x"})


@pytest.mark.parametrize("moment", ["", "x", "-1", "٣٤٥", "9" * 13, "9" * 5000])
def test_a_message_of_no_moment_is_answered_all_the_same(moment: str) -> None:
    xml = reply_to({"FromUserName": "oWang", "CreateTime": moment}, {"MsgType": "text"})
    assert "<CreateTime>0</CreateTime>" in xml
    assert message_of(xml)["ToUserName"] == "oWang"


def test_fields_inside_fields_and_several_of_a_kind_are_written() -> None:
    xml = written({"Articles": {"item": [{"Title": "一"}, {"Title": "二"}]}, "ArticleCount": 2})
    assert xml == (
        "<xml><Articles><item><Title><![CDATA[一]]></Title></item>"
        "<item><Title><![CDATA[二]]></Title></item></Articles><ArticleCount>2</ArticleCount></xml>"
    )


def test_a_scan_before_following_is_told_from_a_plain_subscription() -> None:
    base = {"MsgType": "event", "Event": "subscribe", "CreateTime": 1, "FromUserName": "o"}
    assert message_of(written({**base, "EventKey": ""}))["Event"] == "subscribe"
    by_code = message_of(written({**base, "EventKey": "qrscene_kuiyuan", "Ticket": "t"}))
    assert (by_code["Event"], by_code["EventKey"]) == ("subscribe_scan", "kuiyuan")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<xml/>",
        b"<xml></xml>",
        b"<xml><MsgType/></xml>",
        b"<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>",
        b"<other><MsgType>text</MsgType></other>",
        b"\xff\xfe\x00",
        b"<xml><MsgType>text</MsgType>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>text</MsgType><Content>&a;</Content></xml>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b"<xml><MsgType>text</MsgType><Content>&a;</Content></xml>",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<xml><MsgType>&b;</MsgType></xml>",
    ],
)
def test_what_is_no_message_is_one_kind_of_error(body: bytes) -> None:
    with pytest.raises(NotXml):
        message_of(body)


def test_a_repeated_or_nested_field_is_as_good_as_missing() -> None:
    body = (
        "<xml><MsgType>text</MsgType><Content>a</Content><Content>b</Content><X><Y>1</Y></X></xml>"
    )
    assert message_of(body) == {"MsgType": "text"}


def test_the_items_of_a_list_are_numbered_whatever_is_around_them() -> None:
    one = {"TemplateId": "SUB1", "SubscribeStatusString": "accept"}
    two = {"TemplateId": "SUB2", "SubscribeStatusString": "reject"}
    base = {"MsgType": "event", "Event": "subscribe_msg_popup_event"}
    for around in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        assert message_of(written({**base, around: {"List": one}})) == {
            **base,
            "List.0.TemplateId": "SUB1",
            "List.0.SubscribeStatusString": "accept",
        }
        fields = message_of(written({**base, around: {"List": [one, two]}}))
        assert [fields[f"List.{n}.TemplateId"] for n in range(2)] == ["SUB1", "SUB2"]


def test_a_list_that_is_none_or_endless_does_no_harm() -> None:
    base = {"MsgType": "event", "Event": "x"}
    assert message_of(written({**base, "A": {"List": "text"}, "B": {"C": "D"}})) == base
    many = [{"TemplateId": str(n)} for n in range(1000)]
    assert len(message_of(written({**base, "A": {"List": many}}))) == len(base) + 20
