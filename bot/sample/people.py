"""The people, all invented: neighbours, volunteers and the workers of the station.

Nobody here has a chat yet; the web doors make one for the four who can be played.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.sample.places import floors_of
from models.address import Building, Door
from models.community import Community
from models.consent import NOTICE_VERSION, Consent, Purpose
from models.membership import Role, grant
from models.person import Person
from models.vault import Vault

#: the four who can be played: a neighbour of 74, a nurse, a handyman, the coordinator
RESIDENT, VOLUNTEER, VOLUNTEER2, WORKER = "李婶", "王敏", "周凯", "陈静"
#: her building, door, room and phone
RESIDENT_DOOR, RESIDENT_PHONE = ("3", "2", "501"), "13900000123"

STAFF = (WORKER, "孙丽", "郑岩")
VOLUNTEERS = f"""
{VOLUNTEER} {VOLUNTEER2}
刘凤英 赵志刚 何晓东 马立国 何静 吴芳 周建国 孙晓 张慧兰 杨柏青 徐春梅 朱远山 胡小满 郭秋实
林巧云 罗志成 高玉洁 梁永顺 宋雨桐 唐瑞芝 许长河 韩小雪 冯立冬 邓书琴 曹宝田 彭冬生 曾素芬
肖向阳 田禾 董桂香 潘新民 袁月明 蔡平安 余晓棠 杜守信 叶知秋 程万里 苏小禾 魏东升 吕秀珍
丁一帆 任长青 沈秋萍 姚大勇 卢春燕 姜海生 崔喜梅 钟铁柱 谭静好 陆建平 汪晓岚 范金锁 石磊磊
廖玉梅 贾明堂 夏荷 付宝山 方小圆
"""
NEIGHBOURS = f"""
{RESIDENT}
老孙 张婶 王奶奶 刘姨 老赵 陈老师 杨姐 老黄 周师傅 吴婶 徐奶奶 老马 朱姐 胡师傅 林姨 老郭
何奶奶 高老师 罗婶 梁师傅 宋姐 郑爷爷 谢姨 老韩 唐奶奶 冯婶 于师傅 董姐 萧老师 程奶奶 曹爷爷
老袁 邓婶 许姐 傅师傅 沈奶奶 曾姨 彭爷爷 吕婶 苏老师 卢姐 老蒋 蔡奶奶 贾师傅 丁婶 魏爷爷 薛姨
叶姐 老阎 余奶奶 潘婶 杜师傅 戴老师 夏姐 钟爷爷 汪奶奶 老田 任姨 姜婶
"""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, in the order of the lists above."""

    staff: list[Person]
    volunteers: list[Person]
    neighbours: list[Person]


def add_people(
    session: Session, community: Community, vault: Vault, doors: list[Door], now: datetime
) -> Cast:
    """Write everybody with a door, roles and a yes on paper. A volunteer looks after each door."""
    staff = [
        _person(community, vault, name, f"1390000{10 + i:04d}", now - 1100 * DAY)
        for i, name in enumerate(STAFF)
    ]
    volunteers = [
        _person(community, vault, name, f"1390000{1000 + i:04d}", now - (400 + 7 * i) * DAY)
        for i, name in enumerate(VOLUNTEERS.split())
    ]
    neighbours = [
        _person(community, vault, name, f"1390000{2000 + i:04d}", now - (320 + 5 * i) * DAY)
        for i, name in enumerate(NEIGHBOURS.split())
    ]
    for person in (*staff, *volunteers):
        person.phone_verified_at = person.created_at
    neighbours[0].phone = RESIDENT_PHONE
    neighbours[0].phone_index = vault.index(RESIDENT_PHONE)
    session.add_all([*staff, *volunteers, *neighbours])
    session.flush()
    cast = Cast(staff, volunteers, neighbours)
    with session.no_autoflush:  # everybody is written; what follows asks of each one only once
        _house(session, cast, doors)
        _give_roles(session, cast)
    _note_consent(session, cast, now)
    return cast


def _person(community: Community, vault: Vault, name: str, phone: str, joined: datetime) -> Person:
    return Person(
        community_id=community.id,
        display_name=name,
        phone=phone,
        phone_index=vault.index(phone),
        is_adult=True,
        created_at=joined,
    )


def _house(session: Session, cast: Cast, doors: list[Door]) -> None:
    """Volunteers and neighbours spread over the doors, no two in one flat."""
    homes = [(session.get_one(Building, door.building_id).number, door.unit) for door in doors]
    for people, first_flat in ((cast.volunteers, 1), (cast.neighbours[1:], 3)):
        for i, person in enumerate(people):
            turn, which = divmod(i, len(homes))
            building, unit = homes[which]
            floor = 1 + i * 5 % floors_of(int(building))
            person.live_at(session, building, unit, f"{floor}{first_flat + turn:02d}")
    cast.neighbours[0].live_at(session, *RESIDENT_DOOR)
    for door, person in zip(doors, cast.volunteers, strict=False):
        door.contact_person_id = person.id


def _give_roles(session: Session, cast: Cast) -> None:
    chief = cast.staff[0]
    for person in cast.staff:
        grant(session, person, Role.WORKER, person.created_at)
    grant(session, chief, Role.COORDINATOR, chief.created_at)
    for person in (*cast.volunteers, *cast.neighbours):
        grant(session, person, Role.RESIDENT, person.created_at, chief)
    for person in cast.volunteers:
        grant(session, person, Role.VOLUNTEER, person.created_at, chief)


def _note_consent(session: Session, cast: Cast, now: datetime) -> None:
    """Everybody signed the latest wording at the station within the last three weeks."""
    people: Iterable[Person] = (*cast.staff, *cast.volunteers, *cast.neighbours)
    for i, person in enumerate(people):
        session.add(
            Consent(
                community_id=person.community_id,
                person_id=person.id,
                purpose=Purpose.REGISTER,
                notice_version=NOTICE_VERSION,
                manner="paper",
                witness_id=cast.staff[i % len(cast.staff)].id,
                given_at=now - (1 + i % 20) * DAY,
            )
        )
