"""/slip/<token>: the slip on paper, for the worker it was given to and nobody else."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.audit import Audit
from models.button import ActionButton
from models.membership import Membership, Role, grant
from models.order import Order, OrderState
from models.person import Person
from tests.transcript import MONDAY
from tests.webdesk import Browser, WebDesk

LINE = "询单 6号楼3门102 张德福 想理发 下不了床 这周都行"


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def a_slip(desk: WebDesk) -> tuple[Browser, str]:
    """The worker wrote an order at a door; her board links to its slip."""
    worker = desk.browser()
    await worker.enter("worker")
    await worker.say(LINE)
    for answer in ("同意", "可以说", "站里转告", "完了"):
        await worker.press(answer)
    page = (await worker.client.get("/board")).text
    found = re.search(r'href="(/slip/[^"?]+)', page)
    assert found is not None
    return worker, found[1]


@pytest.mark.row("O2")
async def test_the_worker_prints_what_he_keeps_and_nothing_else(desk: WebDesk) -> None:
    worker, address = await a_slip(desk)
    answer = await worker.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    for words in ("<h1>理发</h1>", "等电话定日子", "不收钱，不看存折，不卖东西", "站里电话"):
        assert words in page
    assert "定了人再写上" in page
    for secret in ("张德福", "102", "下不了床", "6号楼"):
        assert secret not in page
    with desk.ground.db.reading() as session:
        seen = session.scalars(select(Audit).filter_by(action="printed_slip")).one()
        order = session.scalars(select(Order).filter_by(origin="station")).one()
        assert (seen.subject, seen.actor_id) == (order.subject, order.requested_by_id)


async def test_the_code_stands_on_it_once_somebody_comes(desk: WebDesk) -> None:
    worker, address = await a_slip(desk)
    volunteer = desk.browser()
    await volunteer.enter("volunteer")
    with desk.ground.db.session() as session:
        order = session.scalars(select(Order).filter_by(origin="station")).one()
        order.state, order.places_left, order.batches = OrderState.DISPATCHED, 1, 1
        code, number = order.code, order.number
    await volunteer.say(f"接单{number}")
    page = (await worker.client.get(address)).text
    assert f'<p class="digits">{code}</p>' in page
    assert "念给来的人听" in page


async def test_a_token_opens_nothing_in_other_hands(desk: WebDesk) -> None:
    worker, address = await a_slip(desk)
    stranger, resident, volunteer = desk.browser(), desk.browser(), desk.browser()
    await resident.enter("resident")
    await volunteer.enter("volunteer")
    answers = [await each.client.get(address) for each in (stranger, resident, volunteer)]
    answers.append(await worker.client.get("/slip/forged"))
    assert {each.status_code for each in answers} == {403}
    assert all("纸条给写它的工作人员打印。" in each.text for each in answers)
    assert all("理发" not in each.text for each in answers)


async def test_another_workers_token_is_not_mine_and_other_buttons_are_no_slips(
    desk: WebDesk,
) -> None:
    worker, address = await a_slip(desk)
    colleague = desk.browser()
    await colleague.enter("volunteer")
    with desk.ground.db.session() as session:
        for person in session.scalars(select(Person).where(Person.display_name == "王敏")):
            grant(session, person, Role.WORKER, MONDAY)
        mine = session.scalars(
            select(ActionButton).filter_by(token=address.removeprefix("/slip/"))
        ).one()
        other = session.scalars(
            select(ActionButton).where(
                ActionButton.contact_id == mine.contact_id, ActionButton.script != "slip"
            )
        ).first()
        assert other is not None
        token = other.token
    assert "打印纸条" in (await colleague.client.get("/board")).text
    assert (await colleague.client.get(address)).status_code == 403
    assert (await worker.client.get(f"/slip/{token}")).status_code == 403
    assert (await worker.client.get(address)).status_code == 200


async def test_the_role_or_the_order_has_ended_and_so_has_the_slip(desk: WebDesk) -> None:
    worker, address = await a_slip(desk)
    for state, status in ((OrderState.CLOSED, 403), (OrderState.SUBMITTED, 200)):
        with desk.ground.db.session() as session:
            at_the_door = update(Order).where(Order.origin == "station")
            session.execute(at_the_door.values(state=state))
        assert (await worker.client.get(address)).status_code == status
    with desk.ground.db.session() as session:
        session.execute(update(Membership).values(until=MONDAY))
    assert (await worker.client.get(address)).status_code == 403
