"""WeChat while the database is away, and posts as nobody sends them."""

import os
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from models.inbox import Inbox, InboxState
from models.order import Order
from tests.acceptance.wechat_story import Place, a_desk
from tests.wechat_api.posting import Box, sign

#: 20,000 take a while; the rest of them is for `make soak`
POSTS = [400, pytest.param(20_000, marks=pytest.mark.soak)]


class Away:
    """The database is away for the way in."""

    def __init__(self, receiver: Any) -> None:
        self._receiver, self._receive = receiver, receiver.receive

    def __enter__(self) -> None:
        async def away(*_args: Any, **_how: Any) -> None:
            raise OperationalError("", {}, Exception("no server"))

        self._receiver.receive = away

    def __exit__(self, *_error: object) -> None:
        self._receiver.receive = self._receive


async def test_an_emergency_is_answered_without_the_database_and_its_order_made_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = cast.api.follower("oWang")
        await wang.follows()
        await wang.reads("您好")
        await cast.settle()
        with Away(cast.desk.receiver):
            await wang.says("厨房着火了，3号楼2单元501")
            told = await wang.reads("119")
            assert "Call 119" in told or "119 now" in told, told
            (kept,) = (tmp_path / "spool" / "wechat-main").iterdir()
            assert "着火".encode() not in kept.read_bytes()
            await wang.says("时长")
            await wang.reads("出现故障")
        # the spool is looked at every ten seconds
        await wang.until(lambda: "1" if not kept.exists() else "", "still kept")
        await cast.settle()
        with cast.db.reading() as session:
            states = session.scalars(select(Inbox.state)).all()
        assert list(states) == [InboxState.DONE] * 2
        assert cast.api.violations == []


@pytest.mark.parametrize("count", POSTS)
async def test_posts_as_nobody_sends_them_bring_no_failure_and_nothing_in(
    sqlite_url: str, tmp_path: Path, count: int
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        wang = cast.api.follower("oWang")
        await wang.follows()
        await wang.reads("您好")
        storm = _Storm(cast.api.state.setup, count)
        async with aiohttp.ClientSession() as session:
            for _n in range(count):
                query, body = storm.post()
                url = cast.api.callback
                async with session.post(url, params=query, data=body) as answer:
                    assert answer.status < 500, (query, body)
        await cast.settle()
        await wang.says("帮助")
        await wang.reads("帮")
        with cast.db.reading() as session:
            failed = session.scalar(
                select(func.count()).select_from(Inbox).where(Inbox.state != InboxState.DONE)
            )
            assert failed == 0
            assert session.scalar(select(func.count()).select_from(Order)) == 0


class _Storm:
    """Posts that were signed rightly or wrongly, of fields that make sense or none."""

    def __init__(self, setup: Any, seed: int) -> None:
        self._setup, self._random = setup, Random(seed)  # noqa: S311 - nonsense, not secrets
        self._box = Box(setup.aes_key, setup.appid)

    def post(self) -> tuple[dict[str, str], bytes]:
        random, setup = self._random, self._setup
        stamp = (str(int(setup.now().timestamp()) + random.choice([0, 0, 0, -9999])), "n")
        sealed = self._box.seal(self._xml())
        if random.random() < 0.2:
            at = random.randrange(len(sealed))
            sealed = sealed[:at] + random.choice("A=/é<") + sealed[at + 1 :]
        query = {"timestamp": stamp[0], "nonce": stamp[1], "encrypt_type": "aes"}
        query["msg_signature"] = sign(setup.token, *stamp, sealed)
        if random.random() < 0.2:
            query[random.choice([*query])] = random.choice(["", "x", "9" * 30, "\x00"])
        body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
        if random.random() < 0.1:
            body = random.choice([b"", b"<xml>", os.urandom(300), b"{}" * 1000])
        return query, body

    def _xml(self) -> str:
        random = self._random
        known = {
            "FromUserName": ["oA", "oB", "", "o" * 200, "一"],
            "CreateTime": [str(int(self._setup.now().timestamp())), "", "-1", "9" * 40],
            "MsgType": ["text", "image", "voice", "location", "event", "link", "nothing", ""],
            "Content": ["帮助", "]]>", "<a>", "\u202e", "x" * 9000, ""],
            "MsgId": [str(random.randrange(50)), "", "x", "9" * 60],
            "MediaId": ["M1", "../../x", ""],
            "Event": ["subscribe", "CLICK", "SCAN", "unsubscribe", "VIEW", "x"],
            "EventKey": ["/need", "qrscene_KY1", "scanbarcode|x", "", "k" * 3000],
            "Location_X": ["31.2", "nan", "1e99", ""],
            "Location_Y": ["121.4", "--1", ""],
        }
        parts = []
        for name, values in known.items():
            if random.random() < 0.85:
                value = random.choice(values).replace("]]>", "]]]]><![CDATA[>")
                parts.append(f"<{name}><![CDATA[{value}]]></{name}>")
        random.shuffle(parts)
        if random.random() < 0.1:
            parts.append(random.choice(["<MsgType><x/></MsgType>", "<a>" * 500, "&a;", "\x01"]))
        bomb = '<!DOCTYPE x [<!ENTITY a "aa">]>' if random.random() < 0.05 else ""
        return f"{bomb}<xml>{''.join(parts)}</xml>"
