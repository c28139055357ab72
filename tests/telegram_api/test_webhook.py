"""Updates by webhook: in order, until they are taken, with what the answer says carried out."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import Bot

from tests.telegram_api import BotApi, Options, Person, Rates, Setup, Waits
from tests.telegram_api.faults import DOUBTFUL

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "geheim"}


@dataclass
class Desk:
    """Takes posts, and answers as it is told: status, body, headers."""

    url: str = ""
    texts: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    answers: deque[tuple[int, object, dict[str, str]]] = field(default_factory=deque)
    #: how many are being answered now, and at most
    now: int = 0
    most: int = 0
    pause: float = 0.0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """One post."""
        self.now += 1
        self.most = max(self.most, self.now)
        update = json.loads(await request.read())
        self.ids.append(update["update_id"])
        self.texts.append(update.get("message", {}).get("text", "-"))
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        status, body, headers = self.answers.popleft() if self.answers else (200, None, {})
        await asyncio.sleep(self.pause)
        self.now -= 1
        return web.Response(
            status=status,
            body=json.dumps(body).encode() if body is not None else b"",
            headers={"Content-Type": "application/json", **headers},
        )


def reply(text: str, chat: int = 1001) -> tuple[int, object, dict[str, str]]:
    return 200, {"method": "sendMessage", "chat_id": chat, "text": text}, {}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    served = web.Server(made.handle, access_log=None)
    server = await asyncio.get_running_loop().create_server(served, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram"
    yield made
    server.close()
    await served.shutdown(0.01)


@pytest.fixture
async def waited() -> list[float]:
    return []


@pytest.fixture
async def api(waited: list[float]) -> AsyncIterator[BotApi]:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    options = Options(waits=Waits(first=1, most=5))
    async with BotApi(Setup(rates=Rates.high(), options=options, sleep=sleep)) as made:
        yield made


@pytest.fixture
def ming(api: BotApi) -> Person:
    """明华, who says nothing yet."""
    return Person(api, 1001, "明华")


@pytest.fixture(autouse=True)
async def _hooked(bot: Bot, desk: Desk) -> None:
    await bot.set_webhook(desk.url, secret_token="geheim", max_connections=3)


async def test_updates_are_posted_with_the_secret(api: BotApi, desk: Desk, ming: Person) -> None:
    ming.start()
    ming.say("帮我搬柜子")
    await api.calm()
    assert desk.texts == ["/start", "帮我搬柜子"]
    assert desk.secrets == {"geheim"}
    assert desk.most == 1


async def test_what_the_answer_says_is_carried_out(api: BotApi, desk: Desk, ming: Person) -> None:
    desk.answers.append(reply("您好"))
    ming.start()
    await api.calm()
    assert ming.texts == ["您好"]
    assert api.calls[-1].rode
    assert api.violations == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"method": "sendMessage", "chat_id": 1001}, "refused: Bad Request: message text is empty"),
        ({"method": "sendMessage", "chat_id": 5, "text": "x"}, "chat not found"),
        ({"method": "sendMesage", "chat_id": 5, "text": "x"}, "Not Found"),
        ({"ok": True}, "no method call"),
        ("ok", "no method call"),
    ],
)
async def test_a_wrong_answer_is_a_fault(
    api: BotApi, desk: Desk, ming: Person, body: object, fault: str
) -> None:
    desk.answers.append((200, body, {}))
    ming.start()
    await api.calm()
    assert len(api.violations) == 1
    assert fault in api.violations[0]
    assert ming.heard == []


async def test_an_answer_keeps_the_pace_too(api: BotApi, desk: Desk, ming: Person) -> None:
    api.state.pace.rates = Rates()
    desk.answers += [reply("一"), reply("二")]
    ming.start()
    ming.say("在吗")
    await api.calm()
    assert ming.texts == ["一"]
    assert len(api.violations) == 1
    assert "Too Many Requests" in api.violations[0]


async def test_what_is_not_taken_is_posted_again_and_again(
    api: BotApi, bot: Bot, desk: Desk, ming: Person, waited: list[float]
) -> None:
    desk.answers += [(500, None, {}), (404, None, {}), (302, None, {}), (503, None, {})]
    desk.answers.append((503, None, {"Retry-After": "30"}))
    ming.start()
    ming.say("后来的")
    await api.calm()
    assert desk.texts == ["/start"] * 6 + ["后来的"]
    assert waited == [1, 2, 4, 5, 30]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert (info.pending_update_count, info.max_connections) == (0, 3)


async def test_a_desk_that_is_down_gets_everything_later(
    api: BotApi, bot: Bot, desk: Desk, ming: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram", allowed_updates=["message"])
    ming.start()
    ming.say("在吗")
    await api.until(lambda: api.webhook.last_error == "Connection refused", "no error")
    assert not api.is_calm
    ming.block()
    await bot.set_webhook(desk.url)
    await api.calm()
    assert desk.texts == ["/start", "在吗"]


async def test_chats_go_side_by_side_up_to_the_limit(api: BotApi, desk: Desk) -> None:
    desk.pause = 0.02
    for n in range(8):
        Person(api, 2000 + n, f"P{n}").start()
    await api.calm()
    assert len(desk.texts) == 8
    assert desk.most == 3


async def test_a_chat_may_be_posted_all_at_once(api: BotApi, desk: Desk, ming: Person) -> None:
    api.poster.options.in_order = False
    desk.pause = 0.02
    for n in range(3):
        ming.say(str(n))
    await api.calm()
    assert sorted(desk.texts) == ["0", "1", "2"]
    assert desk.most == 3


@pytest.mark.parametrize("kind", ["duplicate", "duplicate later"])
async def test_a_duplicate_has_one_answer_carried_out(
    api: BotApi, desk: Desk, ming: Person, kind: str
) -> None:
    api.faults.add(kind)
    desk.answers += [reply("您好"), reply("您好")]
    ming.start()
    await api.calm()
    assert desk.texts == ["/start", "/start"]
    assert len(set(desk.ids)) == 1
    assert ming.texts == ["您好"]
    assert [each.kind for each in api.faults.injected] == [kind]


async def test_an_unheard_answer_is_not_carried_out(api: BotApi, desk: Desk, ming: Person) -> None:
    api.faults.add("answer unheard")
    desk.answers += [reply("第一次"), reply("第二次")]
    ming.start()
    await api.calm()
    assert len(desk.ids) == 2
    assert ming.texts == ["第二次"]
    assert not DOUBTFUL & {each.kind for each in api.faults.injected}


async def test_the_next_may_come_first(api: BotApi, desk: Desk, ming: Person) -> None:
    api.faults.add("reorder", chat=ming.id)
    ming.start()
    ming.say("帮我搬柜子")
    ming.say("周六")
    await api.calm()
    assert desk.texts == ["帮我搬柜子", "/start", "周六"]
    assert api.faults.count("reorder") == 1


async def test_a_lonely_update_is_not_reordered(api: BotApi, desk: Desk, ming: Person) -> None:
    api.faults.add("reorder")
    ming.start()
    await api.calm()
    assert desk.texts == ["/start"]
    assert api.faults.injected == []


async def test_an_update_may_be_late(
    api: BotApi, desk: Desk, ming: Person, waited: list[float]
) -> None:
    api.faults.add("delayed", seconds=9)
    ming.start()
    await api.calm()
    assert (desk.texts, waited) == (["/start"], [9])


async def test_setting_the_webhook_anew_doubles_nothing(
    api: BotApi, bot: Bot, desk: Desk, ming: Person
) -> None:
    desk.pause = 0.1
    ming.start()
    ming.say("在吗")
    await bot.set_webhook(desk.url, drop_pending_updates=False)
    await api.calm()
    assert desk.texts == ["/start", "在吗"]


async def test_nothing_is_posted_to_another_machine(
    api: BotApi, bot: Bot, desk: Desk, ming: Person
) -> None:
    ming.start()
    await api.calm()
    await bot.set_webhook("https://linli.example.org/telegram?a=b")
    ming.say("在吗")
    await api.until(lambda: "resolve host" in api.webhook.last_error, "no error")
    api.poster.options.forward = desk.url.removesuffix("/telegram")
    await api.calm()
    assert desk.texts == ["/start", "在吗"]
