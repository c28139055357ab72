"""A correction is kept without the person, and the report shows where people correct us.

Scripts: post_need, doorstep.
"""

from sqlalchemy import select

from handlers.reports import REPORTS
from models.community import Community
from models.correction import Correction
from models.figures_span import span_around
from models.membership import Role
from tests.transcript import World


def _kept(world: World) -> list[Correction]:
    with world.db.reading() as session:
        found = session.scalars(select(Correction).order_by(Correction.id)).all()
        session.expunge_all()
    return list(found)


def test_a_changed_time_and_door_are_kept_without_the_person(world: World) -> None:
    li = world.someone("李婶")
    card = li.say("我是李桂芬，水龙头漏水，明天上午来，7号楼1单元1308，13900000078")
    assert "我念一遍" in card
    assert "1803" in li.say("不是1308是1803")
    world.restart()
    assert "11月25日" in li.say("后天下午")
    assert li.say("行").startswith("发出去了")
    kept = _kept(world)
    assert [each.field for each in kept] == ["when", "place"]
    when, place = kept
    assert when.was.startswith("2026-11-24T08:00")
    assert when.became.startswith("2026-11-25T14:00")
    assert (place.was, place.became) == ("one", "another")
    for each in kept:
        assert each.by == "resident"
        assert "水龙头漏水" in each.words
        assert not {"李桂芬", "1308", "1803", "13900000078"}.intersection(each.words.split())
        assert all(gone not in each.words for gone in ("李桂芬", "1308", "1803", "0078"))


def test_what_was_read_right_is_not_kept(small_world: World) -> None:
    li = small_world.someone("李婶")
    li.say("水龙头漏水，明天上午来，7号楼1单元1308，13900000078")
    assert li.say("行").startswith("发出去了")
    assert _kept(small_world) == []


def test_the_report_counts_them_and_shows_examples(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    li.say("水龙头漏水，明天上午来，7号楼1单元1308，13900000078")
    li.say("后天下午")
    assert li.say("行").startswith("发出去了")
    with small_world.db.reading() as session:
        community = session.scalars(select(Community)).one()
        span = span_around("month", community.local(small_world.now).date())
        lines = REPORTS["understanding"](session, community, span).lines()
    assert lines[1] == "单子：收到 1 张"
    assert lines[2] == "改过的：哪类事 0 次，时间 1 次，门牌 0 次，电话 0 次"
    assert lines[3] == "谁改的：居民 1 次，工作人员 0 次"
    assert "2026-11-24T08:00" in lines[4]
    assert "1308" not in "\n".join(lines)
