"""/calendar/<token>.ics: read back by another library; stable, revocable, nobody's by guessing."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import select

from bot.scheduling import fire_due
from models import changing, publishing, signing_up
from models.activity import Activity, ActivityRole
from models.calendar import CalendarFeed
from models.community import home_community
from models.membership import Role, grant
from models.person import Person
from models.publishing import Plan, Task
from tests.transcript import MONDAY, World
from tests.webdesk import Browser, WebDesk

#: with everything that the format has marks for
TITLE = "暖冬, 擦窗; \n都来"
SATURDAY = datetime(2026, 12, 5, 9, tzinfo=MONDAY.tzinfo)


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with one community and one activity."""
    made = WebDesk.open(sqlite_url, tmp_path)
    async with made.running():
        yield made


def with_activity(desk: WebDesk, name: str) -> int:
    """Somebody by that name has signed up for 暖冬; returns the activity's id."""
    db, at = desk.ground.db, desk.ground.around.now()
    with db.session() as session:
        community = home_community(session)
        person = session.scalars(select(Person).filter_by(display_name=name)).one()
        grant(session, person, Role.VOLUNTEER, at)
        sun = Person(community_id=community.id, display_name="孙丽", created_at=at)
        session.add(sun)
        session.flush()
        grant(session, sun, Role.COORDINATOR, at)
        ends = SATURDAY + timedelta(hours=2, minutes=30)
        later = ends + timedelta(hours=1)
        plans = (
            Plan(TITLE, "葵园广场", SATURDAY, ends, [Task("擦窗", 2)], "不登高", sun.id),
            Plan("读报", "站里", ends, later, [Task("读", 1)], "慢走", sun.id),
        )
        activity, other = (
            publishing.draft(session, community, plan, sun, "key", at) for plan in plans
        )
        for each in (activity, other):
            publishing.publish(session, community, each, sun, at)
        role = session.scalars(select(ActivityRole).filter_by(activity_id=activity.id)).one()
        signing_up.join(session, activity, role, person, at)
        return activity.id


async def link_of(desk: WebDesk, visitor: Browser, which: str) -> str:
    """What 我的日历 answers with: the path of the link."""
    await visitor.say("我的日历")
    page = await visitor.press(which)
    assert "链接这就发到这里" in page
    desk.wait(seconds=2)
    fire_due(desk.ground.db, desk.ground.around, "test")
    page = await visitor.page()
    return page[page.rindex("/calendar/") :].split(".ics")[0] + ".ics"


async def known(desk: WebDesk) -> Browser:
    visitor = desk.browser()
    await visitor.say("我来帮忙")
    await visitor.say("周凯 13900000456")
    await visitor.press("登记")
    return visitor


async def test_ones_own_calendar_is_read_back_by_another_library(desk: WebDesk) -> None:
    visitor = await known(desk)
    activity_id = with_activity(desk, "周凯")
    link = await link_of(desk, visitor, "我报的")
    answer = await desk.browser(host="203.0.113.9").client.get(link)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answer.headers["x-robots-tag"]
    [event] = recurring_ical_events.of(Calendar.from_ical(answer.content)).at((2026, 12))
    assert event["SUMMARY"] == TITLE
    assert event["LOCATION"] == "葵园广场"
    assert event["DTSTART"].dt == SATURDAY
    assert event["DTEND"].dt == SATURDAY + timedelta(hours=2, minutes=30)
    assert "周凯" not in answer.text
    assert "13900000456" not in answer.text
    uid = event["UID"]
    move(desk, activity_id)
    again = await desk.browser().client.get(link)
    [moved] = recurring_ical_events.of(Calendar.from_ical(again.content)).at((2026, 12))
    assert (moved["UID"], moved["LOCATION"]) == (uid, "葵园站二楼")
    assert moved["STATUS"] == "CONFIRMED"
    call_off(desk, activity_id)
    off = Calendar.from_ical((await desk.browser().client.get(link)).content)
    assert [each["STATUS"] for each in off.walk("VEVENT")] == ["CANCELLED"]


def move(desk: WebDesk, activity_id: int) -> None:
    with desk.ground.db.session() as session:
        activity = Activity.locked(session, activity_id)
        sun = session.get_one(Person, activity.leader_id)
        new = {"place": "葵园站二楼"}
        changing.change(session, activity, new, "有雨", sun, desk.ground.around.now())


def call_off(desk: WebDesk, activity_id: int) -> None:
    with desk.ground.db.session() as session:
        activity = Activity.locked(session, activity_id)
        sun = session.get_one(Person, activity.leader_id)
        changing.call_off(session, activity, "有雪", sun, desk.ground.around.now())


async def test_everything_of_a_community_stands_in_its_own_calendar(desk: WebDesk) -> None:
    visitor = await known(desk)
    with_activity(desk, "周凯")
    link = await link_of(desk, visitor, "社区全部的")
    answer = await desk.browser().client.get(link)
    events = recurring_ical_events.of(Calendar.from_ical(answer.content)).at((2026, 12, 5))
    assert [each["SUMMARY"].split(",")[0] for each in events] == ["暖冬", "读报"]


async def test_the_same_link_is_told_again_and_a_new_one_ends_the_old(desk: WebDesk) -> None:
    visitor = await known(desk)
    with_activity(desk, "周凯")
    link = await link_of(desk, visitor, "我报的")
    assert await link_of(desk, visitor, "我报的") == link
    new = await link_of(desk, visitor, "换个新链接")
    assert new != link
    assert (await desk.browser().client.get(link)).status_code == 404
    assert (await desk.browser().client.get(new)).status_code == 200


@pytest.mark.parametrize("token", ["0" * 32, "x", "..%2f..", "a" * 500])
async def test_a_guessed_token_finds_nothing(desk: WebDesk, token: str) -> None:
    answer = await desk.browser().client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 404
    with desk.ground.db.reading() as session:
        assert session.scalars(select(CalendarFeed)).all() == []


def test_whoever_leaves_takes_the_calendar_along(small_world: World) -> None:
    zhou = small_world.known("周凯", Role.VOLUNTEER)
    assert zhou.say("我的日历").startswith("手机日历里看哪些活动？\n1 我报的\n2 社区全部的")
    assert "这是第一步了" in zhou.say("上一步")
    assert zhou.press("我报的") == "好，链接这就发到这里。"
    small_world.wait(seconds=2)
    assert "您报的活动都在里面，\n别发给别人：\n" in zhou.new
    zhou.say("退出")
    zhou.press("退出")
    small_world.wait(minutes=11)
    for _n in range(12):
        small_world.wait(seconds=2)
    with small_world.db.reading() as session:
        assert session.scalars(select(CalendarFeed)).all() == []
