"""The callback address: who may post, in which envelope, and what hostile posts get."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels.posted import MAX_BYTES
from bot.channels.wechat.envelope import Envelope, Letter, Mode
from bot.channels.wechat.hook import Answer, Hook, Said
from bot.channels.wechat.seal import Seal
from bot.channels.wechat.xml import message_of, written
from bot.riding import Ride
from tests.channels.wechat.posting import APPID, KEY, OLD_KEY, TOKEN, query, safe_post, sealed, text
from tests.transcript import MONDAY

NOW = MONDAY.timestamp()
REPLY = written({"MsgType": "text", "Content": "好 ]]> <b>"})
RIDE = Ride(5, {"Content": "好"})


class Posting:
    """An address that was configured for one mode, and what came through it."""

    def __init__(self, mode: Mode = "safe", answer: Answer = None, keys: Any = (KEY, OLD_KEY)):
        self.got: list[Letter] = []
        self.rode: list[Ride] = []
        self._answer = answer
        around: Any = type("Around", (), {"now": lambda: MONDAY, "reach": lambda _point: None})
        self.seal = Seal(TOKEN, keys if mode != "plain" else (), APPID)
        hook = Hook(Envelope(self.seal, mode), self._take, self.rode.append, around)
        self.app = Starlette(routes=[Route("/wechat", hook)])

    async def _take(self, letter: Letter) -> Answer:
        self.got.append(letter)
        return self._answer

    async def request(self, method: str, asked: str, **how: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.request(method, f"/wechat?{asked}", **how)

    async def post(self, asked: str, body: bytes) -> httpx.Response:
        return await self.request("POST", asked, content=body)


async def test_the_address_is_checked_by_a_signed_echo() -> None:
    posting = Posting()
    answer = await posting.request("GET", query(NOW, echostr="4375120948345356249"))
    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    assert answer.headers["content-type"].startswith("text/plain")
    forged = query(NOW, echostr="1").replace("signature=", "signature=0")
    assert (await posting.request("GET", forged)).status_code == 403
    assert (await posting.request("GET", "")).status_code == 403
    assert (await posting.request("PUT", query(NOW))).status_code == 405


@pytest.mark.parametrize("key", [KEY, OLD_KEY])
async def test_a_safe_post_is_opened_and_its_answer_sealed_with_the_same_key(key: str) -> None:
    posting = Posting("safe", Said(RIDE, REPLY))
    asked, body = safe_post(text("灯不亮"), NOW, key)
    answer = await posting.post(asked, body)
    assert [each.fields["Content"] for each in posting.got] == ["灯不亮"]
    assert posting.rode == [RIDE]
    closed = message_of(answer.text.replace("<xml>", "<xml><MsgType>x</MsgType>", 1))
    stamp = (closed["TimeStamp"], closed["Nonce"])
    assert posting.seal.is_signed(closed["MsgSignature"], *stamp, closed["Encrypt"])
    assert Seal(TOKEN, [key], APPID).open(closed["Encrypt"]).text == REPLY


async def test_a_compatible_post_is_read_from_its_sealed_half_alone() -> None:
    posting = Posting("compatible")
    closed = sealed(written(text("真的")))
    outside = text("<Encrypt>AAAA</Encrypt>") | {"Encrypt": closed}
    assert (await posting.post(query(NOW, closed=closed), written(outside).encode())).text == (
        "success"
    )
    assert [each.fields["Content"] for each in posting.got] == ["真的"]


async def test_a_plain_post_is_taken_only_where_that_was_configured() -> None:
    plain = Posting("plain", Said(RIDE, REPLY))
    body = written(text("你好")).encode()
    assert (await plain.post(query(NOW), body)).text == REPLY
    for mode in ("compatible", "safe"):
        strict = Posting(mode)
        assert (await strict.post(query(NOW), body)).status_code == 403
        assert strict.got == []


async def test_an_old_copy_of_a_post_is_refused() -> None:
    posting = Posting()
    for at in (NOW - 601, NOW + 601, 0):
        assert (await posting.post(*safe_post(text("你好"), at))).status_code == 403
    assert (await posting.post(*safe_post(text("你好"), NOW - 590))).status_code == 200
    assert len(posting.got) == 1


async def test_a_forged_post_is_refused_whatever_is_forged() -> None:
    posting = Posting()
    asked, body = safe_post(text("你好"), NOW)
    for wrong_asked, wrong_body in [
        (asked.replace("msg_signature=", "msg_signature=0"), body),
        (asked.replace("nonce=n1", "nonce=n2"), body),
        (asked + "&nonce=n1", body),
        (asked, body.replace(b"]]></Encrypt>", b"AAAA]]></Encrypt>")),
        (asked, b""),
        (asked, b"<xml><Encrypt></Encrypt></xml>"),
        ("%ff=%ff&" * 40, body),
        (query(NOW, closed=sealed("<xml/>", appid="wxother")), b"x"),
    ]:
        assert (await posting.post(wrong_asked, wrong_body)).status_code == 403
    assert posting.got == []


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_hostile_xml_that_was_signed_is_taken_for_nothing(mode: Mode) -> None:
    posting = Posting(mode)
    for inner in [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>&a;</MsgType></xml>',
        '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
        "<xml>" + "<a>" * 20_000,
        "not xml",
        "<xml/>",
    ]:
        asked, body = (query(NOW), inner.encode()) if mode == "plain" else safe_post(inner, NOW)
        answer = await posting.post(asked, body)
        assert (answer.status_code, answer.text) == (200, "success")
    assert posting.got == []


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_a_body_of_ten_megabytes_is_refused_unread(mode: Mode) -> None:
    posting = Posting(mode)
    answer = await posting.post(query(NOW, closed="x"), b"x" * (10 * MAX_BYTES))
    assert answer.status_code == 413
    just_too_long = await posting.post(query(NOW), b"<xml>" + b"x" * MAX_BYTES)
    assert just_too_long.status_code == 413
