"""Posts whatever chance makes to one process, and lets the stand-in's world be what it says."""

from collections import Counter
from typing import Any

import aiohttp
from sqlalchemy import select, update

from bot.channels.telegram.message import LONGEST_ID
from bot.channels.telegram.raw import words
from bot.clock import utc_now
from models.account import Account
from models.community import home_community
from models.contact import Contact, meet
from models.database import Database
from models.membership import Role, grant
from models.person import Person as Row
from tests.acceptance.fleet import SECRET, Fleet
from tests.acceptance.update_corpus import Button, Chance
from tests.telegram_api import BotApi, Person
from tests.telegram_api.chats import Chat, Popup, StoredFile, User

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
#: each writer is one of these to begin with, and somebody whom nobody knows
ROLES = (Role.WORKER, Role.COORDINATOR, Role.VOLUNTEER, Role.VOLUNTEER, Role.TEAM_LEADER)
#: larger numbers of messages are believed to be nothing
_MESSAGES = 2**31


class Storm:
    """Of any number of writers."""

    def __init__(self, fleet: Fleet, session: aiohttp.ClientSession) -> None:
        """The process must be running."""
        self._fleet, self._api, self._session = fleet, fleet.api, session
        self.statuses: Counter[int] = Counter()

    async def blow(self, seed: str, posts: int, first: int) -> None:
        """One writer's posts, one after the other; `first` is the first of their two numbers."""
        people = (first, first + 1)
        for each in people:
            Person(self._api, each, "李婶").chat.started = True
        known_as(self._fleet.db, first, ROLES[first // 2 % len(ROLES)])
        chance = Chance(seed, people, first * 1_000_000)
        for _n in range(posts):
            what, body = chance.update(self._buttons)
            self._believe(what)
            await self._post(body)

    async def _post(self, body: bytes) -> None:
        url = f"http://127.0.0.1:{self._fleet.running[0].port}/telegram"
        async with self._session.post(url, data=body, headers=HEADERS) as answer:
            self.statuses[answer.status] += 1
            assert answer.status in (200, 400), (answer.status, body[:5_000])
            if await answer.read():
                self._api._calls.ride(await answer.json())

    def _buttons(self, person: int) -> list[Button]:
        shown = self._api.chat(person).messages.values()
        pairs = [(b.get("callback_data"), each.id) for each in shown for b in each.buttons]
        return [(token, message) for token, message in pairs if token][-12:]

    # --- whoever and whatever an update speaks of is there ----------------------------------

    def _believe(self, node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                self._believe(each)
        if not isinstance(node, dict):
            return
        for name in ("id", "migrate_to_chat_id", "migrate_from_chat_id"):
            if type(node.get(name)) is int:
                _appear(self._api, node[name])
        if isinstance(file_id := node.get("file_id"), str):
            kept = StoredFile(file_id, "u", "photos/f.jpg", "f.jpg", "image/jpeg", 9, b"OggS12345")
            world = self._api.world
            world.files[file_id] = world.files[words(file_id, LONGEST_ID)] = kept
            world.paths[kept.path] = kept
        for value in node.values():
            self._believe(value)
        if isinstance(press := node.get("callback_query"), dict):
            self._believe_press(press)

    def _believe_press(self, press: dict[str, Any]) -> None:
        """It waits for its answer, and the message was there and had buttons."""
        world, number = self._api.world, str(press.get("id"))
        at = self._api.state.times.now().timestamp()
        world.popups.setdefault(number, Popup(number, 0, at))
        chat = world.chats.get(_number(press.get("from"), "id"))
        message = _number(press.get("message"), "message_id")
        if chat is None or not 0 < message < _MESSAGES:
            return
        chat.last_id = max(chat.last_id, message)
        shown = chat.messages.get(message)
        if shown is not None and not shown.is_inline:
            shown.markup = None


def _number(of: Any, name: str) -> int:
    found = of.get(name) if isinstance(of, dict) else None
    return found if type(found) is int else 0


def _appear(api: BotApi, number: int) -> None:
    if number in api.world.chats:
        return
    if number > 0:
        api.world.private(User(number, "新")).started = True
    else:
        group = Chat(number, "supergroup", "群")
        group.bot_is_in = group.was_in = True
        api.world.chats[number] = group


def known_as(db: Database, number: int, role: Role) -> None:
    """Whoever has this number at Telegram is this to the desk."""
    at = utc_now()
    with db.session() as session:
        community = home_community(session)
        account = session.scalars(select(Account).filter_by(channel="telegram")).one()
        person = Row(community_id=community.id, display_name=f"{role}", created_at=at)
        session.add(person)
        session.flush()
        contact = meet(session.connection(), community.id, account.id, str(number), at)
        known = update(Contact).where(Contact.id == contact)
        session.execute(known.values(person_id=person.id))
        grant(session, person, role, at)
