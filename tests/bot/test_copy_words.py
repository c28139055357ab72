"""Somebody's own copy is read in words: no code of ours, no number of a row."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.storage import Storage
from bot.web.export import Taken, _drawn
from handlers.language import speaking
from models.account import Account
from models.copy import copy_of
from models.need_kind import kinds_of
from models.person import Person
from models.tables import METADATA
from tests.models.test_erasing import a_life, fill_the_rest, person_of
from tests.transcript import ZONE, World

#: every code that a copy may hold, where a filled database has only something of the right length
CODES: dict[str, dict[str, Any]] = {
    "person": {"sex": "f", "care": {"marks": ["lives_alone", "poor_sight"]}},
    "volunteer_profile": {
        "number": "1",
        "skills": ["haircut", "plumbing_electric"],
        "kinds": ["home_repair"],
        "slots": ["wed_eve"],
    },
    "qualification": {"skill": "medical"},
    "trust": {"kind": "children"},
    "team": {"name": "理发队"},
    "acts_for": {"scope": "news:12", "agreed_by": "asker"},
    "call_log": {"purpose": "own_yes", "outcome": "no_answer"},
    "call_request": {"why": "no_code"},
    "home_enquiry": {"unit": "2", "outcome": "nobody_home"},
    "alert": {"kind": "medical_120", "state": "taken"},
    "incident": {"kind": "unsafe", "state": "settled"},
    "media": {"kind": "voice"},
}


def read_by(world: World, address: str) -> dict[str, list[dict[str, str]]]:
    """What the page shows to whoever has this chat, by part."""
    person_id, _contact = person_of(world.db, address)
    with world.db.reading() as session:
        person = session.get_one(Person, person_id)
        taken = Taken(copy_of(session, person), kinds_of(session, person.community_id))
        parts = _drawn(taken, ZONE, world.now.astimezone(ZONE)).parts
    return {label: [dict(row) for row in rows] for label, rows in parts}


def test_of_a_whole_life_no_code_and_no_row_is_shown(world: World, tmp_path: Path) -> None:
    a_life(world)
    fill_the_rest(world, Storage(tmp_path, world.db.vault))
    with world.db.session() as session:
        session.execute(update(Account).values(channel="wechat"))
        for table, values in CODES.items():
            session.execute(update(METADATA.tables[table]).values(**values))
    hers, his = read_by(world, "her-address-7"), read_by(world, "周凯")
    for rows in (*hers.values(), *his.values()):
        for row in rows:
            for label, value in row.items():
                assert not re.search(r"[A-Za-z]{2}", value.replace("OTHER", "")), (label, value)
    assert hers["在哪里跟我们说话"][0]["在哪里"] == "微信"
    assert hers["您是谁"][0]["性别"] == "女"
    assert hers["您是谁"][0]["电话"] == "139 1111 2222"
    assert hers["您是谁"][0]["要当心的"] == "一个人住，看不清"
    assert hers["单子"][0]["哪一种"] == "家里小修"
    assert hers["同意过的"][0]["怎么说的"] == "自己按的"
    assert [row["会什么"] for row in hers["志愿者档案"]] == ["理发，水电小修"]
    assert hers["志愿者档案"][0]["愿意帮什么"] == "家里小修"
    assert hers["志愿者档案"][0]["哪天有空"] == "周三晚上"
    assert hers["谁看过您的"][0]["为什么"] == "单号 1123-01"
    assert any("留个电话吧" in row.get("原话", "") for row in hers["我们回您的"])
    assert his["您接的单"] == [
        {"单号": "1123-01", "现在": "办完了", "时间": "23号 周一上午9点10分"}
    ]
    assert [row["哪一种"] for row in his["照片、语音、文件"]] == ["语音"]
    assert his["您看过、做过的"][0]["做什么"] == "电话和门牌"


def test_in_english_the_words_are_english(small_world: World) -> None:
    a_life(small_world)
    with speaking("en"):
        his = read_by(small_world, "周凯")
    assert his["Orders you took"][0]["Now"] == "Done"
