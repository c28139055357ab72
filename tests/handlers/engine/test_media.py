"""Photos, voices, places and contacts beside an answer are kept and cost nothing (rules 1, 11)."""

import pytest
from sqlalchemy import select

from models.contact import Contact
from models.media import Media
from models.order import Order
from tests.handlers.engine.little_desk import LittleWorld, answers_of, failed, talk_of, values_of
from tests.transcript import World


def photo(*ids: int, text: str = "") -> dict[str, object]:
    return {"kind": "photo", "media": list(ids), "text": text}


def test_a_photo_beside_an_answer_is_kept_and_the_question_stands(
    little_on_both: LittleWorld,
) -> None:
    world = little_on_both
    li = world.someone("李")
    li.say("一袋米")
    assert li.send(photo(11)) == "照片收到了。\n哪天？"
    world.restart()
    assert talk_of(world, "李").media == [11]
    assert li.say("明天下午3点") == "送到哪里？"
    assert li.send(photo(12, 13)) == "这个也收到了，一共 3 个。\n送到哪里？"
    assert talk_of(world, "李").media == [11, 12, 13]


def test_a_photo_with_an_answer_written_under_it_is_both(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say("一袋米")
    assert li.send(photo(11, text="明天下午3点")) == "照片收到了。\n送到哪里？"
    assert talk_of(little, "李").media == [11]
    assert values_of(little, "李")["when"]["start"].startswith("2026-11-24T15:00")


def test_a_photo_with_a_number_under_it_chooses(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501")
    asked = wang.send(photo(11, text="1"))
    assert asked.startswith("照片收到了。\n")
    assert "电话" in asked
    assert talk_of(small_world, "王").media == [11]


def test_a_photo_with_a_command_under_it_is_kept_too(little: LittleWorld) -> None:
    li = little.someone("李")
    li.say("一袋米")
    reply = li.send(photo(11, text="找社区"))
    assert "8000 0123" in reply
    assert reply.endswith("哪天？")
    assert talk_of(little, "李").media == [11]


def test_photos_at_the_card_are_kept_and_the_card_stays(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    assert "照片收到了。\n我念一遍" in wang.send(photo(11))
    assert "发出去了" in wang.say("1")


def test_a_voice_says_that_it_cannot_be_understood_and_offers_a_person(
    little: LittleWorld,
) -> None:
    li = little.someone("李")
    li.say("一袋米")
    one, two, three = (li.send({"kind": "voice", "media": [n]}) for n in (21, 22, 23))
    assert one.startswith("语音存好了。\n社区的人会听，听完回您。\n")
    assert one != two != three
    assert talk_of(little, "李").media == [21, 22, 23]
    assert talk_of(little, "李").answers == []


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_a_first_message_without_words_is_kept_and_asked_about(
    small_world: World, kind: str
) -> None:
    wang = small_world.someone("王")
    reply = wang.send({"kind": kind, "media": [31]})
    assert reply.splitlines()[0] in (
        "照片收到了。",
        "收到了，存好了。",
    )
    assert "直接写一句话" in reply
    assert talk_of(small_world, "王").media == [31]
    assert "什么时候来方便" in wang.say("厨房灯不亮了")
    assert talk_of(small_world, "王").media == [31]


def test_words_under_a_first_photo_are_the_need(small_world: World) -> None:
    wang = small_world.someone("王")
    reply = wang.send(photo(41, text="水龙头漏水，3号楼2单元501，明天上午"))
    assert "留个电话吧" in reply
    card = wang.say("13900000123")
    assert "水龙头漏水" in card
    assert "3号楼2单元501" in card


def test_kept_photos_belong_to_the_order_that_is_sent(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午")
    with small_world.db.session() as session:
        media = Media(
            community_id=small_world.community_id,
            contact_id=session.scalars(select(Contact.id)).one(),
            kind="photo",
            content_type="image/jpeg",
            created_at=small_world.now,
        )
        session.add(media)
        session.flush()
        media_id = media.id
    wang.send(photo(media_id))
    wang.say("13900000123")
    wang.say("1")
    with small_world.db.reading() as session:
        order = session.scalars(select(Order)).one()
        assert session.get_one(Media, media_id).order_id == order.id


def test_a_location_is_a_place_wherever_it_comes(small_world: World) -> None:
    where = {"kind": "place", "data": {"lat": 31.2, "lon": 121.5}}
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了")
    reply = wang.send(where)
    assert "什么时候来方便" in reply
    wang.say("明天上午")
    assert "地点  31.20000,121.50000" in wang.say("13900000123")


def test_a_location_at_the_card_changes_the_place_alone(small_world: World) -> None:
    wang = small_world.someone("王")
    wang.say("厨房灯不亮了，3号楼2单元501，明天上午，13900000123")
    reply = wang.send({"kind": "place", "data": {"lat": 31.2, "lon": 121.5}})
    assert reply.startswith("改成 31.20000,121.50000 了，别的没动。")


@pytest.mark.parametrize("data", [{}, {"lat": "a", "lon": None}, {"lat": 1}, {"x": 1}])
def test_a_broken_location_breaks_nothing(little: LittleWorld, data: dict[str, object]) -> None:
    li = little.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    assert li.send({"kind": "place", "data": data}).endswith("送到哪里？")
    assert failed(little) == 0


@pytest.mark.parametrize("number", ["+86 139 0000 0123", "8613900000123", "13900000123"])
def test_a_contact_that_is_sent_answers_the_phone_question(
    little: LittleWorld, number: str
) -> None:
    li = little.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    li.say("3号楼2单元501")
    li.send({"kind": "contact", "data": {"phone": number}})
    assert values_of(little, "李")["phone"] == "13900000123"


@pytest.mark.parametrize("data", [{}, {"phone": ""}, {"phone": "12"}, {"phone": None}])
def test_a_broken_contact_breaks_nothing(little: LittleWorld, data: dict[str, object]) -> None:
    li = little.someone("李")
    li.say("一袋米")
    li.say("明天下午3点")
    li.say("3号楼2单元501")
    before = answers_of(little, "李")
    assert li.send({"kind": "contact", "data": data}).endswith("电话？")
    assert answers_of(little, "李") == before
    assert failed(little) == 0
