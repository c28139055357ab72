"""The menu that workers and coordinators have in their own chat: published when they are met.

Once for each contact and process, and again with each /start: that is how somebody who has become
staff meanwhile gets it at once.
"""

import structlog
from telegram.error import TelegramError

from bot.accepting import Inbound
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.menu import publish_for_staff
from bot.channels.telegram.refusals import described
from bot.channels.telegram.sending import Telegram
from bot.clock import Surroundings
from bot.running import Runner
from models.consent import UNANSWERED
from models.contact import Contact
from models.database import Database
from models.membership import STAFF, roles_of
from models.person import Person
from models.rows import find, find_one

#: contacts remembered
KEPT = 10_000
log = structlog.get_logger()


class StaffMenu:
    """Looks at who writes to one bot in this process."""

    def __init__(
        self,
        telegram: Telegram,
        errands: Errands,
        db: Database,
        runner: Runner,
        around: Surroundings,
    ) -> None:
        """`errands` carries the calls out."""
        self._telegram, self._errands = telegram, errands
        self._db, self._runner, self._around = db, runner, around
        self._met: set[int] = set()

    def meet(self, inbound: Inbound, contact_id: int) -> None:
        """Somebody said something, and their turn is over. Never fails."""
        is_start = inbound.payload["kind"] == "start"
        is_private = "group" not in inbound.payload.get("data", {})
        if is_private and (is_start or contact_id not in self._met):
            if len(self._met) >= KEPT:
                self._met.clear()
            self._met.add(contact_id)
            self._errands.run(self._publish(contact_id, int(inbound.address)))

    async def _publish(self, contact_id: int, chat_id: int) -> None:
        is_staff = await self._runner.read(self._is_staff, contact_id)
        if not is_staff:
            if is_staff is None:
                self._met.discard(contact_id)
            return
        try:
            await self._telegram.turn()
            await publish_for_staff(self._telegram.bot, chat_id)
        except TelegramError as error:
            self._met.discard(contact_id)
            log.warning("a menu was not published", contact=contact_id, why=described(error))

    def _is_staff(self, contact_id: int) -> bool | None:
        """None before they have agreed to be known on this platform."""
        with self._db.reading() as session:
            contact = find_one(session, Contact, contact_id)
            if contact.overseas == UNANSWERED:
                return None
            person = find(session, Person, contact.person_id)
            return bool(roles_of(session, person, self._around.now()).intersection(STAFF))
