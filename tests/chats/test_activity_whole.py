"""An activity from one message to the minutes in the book: published, signed up for, held, settled.

Scripts: make_activity, join_role, attend, sign_in_code, sign_in_activity, call_roll, headcount,
settle_activity, write_story.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.membership import Role
from models.service_record import RecordState, ServiceRecord
from tests.finding import volunteer
from tests.transcript import MONDAY, Someone, World

SATURDAY = MONDAY.replace(month=12, day=5, hour=9, minute=0)
ONE_MESSAGE = (
    "做活动 暖冬，12月5日上午9点到11点半，葵园广场，擦窗2人、修小家电1人，当心：擦窗只擦里面，不登高"
)


def published(world: World) -> Someone:
    sun = world.known("孙丽", Role.COORDINATOR)
    shown = sun.say(ONE_MESSAGE)
    assert "活动  暖冬" in shown
    print(shown)
    print(sun.labels)
    said = sun.press("发出")
    print(said)
    return sun


def test_from_one_message_to_the_minutes_in_the_book(world: World) -> None:
    sun = published(world)
    zhou, he = volunteer(world, "周凯"), volunteer(world, "何静")
    print(zhou.say("活动"))
    print(zhou.labels)
    print(zhou.press("修小家电"))
    print(he.say("报名1205-01"))
    print(he.say("擦窗"))
    world.at(SATURDAY - timedelta(hours=14, minutes=59))
    print("eve", zhou.new, "|", sun.new)
    print(zhou.press("来"))
    print(he.say("来"))
    world.at(SATURDAY - timedelta(hours=12, minutes=59))
    print("silent", sun.new)
    world.at(SATURDAY - timedelta(hours=1))
    print("morning", zhou.new, "|", sun.new)
    code = sun.say("签到码")
    print(code)
    print(zhou.say("签到"))
    print(zhou.say(code[4:8]))
    print(sun.say("点名"))
    print(sun.say("全来了"))
    world.at(SATURDAY + timedelta(hours=2, minutes=31))
    print("ends", sun.new)
    print(sun.say("人次 63"))
    print(sun.say("结算"))
    print(sun.say("修了17件小家电，擦了41户的窗"))
    print(sun.press("记上"))
    world.at(SATURDAY + timedelta(days=1, hours=1, minutes=1))
    print(zhou.new)
    print(zhou.press("写两句"))
    with world.db.reading() as session:
        rows = session.scalars(select(ServiceRecord)).all()
        print([(r.person_id, r.minutes, r.evidence, r.state) for r in rows])
