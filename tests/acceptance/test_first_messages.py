"""Somebody unknown sends five messages at once, and several processes get them."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.accepting import Inbound, accept
from bot.web.sessions import token_hash
from models.account import Account
from models.contact import Contact
from models.conversation import Conversation
from models.database import Database
from models.inbox import Inbox, InboxState
from models.outbox import Outbox
from models.person import Person
from tests.acceptance.crowd import at_once, doors, says
from tests.acceptance.desk import Nursery, RunningDesk, desk_on
from tests.acceptance.page import Lines
from tests.transcript import World

WORDS = ("您好", "我想找人帮个忙", "厨房灯不亮", "3号楼2单元501", "明天上午")
ROUNDS = [20, pytest.param(1_000, marks=pytest.mark.soak)]


def _handled(db: Database, contact_id: int) -> list[int]:
    """The platform's orders of a contact's messages, as they were answered one after another."""
    with db.reading() as session:
        keys = session.scalars(
            select(Outbox.key).filter_by(contact_id=contact_id).order_by(Outbox.id)
        )
        rows = dict.fromkeys(int(key[1:].partition(":")[0]) for key in keys)
        orders = dict(session.execute(select(Inbox.id, Inbox.platform_order)).all())
        return [orders[row] for row in rows]


def _check_one_of_each(db: Database, address: str) -> int:
    """One contact with one conversation and at most one person; returns the contact."""
    with db.reading() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        session.scalars(select(Conversation).filter_by(contact_id=contact.id)).one()
        states = session.scalars(select(Inbox.state).filter_by(contact_id=contact.id)).all()
        assert list(states) == [InboxState.DONE] * len(WORDS)
        assert session.scalar(select(func.count()).select_from(Person)) == 0
        return contact.id


@pytest.mark.parametrize("rounds", ROUNDS)
def test_what_is_accepted_before_the_turns_is_handled_in_the_platforms_order(
    world: World, rounds: int
) -> None:
    with doors(world, len(WORDS)) as ways:
        for n in range(rounds):
            address = f"new{n}"
            said = [says(world, address, text, order=k) for k, text in enumerate(WORDS)]
            contacts = at_once([partial(w.take, s) for w, s in zip(ways, said, strict=True)])
            at_once([partial(w.turns.run, contacts[0], patient=True) for w in ways[:2]])
            assert len(set(contacts)) == 1
            assert _handled(world.db, _check_one_of_each(world.db, address)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_messages_that_come_while_others_are_handled_are_handled_once(
    world: World, rounds: int
) -> None:
    with doors(world, len(WORDS)) as ways:
        for n in range(rounds):
            address = f"new{n}"
            said = [says(world, address, text, order=k) for k, text in enumerate(WORDS)]
            answers = at_once([partial(w.answer, s) for w, s in zip(ways, said, strict=True)])
            assert any(answers)
            handled = _handled(world.db, _check_one_of_each(world.db, address))
            assert sorted(handled) == [0, 1, 2, 3, 4]


class _Page:
    """A browser that nobody knows yet, with more than one way to the desk."""

    def __init__(self, desk: RunningDesk) -> None:
        with httpx.Client(base_url=desk.address) as client:
            page = client.get("/chat")
            self.csrf, self.cookies = Lines(page.text).csrf, dict(client.cookies)

    @property
    def address(self) -> str:
        return "v:" + token_hash(self.cookies["linli"].partition(".")[0])[:32]

    def post(self, desk: RunningDesk, order: int, text: str) -> None:
        form = {"csrf": self.csrf, "key": f"k{order}", "order": str(order), "text": text}
        with httpx.Client(base_url=desk.address, cookies=self.cookies, timeout=20) as client:
            assert client.post("/chat/say", data=form).status_code == 303


@pytest.mark.postgres
@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.soak)])
def test_five_first_posts_to_two_processes_make_one_chat(
    postgres_desk: RunningDesk, nursery: Nursery, tmp_path: Path, rounds: int
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    with desk_on(nursery, postgres_desk.plan.url, second) as other:
        both = (postgres_desk, other)
        for desk in both:
            desk.start()
        for _n in range(rounds):
            page = _Page(postgres_desk)
            at_once([partial(page.post, both[k % 2], k, text) for k, text in enumerate(WORDS)])
            _check_one_of_each(postgres_desk.db, page.address)
        postgres_desk.wait_for_calm()
        for desk in both:
            assert "Traceback" not in desk.log, desk.log


def test_what_another_process_accepted_is_handled_with_the_next_post(
    sqlite_desk: RunningDesk,
) -> None:
    sqlite_desk.start()
    page = _Page(sqlite_desk)
    around = sqlite_desk.ground.around
    with sqlite_desk.db.reading() as session:
        account = session.scalars(select(Account)).one()

    def take(order: int) -> None:
        payload = {"kind": "text", "text": WORDS[order]}
        where = (account.id, account.community_id, page.address)
        inbound = Inbound(*where, f"direct-{order}", order, around.now(), payload)
        accept(sqlite_desk.db, around, inbound, patient=True)

    with ThreadPoolExecutor(len(WORDS)) as pool:
        work = [pool.submit(take, order) for order in (3, 1)]
        work += [pool.submit(page.post, sqlite_desk, order, WORDS[order]) for order in (0, 2)]
        for each in work:
            each.result(timeout=20)
    page.post(sqlite_desk, 4, WORDS[4])
    sqlite_desk.wait_for_calm()
    contact_id = _check_one_of_each(sqlite_desk.db, page.address)
    assert sorted(_handled(sqlite_desk.db, contact_id)) == [0, 1, 2, 3, 4]
