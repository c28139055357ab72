"""`linli chat`: the desk in a terminal, in under a minute and without a server."""

import asyncio
import getpass
import sys

from sqlalchemy import update

from bot.accepting import Inbound
from bot.channels.terminal import Terminal
from bot.delivery import Delivery
from bot.ground import Ground
from bot.receiving import Receiver
from bot.running import Runner
from bot.sample import Who, demo_person
from bot.turns import Turns
from handlers.desk import LinliDesk
from models.account import ensure_account
from models.audit import Audit
from models.community import home_community
from models.contact import Contact, meet

OWNER = "terminal"


def talk(ground: Ground, name: Who | None) -> None:
    """Read lines and answer them until the end of input. `name` is a sample person, or None."""
    address = f"as:{name}" if name else f"user:{getpass.getuser()}"
    with ground.db.session() as session:
        community = home_community(session)
        account = ensure_account(session, community, Terminal.name, "main")
        if name:
            at = ground.around.now()
            meet(session.connection(), community.id, account.id, address, at)
            person = demo_person(session, name)
            session.execute(
                update(Contact).where(Contact.address == address).values(person_id=person.id)
            )
            session.add(
                Audit(
                    community_id=community.id,
                    action="spoke_as",
                    subject=f"person:{person.id}",
                    at=at,
                )
            )
        where = (account.id, community.id, address)
    asyncio.run(_converse(ground, where))


def _show(text: str) -> None:
    sys.stdout.write(f"\n{text}\n\n")
    sys.stdout.flush()


async def _converse(ground: Ground, where: tuple[int, int, str]) -> None:
    account_id, community_id, address = where
    runner = Runner(ground.db)
    channels = {account_id: Terminal(_show)}
    delivery = Delivery(ground.db, runner, channels, ground.around, OWNER)
    turns = Turns(ground.db, LinliDesk(), ground.around, OWNER)
    receiver = Receiver(ground.db, runner, turns, delivery, ground.around)
    payload = {"kind": "start"}
    while True:
        at = ground.around.now()
        order = int(at.timestamp() * 1000)
        inbound = Inbound(
            account_id, community_id, address, ground.around.token(), order, at, payload
        )
        await receiver.receive(inbound)
        await delivery.drain()
        if sys.stdin.isatty():
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            break
        payload = {"kind": "text", "text": line.strip()}
    runner.close()
