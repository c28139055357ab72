"""Departments and tags of a company as those whom a notice is for, who never wrote, too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from bot.channels.wechat.posted_service import TAKE_UP_SECONDS
from bot.clock import Surroundings
from bot.expanding import end_once, expand_once
from models.contact import Contact
from models.directory import DirectoryGroup, DirectoryMember, DirectoryPlace, DirectoryReading
from models.erasing import Chat as ErasedChat
from models.erasing import erase_chat
from models.leaving import cut
from models.membership import Role, grant
from models.person import Person
from tests.acceptance.wechat_story import Cast, Place
from tests.acceptance.wecom_story import a_desk, comes
from tests.wecom_api import Member, WeComApi, Wrong
from tests.wecom_api.state import Department, Tag

SOCIAL, ROOT, FLOOR = 2, 1, 3
WORDS = "周五下午三点开会。"


def _api(cast: Cast) -> WeComApi:
    """The stand-in, which is WeCom's here."""
    api: Any = cast.api
    made: WeComApi = api
    return made


@asynccontextmanager
async def a_company(sqlite_url: str, folder: Path) -> AsyncIterator[Cast]:
    """Five people in two departments, of whom one is below the other; three have a tag."""
    place = Place(sqlite_url, folder, wechat={"directory": "true"})
    async with a_desk(place) as cast:
        api = _api(cast)
        for userid in ("SunLi", "ZhaoGang", "QianFang", "HeJun", "MaLi"):
            api.member(userid)
        api.state.departments |= {
            ROOT: Department("葵园社区服务中心", 0),
            SOCIAL: Department("社工部", ROOT, {"SunLi", "ZhaoGang"}),
            FLOOR: Department("楼组", SOCIAL, {"QianFang"}),
        }
        api.state.tags |= {
            7: Tag("党员", {"HeJun"}, {FLOOR}),
            8: Tag("财务", {"MaLi"}, is_hidden=True),
        }
        yield cast


async def _an_hour(cast: Cast) -> None:
    """It is as if an hour had passed, and it is read again."""
    with cast.db.session() as session:
        session.execute(update(DirectoryReading).values(due_at=cast.clock.now()))
    await asyncio.sleep(3 * TAKE_UP_SECONDS)


def _listed(cast: Cast) -> dict[str, set[str]]:
    """Who is in what, as the desk knows it."""
    rows = (
        select(DirectoryGroup.name, Contact.address)
        .join(DirectoryPlace, DirectoryPlace.group_id == DirectoryGroup.id)
        .join(DirectoryMember, DirectoryMember.id == DirectoryPlace.member_id)
        .join(Contact, Contact.id == DirectoryMember.contact_id)
    )
    found: dict[str, set[str]] = {}
    with cast.db.reading() as session:
        for name, address in session.execute(rows):
            found.setdefault(name, set()).add(address)
    return found


async def test_departments_hold_those_below_and_tags_hold_departments(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        await _an_hour(cast)
        assert _listed(cast) == {
            "葵园社区服务中心": {"SunLi", "ZhaoGang", "QianFang"},
            "社工部": {"SunLi", "ZhaoGang", "QianFang"},
            "楼组": {"QianFang"},
            "党员": {"HeJun", "QianFang"},
        }
        with cast.db.reading() as session:
            people = session.scalars(select(Person)).all()
            assert {each.display_name for each in people} == {""}, "no name was asked for"
        assert _api(cast).violations == []


async def _coordinator(cast: Cast) -> Member:
    """SunLi, who leads the community, has opened the app."""
    sun = await comes(cast, "SunLi")
    with cast.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address="SunLi")).one()
        person = session.get(Person, contact.person_id) if contact.person_id else None
        if person is None:
            person = Person(community_id=contact.community_id, created_at=cast.clock.now())
            session.add(person)
            session.flush()
            contact.person_id = person.id
        person.display_name = "孙丽"
        grant(session, person, Role.COORDINATOR, cast.clock.now())
    return sun


async def _writes(cast: Cast, sun: Member, whom: str) -> str:
    """She writes a notice; returns the card that reads it back."""
    for words in ("通知", WORDS, whom):
        await sun.says(words)
        await cast.settle()
    return sun.texts[-1]


async def _sends(cast: Cast, sun: Member) -> None:
    for label in ("下一步", "发出"):
        await sun.chooses(label)
        await cast.settle()
    around = Surroundings(now=cast.clock.now)
    for once in (expand_once, end_once):
        while once(cast.db, around):
            pass
        cast.desk.delivery.look()
        await cast.settle()


def _told(cast: Cast) -> set[str]:
    chats = _api(cast).state.chats
    return {who for who in chats if any(WORDS in each.text for each in chats[who].heard)}


async def test_a_notice_to_a_department_reaches_who_never_wrote_and_says_how_many(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        await _an_hour(cast)
        sun = await _coordinator(cast)
        card = await _writes(cast, sun, "社工部的人")
        assert "企业微信里“社工部”部门的人" in card
        assert "2 个人" in card
        await _sends(cast, sun)
        assert _told(cast) - {"SunLi"} == {"ZhaoGang", "QianFang"}
        assert any("已送到 2 位" in each for each in sun.texts)
        assert _api(cast).violations == []


async def test_a_notice_to_a_tag_reaches_those_alone_who_have_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        await _an_hour(cast)
        sun = await _coordinator(cast)
        assert "企业微信里带“党员”标签的人" in await _writes(cast, sun, "党员标签")
        await _sends(cast, sun)
        assert _told(cast) - {"SunLi"} == {"HeJun", "QianFang"}
        assert _api(cast).violations == []


async def test_what_changed_there_is_known_an_hour_later_and_a_cut_reading_changes_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        await _an_hour(cast)
        before = _listed(cast)
        state = _api(cast).state
        state.departments[FLOOR].userids = {"MaLi"}
        del state.tags[7]
        _api(cast).plan(Wrong.BROKEN, path="tag/list")
        await _an_hour(cast)
        assert _api(cast).faults.count(Wrong.BROKEN) == 1
        assert _listed(cast) == before
        await _an_hour(cast)
        assert _listed(cast) == {
            "葵园社区服务中心": {"SunLi", "ZhaoGang", "MaLi"},
            "社工部": {"SunLi", "ZhaoGang", "MaLi"},
            "楼组": {"MaLi"},
        }


async def test_who_has_left_us_is_not_brought_back_by_the_directory(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_company(sqlite_url, tmp_path) as cast:
        await _an_hour(cast)
        at = cast.clock.now()
        with cast.db.session() as session:
            contact = session.scalars(select(Contact).filter_by(address="QianFang")).one()
            person = session.get_one(Person, contact.person_id)
            for chat_id in cut(session, person, at):
                erase_chat(session, ErasedChat(chat_id, at), at)
        await _an_hour(cast)
        with cast.db.reading() as session:
            rows = select(func.count()).select_from(Contact).filter_by(address="QianFang")
            assert session.scalar(rows) == 0
        assert "楼组" not in _listed(cast)
        await comes(cast, "QianFang")
        await _an_hour(cast)
        assert _listed(cast)["楼组"] == {"QianFang"}


async def test_without_a_yes_of_the_operator_nobody_is_read(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        _api(cast).state.departments[ROOT] = Department("中心", 0)
        await _an_hour(cast)
        assert "department/list" not in {path for path, _body in _api(cast).state.calls}
