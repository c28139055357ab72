"""Emergencies while things break: the database is away, or the process dies before it answers."""

from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select

from models.alert import Alert, AlertCall
from models.contact import Contact
from models.membership import Role, grant
from models.person import Person
from tests.acceptance.crowd import at_once, doors, says
from tests.acceptance.desk import RunningDesk
from tests.acceptance.people import Browser, Lost
from tests.acceptance.test_database_down import shut
from tests.transcript import ZONE, World

NIGHT = datetime(2026, 11, 26, 3, 0, tzinfo=ZONE)
FALL = "我妈摔了起不来"


def worker(desk: RunningDesk, name: str) -> Browser:
    """赵倩's browser; she works here."""
    browser = Browser(name, desk.address)
    browser.open()
    browser.post("hello", text="您好")
    browser.wait(lambda page: page.heard("您好，这里是"))
    with desk.db.session() as session:
        contact = session.scalars(select(Contact).order_by(Contact.id.desc())).first()
        assert contact is not None
        row = {"community_id": contact.community_id, "created_at": desk.now}
        person = Person(**row, display_name=name)
        session.add(person)
        session.flush()
        contact.person_id = person.id
        grant(session, person, Role.WORKER, desk.now)
    return browser


def alerts(desk: RunningDesk) -> list[tuple[str | None, str]]:
    with desk.db.reading() as session:
        return [(each.words, each.state) for each in session.scalars(select(Alert))]


def test_of_two_who_press_in_the_same_moment_one_has_it(world: World) -> None:
    both = [world.known(name, Role.WORKER) for name in ("赵倩", "孙丽")]
    li = world.known("李婶", Role.RESIDENT)
    li.say(FALL)
    presses = [says(world, name, "我来联系", order=9) for name in ("赵倩", "孙丽")]
    with doors(world, 2) as ways:
        pairs = zip(ways, presses, strict=True)
        said = at_once([partial(door.answer, press) for door, press in pairs])
    world.deliver()  # what lay behind an unsent card
    said += [each.new for each in both]
    assert sum("好，您来联系，先打电话。" in each for each in said) == 1
    assert sum("在联系了，谢谢。" in each for each in said) == 1
    assert li.new.count("看到了，会联系您。") == 1


@pytest.mark.postgres
def test_at_three_with_the_database_away_she_has_the_number_and_the_alert_follows(
    postgres_desk: RunningDesk, postgres_server: str
) -> None:
    postgres_desk.set_clock(NIGHT)
    postgres_desk.start()
    zhao = worker(postgres_desk, "赵倩")
    li = Browser("李婶", postgres_desk.address)
    li.open()
    with shut(postgres_server, postgres_desk.plan.url):
        answer = li.try_post("k1", text=FALL)
        assert answer.status_code == 503
        said = answer.json()["say"]
        assert said.startswith("现在打 120。")
        assert "社区这会儿没有人能叫到，先打电话。" in said
        assert "我在叫" not in said
    # her page posts the same words until they are taken, and once more does no harm
    taken = [li.try_post("k1", text=FALL).status_code for _again in range(5)]
    assert taken[-2:] == [200, 200]
    li.wait(lambda page: page.heard("社区值班的人我在叫。"))
    zhao.wait(lambda page: page.heard("急事（120）"))
    assert alerts(postgres_desk) == [(FALL, "open")]
    li.close()
    zhao.close()


def test_a_process_killed_between_the_alert_and_its_answer_loses_neither(
    desk: RunningDesk,
) -> None:
    desk.start()
    zhao = worker(desk, "赵倩")
    li = Browser("李婶", desk.address)
    li.open()
    desk.set_fuse("turn.committed")
    with pytest.raises(Lost):
        li.post("k1", text=FALL)
    desk.wait_for_death()
    desk.start_again()
    li.open()
    li.post("k1", text=FALL)
    li.wait(lambda page: page.heard("现在打 120。"))
    zhao.open()
    zhao.wait(lambda page: page.heard("急事（120）"))
    desk.wait_for_calm()
    assert alerts(desk) == [(FALL, "open")]
    with desk.db.reading() as session:
        assert len(session.scalars(select(AlertCall)).all()) == 1
    li.close()
    zhao.close()
