"""签到 on WeChat and WeCom, where the code on the screen opens nothing: its digits are typed."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import publishing, signing_up
from models.activity import Activity, ActivityRole
from models.community import Community
from models.day_code import code_at
from models.membership import Role, grant
from models.person import Person
from models.publishing import Plan, Task
from models.sign_up import Attendance
from tests.acceptance import wechat_story, wecom_story
from tests.acceptance.stage import know
from tests.acceptance.wechat_story import Cast, Place

Desk = Callable[[Place], AbstractAsyncContextManager[Cast]]


def _begins_now(cast: Cast) -> int:
    """An activity at which everybody in the database has a place, and which begins now."""
    at = cast.clock.now()
    with cast.db.session() as session:
        community = session.scalars(select(Community)).one()
        person = session.scalars(select(Person)).one()
        sun = Person(community_id=community.id, display_name="孙丽", created_at=at)
        session.add(sun)
        session.flush()
        grant(session, sun, Role.WORKER, at)
        starts = at + timedelta(days=1)
        tasks = [Task("擦窗", 2)]
        plan = Plan(
            "暖冬", "葵园广场", starts, starts + timedelta(hours=2), tasks, "不登高", sun.id
        )
        activity = publishing.draft(session, community, plan, sun, "key", at)
        publishing.publish(session, community, activity, sun, at)
        role = session.scalars(select(ActivityRole).filter_by(activity_id=activity.id)).one()
        signing_up.join(session, activity, role, person, at)
        activity.starts_at, activity.ends_at = at, at + timedelta(hours=2)
        return activity.id


@pytest.mark.row("A19")
@pytest.mark.parametrize(
    ("a_desk", "comes"),
    [(wechat_story.a_desk, wechat_story.comes), (wecom_story.a_desk, wecom_story.comes)],
    ids=["wechat", "wecom"],
)
async def test_the_digits_on_the_screen_are_typed_and_signed_in(
    sqlite_url: str, tmp_path: Path, a_desk: Desk, comes: Callable[[Cast], Any]
) -> None:
    async with a_desk(Place(sqlite_url, tmp_path)) as cast:
        zhou = await comes(cast)
        know(cast.db, "volunteer", zhou.openid, cast.clock.now())
        activity_id = _begins_now(cast)
        with cast.db.reading() as session:
            digits = code_at(session.get_one(Activity, activity_id), cast.clock.now())
        await zhou.says("1000" if digits != "1000" else "1001")
        await zhou.reads("这个号码对不上")
        await cast.restart()
        await zhou.says(digits)
        await zhou.reads("签好了，")
        await cast.settle()
        with cast.db.reading() as session:
            assert session.scalars(select(Attendance.evidence)).all() == ["code"]
        assert cast.api.violations == []
