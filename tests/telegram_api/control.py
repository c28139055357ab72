"""Lets other processes drive the stand-in: `/control/<verb>` with a JSON body or a query."""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from tests.telegram_api.api import BotApi
from tests.telegram_api.chats import Chat, Shown
from tests.telegram_api.groups import Group
from tests.telegram_api.people import PATIENCE, Person
from tests.telegram_api.record import call_json

Asked = Mapping[str, Any]
_JSON = {"Content-Type": "application/json"}


class Control:
    """Everything a test in another process can do and see."""

    def __init__(self, api: BotApi) -> None:
        """For one bot."""
        self._api = api
        self._groups: dict[int, Group] = {}
        self._does: Mapping[str, Callable[[Asked], object]] = {
            "person": self._new_person,
            "people": lambda asked: len(api.crowd(**_numbers(asked))),
            "say": lambda asked: self._person(asked).say(asked["text"]).id,
            "start": lambda asked: self._person(asked).start(asked.get("payload", "")).id,
            "press": self._press,
            "contact": lambda asked: self._person(asked).send_contact(asked.get("phone", "")).id,
            "location": self._location,
            "photo": self._photo,
            "block": lambda asked: self._person(asked).block(),
            "unblock": lambda asked: self._person(asked).unblock(),
            "group": self._new_group,
            "add_bot": lambda asked: self._group(asked).add_bot(self._person(asked)),
            "remove_bot": lambda asked: self._group(asked).remove_bot(self._person(asked)),
            "migrate": self._migrate,
            "faults": self._fault,
            "clear_faults": lambda _asked: api.faults.clear(),
            "rates": self._rates,
            "chats": lambda _asked: self._chats(),
            "chat": lambda asked: _chat_json(api.chat(int(asked["id"]))),
            "popups": lambda asked: [asdict(each) for each in self._person(asked).popups],
            "violations": lambda _asked: api.violations,
            "injected": lambda _asked: [asdict(each) for each in api.faults.injected],
            "calls": self._calls,
            "state": lambda _asked: self._state(),
            "dump": lambda _asked: api.state.record.dump(),
        }
        self._awaits: Mapping[str, Callable[[Asked], Awaitable[object]]] = {
            "reads": self._reads,
            "pops": self._pops,
            "calm": self._calm,
        }

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        """Answers {"result": ...}, or {"error": ...} with 400, 404 or 408."""
        parts = urlsplit(request.raw_path)
        verb = parts.path.removeprefix("/control/")
        body = await request.read()
        try:
            asked = dict(parse_qsl(parts.query)) | (json.loads(body) if body else {})
            if verb in self._awaits:
                result = await self._awaits[verb](asked)
            elif verb in self._does:
                result = self._does[verb](asked)
            else:
                return _answer(404, {"error": f"no {verb}"})
        except AssertionError as error:
            return _answer(408, {"error": str(error)})
        except (LookupError, TypeError, ValueError) as error:
            return _answer(400, {"error": f"{type(error).__name__}: {error}"})
        return _answer(200, {"result": result})

    def _person(self, asked: Asked) -> Person:
        return self._api.people[int(asked["id"])]

    def _group(self, asked: Asked) -> Group:
        return self._groups[int(asked["group"])]

    def _new_person(self, asked: Asked) -> object:
        language, phone = asked.get("language", "zh"), asked.get("phone", "")
        return Person(self._api, int(asked["id"]), asked["name"], language, phone).id

    def _new_group(self, asked: Asked) -> object:
        members = [self._api.people[int(each)] for each in asked.get("members", ())]
        made = Group(self._api, int(asked["group"]), asked["title"], *members)
        self._groups[made.chat.id] = made
        return made.chat.id

    def _migrate(self, asked: Asked) -> object:
        group = self._group(asked)
        self._groups[group.migrate()] = group
        return group.chat.id

    def _press(self, asked: Asked) -> object:
        if "group" in asked:
            return self._group(asked).press(self._person(asked), asked["label"])
        return self._person(asked).press(asked["label"])

    def _location(self, asked: Asked) -> object:
        return self._person(asked).send_location(float(asked["lat"]), float(asked["lon"])).id

    def _photo(self, asked: Asked) -> object:
        data, caption = b64decode(asked["data"]), asked.get("caption", "")
        return self._person(asked).send_photo(data, caption).id

    def _fault(self, asked: Asked) -> object:
        given = dict(asked)
        self._api.faults.add(given.pop("kind"), **given)
        return len(self._api.faults.planned)

    def _rates(self, asked: Asked) -> object:
        pace = self._api.state.pace
        pace.rates = replace(pace.rates, **asked)
        return asdict(pace.rates)

    def _chats(self) -> object:
        chats = self._api.world.chats.values()
        return {str(each.id): _chat_json(each) for each in chats if each.messages}

    def _calls(self, asked: Asked) -> object:
        return [call_json(each) for each in self._api.calls[int(asked.get("since", 0)) :]]

    def _state(self) -> object:
        api = self._api
        return {
            "violations": len(api.violations),
            "refused": {str(status): count for status, count in api.refused.items()},
            "injected": len(api.faults.injected),
            "doubtful": len(api.faults.doubtful),
            "pending": len(api.state.updates.pending),
            "calls": len(api.calls),
            "posts": api.poster.posts,
            "unanswered": len(api.unanswered),
            "calm": api.is_calm,
            "webhook": api.webhook.info({}),
        }

    async def _reads(self, asked: Asked) -> object:
        if "group" in asked:
            found = await self._group(asked).reads(asked["words"], _timeout(asked))
        else:
            found = await self._person(asked).reads(asked["words"], _timeout(asked))
        return _shown_json(found)

    async def _pops(self, asked: Asked) -> object:
        person, words = self._person(asked), asked.get("words", "")
        return asdict(await person.pops(words, _timeout(asked)))

    async def _calm(self, asked: Asked) -> object:
        await self._api.calm(_timeout(asked))
        return True


def _answer(status: int, body: object) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), headers=_JSON)


def _timeout(asked: Asked) -> float:
    return float(asked.get("timeout", PATIENCE))


def _numbers(asked: Asked) -> dict[str, int]:
    return {key: int(value) for key, value in asked.items()}


def _chat_json(chat: Chat) -> dict[str, Any]:
    return {
        "kind": chat.kind,
        "title": chat.title,
        "blocked": chat.blocked,
        "moved_to": chat.moved_to,
        "messages": [_shown_json(each) for each in chat.messages.values()],
    }


def _shown_json(shown: Shown) -> dict[str, Any]:
    return {
        "id": shown.id,
        "from_bot": shown.from_bot,
        "text": shown.text,
        "labels": shown.labels,
        "media": shown.media.kind if shown.media is not None else "",
        "edited": bool(shown.edited_at),
        "revision": shown.revision,
    }
