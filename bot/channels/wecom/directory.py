"""Reads the company's directory: departments, tags, and who is in them, once an hour.

What one app may not see is not listed to it. A reading that is cut short changes nothing: nobody is
taken out of a department because a call failed.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import structlog

from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.tokens import NoToken
from bot.channels.wechat.wire import NotSent, Unknown
from bot.channels.wecom.errors import NOT_SEEN
from bot.channels.wecom.sending import WeCom
from bot.clock import Surroundings
from bot.running import Runner
from models import directory as rows
from models.database import Database
from models.directory import GroupKind, Listed, Whose

#: members in one transaction: it must not hold an SQLite file for longer than 50 ms
SLICE = 50
PAUSE_SECONDS = 0.005
T = TypeVar("T")
log = structlog.get_logger()


class Directory:
    """The directory of one app in one process; whichever process is first reads it."""

    def __init__(
        self, channel: WeCom, db: Database, runner: Runner, around: Surroundings, whose: Whose
    ) -> None:
        """`channel` is the app, whose token and pace are used."""
        self._channel, self._whose = channel, whose
        self._db, self._runner, self._around = db, runner, around

    async def keep_fresh(self) -> None:
        """Read it when it is time to. Raises the database's failure."""
        at = self._around.now()
        if not await self._runner.read(self._is_due):
            return
        if not await self._write(rows.may_read, at):
            return
        try:
            listed = await self._listed()
        except (ApiError, NotSent, NoToken, Unknown) as error:
            log.warning("the directory could not be read", error=str(error) or type(error).__name__)
            return
        await self._keep(listed)
        await self._write(rows.was_read, at)

    def _is_due(self) -> bool:
        with self._db.read.connect() as connection:
            return rows.is_due(connection, self._whose, self._around.now())

    async def _write(self, work: Any, *args: Any) -> Any:
        def write() -> Any:
            with self._db.patient.begin() as connection:
                return work(connection, self._whose, *args)

        return await self._runner.aside(write)

    # --- at WeCom ------------------------------------------------------------------------------

    async def _listed(self) -> list[Listed]:
        """Every department and tag. Raises what a call raises."""
        departments = (await self._ask("department/list")).get("department", [])
        above = {int(each["id"]): int(each.get("parentid") or 0) for each in departments}
        inside: defaultdict[int, set[str]] = defaultdict(set)
        for number in above:
            users = await self._ask("user/simplelist", department_id=str(number))
            for upper in _and_above(number, above):
                inside[upper] |= _ids(users)
        names = _told_apart({int(each["id"]): str(each["name"]) for each in departments}, above)
        found = [
            Listed(GroupKind.DEPARTMENT, number, names[number], frozenset(inside[number]))
            for number in above
        ]
        for tag in (await self._ask("tag/list")).get("taglist", []):
            number = int(tag["tagid"])
            members = await self._tagged(number, inside)
            if members is not None:
                found.append(Listed(GroupKind.TAG, number, str(tag["tagname"]), members))
        return found

    async def _tagged(
        self, number: int, inside: defaultdict[int, set[str]]
    ) -> frozenset[str] | None:
        """Who has the tag, alone or with a department; None where the app may not see it."""
        try:
            await self._channel.turn()
            tagged = await self._channel.api.look("tag/get", NOT_SEEN, tagid=str(number))
        except ApiError as error:
            if error.code not in NOT_SEEN:
                raise
            return None
        members = _ids(tagged)
        for department in tagged.get("partylist", []):
            members |= inside[int(department)]
        return frozenset(members)

    async def _ask(self, path: str, **query: str) -> dict[str, Any]:
        await self._channel.turn()
        return await self._channel.api.get(path, **query)

    # --- in the database -----------------------------------------------------------------------

    async def _keep(self, listed: Sequence[Listed]) -> None:
        """Everybody first, then who is where, in slices: others write between two."""
        at = self._around.now()
        everybody = sorted({userid for each in listed for userid in each.userids})
        for some in _slices(everybody):
            await self._write(rows.meet_members, some, at)
            await asyncio.sleep(PAUSE_SECONDS)
        kept = [await self._keep_group(each) for each in listed]
        await self._write(rows.forget_groups, kept)

    async def _keep_group(self, listed: Listed) -> int:
        group_id: int = await self._write(rows.keep_group, listed)
        now: set[int] = set()
        for some in _slices(sorted(listed.userids)):
            now |= set((await self._write(rows.members_of, some)).values())
        before = await self._runner.aside(self._places, group_id)
        come, go = sorted(now - before), sorted(before - now)
        for new in _slices(come):
            await self._write(rows.change_places, group_id, new, [])
            await asyncio.sleep(PAUSE_SECONDS)
        for old in _slices(go):
            await self._write(rows.change_places, group_id, [], old)
        return group_id

    def _places(self, group_id: int) -> set[int]:
        with self._db.read.connect() as connection:
            return rows.places_of(connection, group_id)


def _ids(told: dict[str, Any]) -> set[str]:
    return {str(each["userid"]) for each in told.get("userlist", [])}


def _and_above(number: int, above: dict[int, int]) -> Iterator[int]:
    """A department and those it is part of."""
    seen: set[int] = set()
    while number in above and number not in seen:
        seen.add(number)
        yield number
        number = above[number]


def _told_apart(names: dict[int, str], above: dict[int, int]) -> dict[int, str]:
    """Their names; of several with the same name, with the one above it."""
    count = Counter(names.values())
    return {
        number: name if count[name] == 1 else names.get(above[number], "") + name
        for number, name in names.items()
    }


def _slices(some: Sequence[T]) -> Iterator[Sequence[T]]:
    return (some[n : n + SLICE] for n in range(0, len(some), SLICE))
