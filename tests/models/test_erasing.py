"""Somebody leaves: afterwards no column of any table and no file holds what was theirs.

Script: leave.
"""

import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from bot.leftovers import drop_all
from bot.storage import Storage
from bot.web import lines
from models.contact import Contact
from models.database import Database
from models.membership import Role
from models.order import Order
from models.outbox import Outbox
from models.person import Person
from models.service_record import ServiceRecord
from models.sweeping import SLICE
from models.tables import METADATA
from models.web import ChatLine
from tests.filled import Filler
from tests.transcript import Someone, World

NAME, PHONE, ROOM, WORDS = "欧阳翠翠", "13911112222", "9017", "水龙头漏水漏到楼下了"
NEEDLES = (NAME, PHONE, "139 1111 2222", ROOM, WORDS)


def found(db: Database, *needles: str) -> list[str]:
    """Where any of these stands, in what encryption hides too."""
    places = []
    with db.read.connect() as connection:
        for table in METADATA.tables.values():
            for row in connection.execute(select(table)):
                for column, value in row._mapping.items():
                    text = json.dumps(value, ensure_ascii=False, default=str)
                    places += [f"{table.name}.{column}: {n}" for n in needles if n in text]
    return sorted(set(places))


def person_of(db: Database, address: str) -> tuple[int, int]:
    """The ids of the person and of their chat."""
    with db.reading() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        assert contact.person_id is not None
        return contact.person_id, contact.id


def later(world: World, times: int = 15) -> None:
    world.wait(minutes=11)
    for _each in range(times):
        world.wait(seconds=2)


def a_life(world: World) -> tuple[Someone, Someone, Someone]:
    """欧阳翠翠 asked, was visited and rated; 周凯 and 马立国 went; 孙丽 looked at it."""
    sun, zhou = world.known("孙丽", Role.COORDINATOR), world.known("周凯", Role.VOLUNTEER)
    both = zhou, world.known("马立国", Role.VOLUNTEER)
    her = world.someone("her-address-7")
    for words in (f"{WORDS}，3号楼2单元{ROOM}，明天下午", PHONE, "行", f"叫我{NAME}"):
        her.say(words)
    for button in ("看原话", "看电话", "通过", "放开接单"):
        sun.press(button)
    for each in both:
        each.press("接单")
    both[1].press("再说")
    world.wait(days=1, hours=5)
    for each in both:
        each.say("我到了")
        each.say("4826")
    world.wait(minutes=45)
    for each in both:
        each.say("我走了")
        each.press("先走了")
    her.press("没办好")
    her.say(f"没修，{WORDS}")
    her.press("说说就行")
    sun.press("结单")
    return her, zhou, sun


def fill_the_rest(world: World, storage: Storage) -> str:
    """Everything else that may be kept of her; returns the name of her photo's file."""
    her, contact = person_of(world.db, "her-address-7")
    zhou, zhous = person_of(world.db, "周凯")
    photo = storage.keep(WORDS.encode())
    os.utime(storage._path(photo), (0, 0))
    with world.db.patient.begin() as connection:
        order = connection.scalar(select(Order.id).order_by(Order.id).limit(1)) or 0
        fill = Filler(connection, {"community": world.community_id, "account": world.account_id})
        connection.execute(
            update(Person)
            .where(Person.id == her)
            .values(
                legal_name=NAME,
                phone=PHONE,
                building="3",
                unit="2",
                room=ROOM,
                care={"marks": [WORDS]},
            )
        )
        secrets = ("wish", "door_note", "code_out", "password", "reject_reason", "landmark")
        connection.execute(
            update(Order).where(Order.id == order).values(dict.fromkeys(secrets, WORDS))
        )
        fill.row("relay_line", order_id=order, from_person_id=her, to_person_id=zhou, text=WORDS)
        fill.row("relay_line", order_id=order, from_person_id=zhou, to_person_id=her, text=NAME)
        fill.row("call_log", order_id=order, caller_id=zhou, note=NAME)
        fill.row("incident", order_id=order, reported_by_id=zhou, text=WORDS, outcome=NAME)
        fill.row("home_enquiry", worker_id=zhou, person_id=her, building="3", room=ROOM)
        fill.row("qualification", person_id=her, verified_by_id=zhou, number=PHONE)
        fill.row("trust", person_id=her, given_by_id=zhou)
        fill.row("volunteer_profile", person_id=her, number="V1", skills=[WORDS])
        fill.row("acts_for", person_id=zhou, for_person_id=her)
        fill.row("team_member", person_id=her)
        fill.row("opt_out", person_id=her)
        fill.row("guardian_code", minor_id=her, code_hash=PHONE)
        fill.row("call_request", contact_id=contact, person_id=her, order_id=order)
        fill.row("device_code", contact_id=contact)
        fill.row("web_session", contact_id=contact)
        fill.row("push_window", contact_id=contact)
        fill.row("subscription", contact_id=contact)
        fill.row("evaluation", order_id=fill.row("service_order"), rater_id=her, thanks=WORDS)
        fill.row("media", contact_id=contact, sha256=photo, source=NAME)
        fill.row("media", contact_id=zhous, order_id=order, sha256=photo)
        for contact_id, direction in ((contact, "in"), (contact, "out")):
            _bubble(world, connection, contact_id, direction, {"text": f"{NAME} {WORDS}"})
        told = select(Outbox.id).where(Outbox.contact_id == zhous, Outbox.subject != "")
        shown = connection.scalar(told.order_by(Outbox.id).limit(1))
        _bubble(world, connection, zhous, "out", {"text": f"{NAME} {PHONE} {ROOM}"}, shown)
        values = {"notice": "answered_back", "values": {"order": order, "answer": WORDS}}
        fill.row("outbox", contact_id=zhous, content=values, kind="answered_back", lane="notice")
        alert = fill.row("alert", contact_id=contact, person_id=her, words=WORDS, place=ROOM)
        values = {"notice": "alert_words", "values": {"person": her, "alert": alert}}
        fill.row("outbox", contact_id=zhous, content=values, kind="alert_words", lane="notice")
    return photo


