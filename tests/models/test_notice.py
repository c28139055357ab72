"""Who may send a notice, who looks first, what stops it, and how its rows are counted."""

from collections.abc import Iterator

import pytest

from models import announcing
from models.announcing import Draft
from models.audience_rule import everyone
from models.database import Database
from models.errors import Refused
from models.membership import Role
from models.notice import Notice, NoticeState, newest, tally, unfinished
from models.outbox import GaveUp, Lane, Outbox, OutboxState
from tests.models.test_audience import Street
from tests.models.test_orders import MONDAY


@pytest.fixture
def street(db: Database) -> Iterator[Street]:
    with db.session() as session:
        yield Street(session)


def posted(street: Street) -> Notice:
    draft = Draft("停水", everyone([street.community.id]))
    return announcing.post(street.session, street.author, draft, MONDAY)


def a_notice(street: Street, state: NoticeState = NoticeState.WAITING) -> Notice:
    made = posted(street)
    made.state = state
    return made


@pytest.mark.parametrize("role", [None, Role.VOLUNTEER, Role.TEAM_LEADER, Role.AUDITOR])
def test_only_staff_of_the_same_community_decide(street: Street, role: Role | None) -> None:
    made = a_notice(street)
    outsider = Street(street.session, "苇湾社区").person(Role.WORKER)
    for each in (street.person(*([role] if role else [])), outsider):
        for decide in (announcing.approve, announcing.refuse, announcing.stop):
            with pytest.raises(Refused, match="要社区的人来定"):
                decide(street.session, made, each, MONDAY)
    assert made.state is NoticeState.WAITING


@pytest.mark.parametrize("state", list(NoticeState))
def test_only_what_waits_is_looked_at_and_only_what_goes_on_is_stopped(
    street: Street, state: NoticeState
) -> None:
    worker = street.person(Role.WORKER)
    waits = state is NoticeState.WAITING
    for decide, to in (
        (announcing.approve, NoticeState.QUEUED),
        (announcing.refuse, NoticeState.REFUSED),
    ):
        made = a_notice(street, state)
        if waits:
            decide(street.session, made, worker, MONDAY)
            assert made.state is to
        else:
            with pytest.raises(Refused, match="已经有人看过了"):
                decide(street.session, made, worker, MONDAY)
    made = a_notice(street, state)
    if waits or made.is_going:
        announcing.stop(street.session, made, worker, MONDAY)
        assert (made.state, made.done_at is not None) == (NoticeState.STOPPED, waits)
    else:
        with pytest.raises(Refused, match="已经结束了"):
            announcing.stop(street.session, made, worker, MONDAY)


def test_what_has_come_to_its_end_is_not_stopped(street: Street) -> None:
    made = a_notice(street, NoticeState.SENT)
    made.done_at = MONDAY
    with pytest.raises(Refused, match="已经结束了"):
        announcing.stop(street.session, made, street.author, MONDAY)


def test_fifty_may_be_written_to_alone_and_fifty_one_not(street: Street) -> None:
    street.community.second_look_above = 50
    for _n in range(50):
        street.person()
    made = posted(street)
    assert (made.state, made.let_go_at) == (NoticeState.QUEUED, MONDAY)
    street.person(Role.WORKER, chats=())  # who has no chat cannot be asked
    street.person()
    with pytest.raises(Refused, match="要另一位同事看过") as refused:
        posted(street)
    assert refused.value.ask == "audience"
    colleague = street.person(Role.WORKER)
    made = posted(street)
    assert (made.state, made.let_go_at) == (NoticeState.WAITING, None)
    assert announcing.colleagues(street.session, street.author, MONDAY) == [colleague.id]


def test_the_newest_of_a_community_is_found_and_what_is_not_over(street: Street) -> None:
    assert newest(street.session, street.community.id) is None
    made = [a_notice(street, state) for state in NoticeState]
    street.session.flush()
    assert newest(street.session, street.community.id) is made[-1]
    queued = (NoticeState.QUEUED, NoticeState.SENT)
    assert unfinished(street.session, street.community.id, *queued) == [made[3], made[2]]
    made[3].done_at = MONDAY
    assert unfinished(street.session, street.community.id, *queued) == [made[2]]


def test_rows_are_counted_by_what_became_of_them(street: Street) -> None:
    made, person = a_notice(street), street.person()
    chat = street.chat(person, street.accounts["web"], 9)
    states = [*OutboxState, OutboxState.SENT]
    for n, state in enumerate(states):
        street.session.add(
            Outbox(
                community_id=street.community.id,
                account_id=chat.account_id,
                contact_id=chat.id,
                notice_id=made.id,
                key=f"k{n}",
                lane=Lane.BULK,
                kind="broadcast",
                content={},
                state=state,
                reason=GaveUp.BLOCKED if state is OutboxState.GAVE_UP else None,
                due_at=MONDAY,
                created_at=MONDAY,
            )
        )
    street.session.flush()
    counted = tally(street.session, made.id)
    assert (counted.sent, counted.left, counted.doubtful) == (3, 4, 1)
    assert counted.gave_up == {GaveUp.BLOCKED: 1}
