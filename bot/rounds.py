"""A round: what arrived in the same moment is accepted and answered in one transaction.

A commit waits for the disk, and a message used to cost two of them; a round costs one for all of
its messages. Whatever stands in its way (a file that is busy, a bug in a turn, a row that cannot be
written) undoes all of it, and then each message goes the long way: accepted, then its turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.accepting import Accepted, Beside, Inbound, write, write_if_free
from bot.clock import Surroundings
from bot.outbox_rows import mark_answered
from bot.riding import Chance
from bot.turns import Done, Turns
from models.database import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that comes in. `chance` is the webhook's answer that its reply may ride in."""

    inbound: Inbound
    beside: Beside | None = None
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is ours; `done` is what its turn produced, None while that is to come."""

    accepted: Accepted
    done: Done | None = None


Admits = Callable[[int], bool]


class Rounds:
    """Plays the rounds of one process."""

    def __init__(self, db: Database, turns: Turns, around: Surroundings) -> None:
        """All of one process."""
        self._db, self._turns, self._around = db, turns, around

    def play(
        self, entries: Sequence[Entry], rode: Sequence[int], admits: Admits, is_free: Admits
    ) -> list[Taken]:
        """Accept all, in their order, and run the turns of those contacts that `admits` lets in.

        Replies that `rode` are marked first: what somebody has been told holds no further reply
        back. One may ride where `is_free` says that nothing said before is still on its way. For
        SQLite, where nobody else writes meanwhile. Raises what stood in the way; then nothing was
        accepted.
        """
        at = self._around.now()
        with self._db.write.begin() as connection:
            mark_answered(connection, rode, at)
            accepted = [write(connection, e.inbound, e.beside, at) for e in entries]
            self._around.reach("accept.before_commit")
            taken = [
                Taken(each, self._turn(connection, each, entry, is_free))
                if each.is_new and admits(each.contact_id)
                else Taken(each)
                for each, entry in zip(accepted, entries, strict=True)
            ]
            self._around.reach("turn.before_commit")
        self._reach_the_end()
        return taken

    def play_one(self, entry: Entry, contact_id: int, told: int) -> Taken | None:
        """The same for one message of this contact, where others write meanwhile.

        `told` is as in `next_accepted`. None, and nothing was accepted, for a message we have, and
        while another turn of hers is under way: what comes during a turn is accepted at once, so
        that the next one takes the first of all.
        """
        at, inbound = self._around.now(), entry.inbound
        with self._db.write.begin() as connection:
            if not write_if_free(connection, contact_id, inbound, entry.beside, at):
                return None
            self._around.reach("accept.before_commit")
            done = self._turns.take_locked(connection, contact_id, entry.chance, told)
            self._around.reach("turn.before_commit")
        self._reach_the_end()
        return Taken(Accepted(contact_id, is_new=True), done)

    def _turn(
        self, connection: Connection, accepted: Accepted, entry: Entry, is_free: Admits
    ) -> Done | None:
        chance = entry.chance
        if chance is not None and not (chance.is_free or is_free(accepted.contact_id)):
            chance = None
        return self._turns.take(connection, accepted.contact_id, chance)

    def _reach_the_end(self) -> None:
        self._around.reach("accept.committed")
        self._around.reach("turn.committed")