def _bubble(
    world: World,
    connection: Any,
    contact_id: int,
    direction: str,
    content: dict[str, str],
    outbox_id: int | None = None,
) -> None:
    bubble = lines.Bubble(
        world.community_id, contact_id, direction, content, world.now, outbox_id=outbox_id
    )
    lines.append(connection, bubble)


def test_whoever_leaves_is_nowhere_any_more(world: World, tmp_path: Path) -> None:
    storage = Storage(tmp_path, world.db.vault)
    her, zhou, _sun = a_life(world)
    photo = fill_the_rest(world, storage)
    before = found(world.db, *NEEDLES)
    assert len({place.split(":")[0] for place in before}) > 20
    her.say("退出")
    her.say("1")
    later(world)
    assert found(world.db, *NEEDLES) == []
    assert found(world.db, "her-address-7") == ["inbox.key: her-address-7"]
    zhou.say("我的")
    world.wait(days=2)
    later(world, 2)
    assert found(world.db, *NEEDLES, "her-address-7") == []
    assert drop_all(world.db, storage, world.around) == 1
    assert not storage._path(photo).exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and photo in path.name] == []


def test_others_keep_what_is_theirs(world: World, tmp_path: Path) -> None:
    storage = Storage(tmp_path, world.db.vault)
    her, zhou, _sun = a_life(world)
    fill_the_rest(world, storage)
    for words in ("想找人教我用手机，5号楼1单元302，后天下午", "13900000456", "行"):
        zhou.say(words)
    her.say("退出")
    her.say("1")
    later(world)
    with world.db.reading() as session:
        records = session.scalars(select(ServiceRecord.minutes)).all()
        assert records == [45, 45]
        order = session.scalars(select(Order).order_by(Order.id.desc())).first()
        assert order is not None
        assert (order.room, order.phone) == ("302", "13900000456")
        assert "想找人教我用手机" in order.raw_text
        assert "周凯" in session.scalars(select(Person.display_name)).all()
    assert found(world.db, "想找人教我用手机")


def test_a_volunteers_name_goes_from_the_chats_of_those_they_helped(world: World) -> None:
    her, zhou, _sun = a_life(world)
    _person, hers = person_of(world.db, "her-address-7")
    with world.db.patient.begin() as connection:
        rows = connection.execute(select(Outbox.id, Outbox.kind).filter_by(contact_id=hers)).all()
        for row in rows:
            if row.kind in ("coming", "arrived", "left"):
                _bubble(world, connection, hers, "out", {"text": "周凯到了。"}, row.id)
    zhou.say("退出")
    zhou.say("1")
    later(world)
    her.say("我的")
    world.wait(days=2)
    later(world, 2)
    assert found(world.db, "周凯") == []
    assert found(world.db, NAME)


def test_what_they_wrote_to_an_order_of_somebody_else_goes_too(small_world: World) -> None:
    her = small_world.someone("her-address-7")
    for words in (f"{WORDS}，3号楼2单元{ROOM}，明天下午", PHONE, "行", f"叫我{NAME}"):
        her.say(words)
    liu = small_world.known("刘洋", Role.RESIDENT)
    liu.say(f"我妈家水龙头坏了，3号楼2单元{ROOM}，明天下午，{PHONE}")
    liu.press("知道，同意")
    assert liu.press("是同一件").startswith("并好了")
    assert "order_event.reason: 水龙头坏了" in found(small_world.db, "水龙头坏了")
    liu.say("退出")
    liu.say("1")
    later(small_world)
    assert "order_event.reason: 水龙头坏了" not in found(small_world.db, "水龙头坏了")
    assert f"service_order.raw_text: {WORDS}" in found(small_world.db, WORDS)


def test_a_long_chat_goes_in_slices(small_world: World) -> None:
    her, _zhou, _sun = a_life(small_world)
    _person, contact = person_of(small_world.db, "her-address-7")
    rows = [
        {
            "community_id": small_world.community_id,
            "contact_id": contact,
            "position": n,
            "sequence": n,
            "direction": "in",
            "key": "",
            "content": {"text": WORDS},
            "at": small_world.now,
        }
        for n in range(SLICE * 2 + 1)
    ]
    with small_world.db.patient.begin() as connection:
        connection.execute(insert(ChatLine), rows)
    her.say("退出")
    her.say("1")
    small_world.wait(minutes=11)
    small_world.restart()
    with small_world.db.reading() as session:
        left = len(session.scalars(select(ChatLine.id)).all())
        assert left == SLICE + 1
    later(small_world)
    assert found(small_world.db, WORDS) == []
