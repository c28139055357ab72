"""A no, or a day without an answer, to the notice of a foreign platform: her words are erased.

Scripts: overseas.
"""

import pytest
from sqlalchemy import select

from models.alert import Alert
from models.audit import Audit
from models.contact import Contact
from models.database import Database
from models.inbox import Inbox, InboxState
from models.media import Media, MediaState
from models.person import Person
from tests.abroad import (
    CALL_YOU,
    NEED,
    NOTICE,
    QUESTION,
    WAITS,
    due,
    everything_kept,
    late_timer,
    rows,
    state_is_empty,
)
from tests.transcript import World


def test_a_no_erases_what_she_wrote_and_keeps_that_she_said_no(far: World) -> None:
    wang = far.someone("王")
    wang.say("厨房灯不亮了，13900000123")
    wang.say("快来人 3栋厨房着火了")
    wang.say("3栋802")
    assert "厨房" in everything_kept(far)
    said = wang.press("用网页")
    assert said.startswith(
        "好，在网页上办：\nhttps://linli.example/chat\n您刚才写的，我们这边删了。"
    )
    kept = everything_kept(far)
    for words in ("厨房", "着火", "802", "13900000123", "存着"):
        assert words not in kept
    assert state_is_empty(far, "王")
    assert due(far) == ["alert_next"]  # somebody may still be in danger: it stands without words
    assert rows(far, Alert.words) == rows(far, Alert.place) == [None]
    assert rows(far, Person.id) == []
    assert rows(far, Audit.action) == ["alert_raised", "refused_overseas"]
    assert set(rows(far, Inbox.state)) == {InboxState.DONE}


def test_after_a_no_she_can_come_back_and_is_asked_again(small_far: World) -> None:
    wang = small_far.someone("王")
    wang.say(NEED)
    wang.say("不用了")
    small_far.wait(days=3)
    assert wang.say(NEED) == NOTICE + WAITS + QUESTION
    assert CALL_YOU in wang.press("可以")


def test_a_photo_is_gone_after_a_no(small_far: World) -> None:
    wang = small_far.someone("王")
    wang.say("您好")
    with small_far.db.session() as session:
        contact = session.scalars(select(Contact)).one()
        photo = Media(
            community_id=contact.community_id,
            contact_id=contact.id,
            kind="photo",
            content_type="image/jpeg",
            state=MediaState.WANTED,
            source="file-id",
            created_at=small_far.now,
        )
        session.add(photo)
        session.flush()
        number = photo.id
    wang.send({"kind": "photo", "media": [number]})
    wang.say("取消")
    with small_far.db.reading() as session:
        kept = session.get_one(Media, number)
        assert (kept.state, kept.source, kept.sha256) == (MediaState.GONE, None, None)


@pytest.mark.parametrize("words", ["不", "取消", "算了", "用网页", "2", "不要了"])
def test_a_no_can_be_said_in_many_words(small_far: World, words: str) -> None:
    wang = small_far.someone("王")
    wang.say("厨房灯不亮了")
    assert "我们这边删了" in wang.say(words)
    assert "厨房" not in everything_kept(small_far)


def test_without_a_page_the_station_answers_the_phone(sqlite_db: Database) -> None:
    world = World(sqlite_db, "telegram", web_url="")
    wang = world.someone("王")
    assert "不愿意，打 8000 0123，一样办。" in wang.say("厨房灯不亮了")
    assert wang.press("打电话").startswith("好，请打 8000 0123，站里有人接。")


def test_a_day_without_an_answer_erases_what_she_wrote(far: World) -> None:
    wang, li = far.someone("王"), far.someone("李")
    wang.say("厨房灯不亮了")
    far.someone("赵").say("想找人搬个厨房柜子")
    far.wait(hours=23)
    wang.say("还有卫生间漏水")
    li.say("想找人教我用手机")
    assert "厨房" in everything_kept(far)
    far.restart()
    far.wait(hours=1)
    kept = everything_kept(far)
    assert "厨房" not in kept
    assert "卫生间" not in kept
    assert "手机" in kept
    assert wang.new == ""
    assert state_is_empty(far, "王")
    assert "按了没有变化" in wang.send({"kind": "press", "token": "old.0"})
    assert wang.say("灯还是不亮") == NOTICE + WAITS + QUESTION


def test_the_timer_leaves_alone_whoever_has_answered(far: World) -> None:
    wang, li = far.someone("王"), far.someone("李")
    wang.say(NEED)
    li.say("厨房灯不亮了")
    wang.press("可以")
    li.press("用网页")
    far.wait(hours=20)
    li.say("水龙头漏水")
    for name in ("王", "李"):
        late_timer(far, name)
    far.wait(hours=5)
    assert "水龙头" in everything_kept(far)
    assert CALL_YOU in wang.say("继续")
    assert "139 0000 0123" in wang.say("13900000123")
    far.wait(hours=20)
    assert "水龙头" not in everything_kept(far)
