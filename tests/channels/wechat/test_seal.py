"""The published examples of WeChat and WeCom, and what a forged text can do: nothing."""

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.seal import Forged, Seal, _Cipher, signature
from bot.channels.wechat.xml import message_of
from tests.channels.wechat.posting import KEY, OLD_KEY

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors.json").read_text("utf-8")
)


def those(*kinds: str) -> Any:
    found = [each for each in VECTORS if each["kind"] in kinds]
    assert found
    return pytest.mark.parametrize("v", found, ids=lambda v: v["name"])


def seal_of(v: dict[str, Any]) -> Seal:
    return Seal(v["token"], [v["encoding_aes_key"]], v["receiver_id"])


@those("plain_signature")
def test_a_plain_post_is_signed_as_published(v: dict[str, Any]) -> None:
    assert signature(v["token"], v["timestamp"], v["nonce"]) == v["signature"]
    seal = Seal(v["token"], [], "wx1")
    assert seal.is_signed(v["signature"], v["timestamp"], v["nonce"])
    assert not seal.is_signed(v["signature"], v["timestamp"], v["nonce"] + "0")
    assert not seal.is_signed("签名", v["timestamp"], v["nonce"])


@those("decrypt", "verify_url_encrypted")
def test_a_sealed_text_opens_as_published(v: dict[str, Any]) -> None:
    sealed = v.get("encrypt") or v["echostr"]
    seal = seal_of(v)
    assert seal.is_signed(v["msg_signature"], v["timestamp"], v["nonce"], sealed)
    text = seal.open(sealed).text
    assert text == v.get("expect_plain", text)
    wanted = v.get("expect_fields", {})
    if wanted:
        fields = message_of(text)
        assert {name: fields[name] for name in wanted} == wanted


@those("encrypt")
def test_an_answer_is_sealed_as_published(
    v: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Cipher, "get_random_string", lambda _self: v["random16"])
    closed = seal_of(v).close(v["plain"], v["timestamp"], v["nonce"])
    assert f"<Encrypt><![CDATA[{v['expect_encrypt']}]]></Encrypt>" in closed
    assert f"<MsgSignature><![CDATA[{v['expect_msg_signature']}]]>" in closed


@those("msg_signature")
def test_a_sealed_text_is_signed_as_published(v: dict[str, Any]) -> None:
    seal = Seal(v["token"], [], "wx1")
    assert seal.is_signed(v["msg_signature"], v["timestamp"], v["nonce"], v["encrypt"])


@those("reject", "reject_verify")
def test_what_was_published_as_wrong_is_refused(v: dict[str, Any]) -> None:
    sealed, seal = v.get("encrypt") or v["echostr"], seal_of(v)
    if v.get("reason") != "receiver_id":
        assert not seal.is_signed(v["msg_signature"], v["timestamp"], v["nonce"], sealed)
        return
    with pytest.raises(Forged):
        seal.open(sealed)


def test_what_was_sealed_with_the_key_before_is_opened_and_answered_with_it() -> None:
    before = Seal("t", [OLD_KEY], "wx1")
    sealed = _Cipher(base64.b64decode(OLD_KEY + "=")).encrypt("你好", "wx1").decode()
    both = Seal("t", [KEY, OLD_KEY], "wx1")
    opened = both.open(sealed)
    assert (opened.text, opened.key) == ("你好", OLD_KEY)
    answer = message_of(
        both.close("<a/>", "1", "n", opened.key).replace("<xml>", "<xml><MsgType>x</MsgType>")
    )
    assert before.open(answer["Encrypt"]).text == "<a/>"
    with pytest.raises(Forged):
        Seal("t", [KEY], "wx1").open(sealed)


@pytest.mark.parametrize("key", ["", "short", "a" * 42 + "=", "一" * 43])
def test_a_key_that_is_none_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        Seal("t", [key], "wx1")


def test_no_forged_text_does_more_than_be_refused() -> None:
    seal = Seal("t", [KEY, OLD_KEY], "wx1")
    good = _Cipher(base64.b64decode(KEY + "=")).encrypt("你好" * 20, "wx1")
    texts = ["", "=", "====", "AAAA", "A" * 64, "%%", "一", base64.b64encode(good[:16]).decode()]
    for size in (1, 15, 16, 17, 31, 32, 33, 64, 1000):
        texts += [base64.b64encode(os.urandom(size)).decode() for _ in range(40)]
    raw = bytearray(base64.b64decode(good))
    for n in range(0, len(raw), 3):
        changed = bytearray(raw)
        changed[n] ^= 0x55
        texts.append(base64.b64encode(bytes(changed)).decode())
    for text in texts:
        try:
            seal.open(text)
        except Forged:
            continue
