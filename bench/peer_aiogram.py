"""A peer: aiogram's finite state machine doing the same intake, in memory, its settings as shipped.

It answers the webhook before it handles the update, so a crash loses what it was about to do.
Runs in an environment of its own (bench/requirements.lock), because it asks for an older pydantic.
Run: build/bench-venv/bin/python -m bench.peer_aiogram PORT API_PORT
"""
# mypy: disable-error-code="import-not-found, misc"

import sys
from collections import Counter
from typing import Any

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.talk import KEYS, SAYINGS, SECRET, STEPS, TOKEN

ended: Counter[int] = Counter()


class Intake(StatesGroup):
    """Where a chat stands: the step whose answer is waited for."""

    when = State()
    place = State()
    phone = State()
    confirm = State()
    name = State()


#: None before the first message
STATES = (None, Intake.when, Intake.place, Intake.phone, Intake.confirm, Intake.name)


def step(n: int) -> Any:
    """A handler that keeps the n-th answer, says what comes next and moves on."""

    async def handle(message: Message, state: FSMContext) -> None:
        known = await state.update_data({KEYS[n]: message.text})
        await message.answer(SAYINGS[n].format_map(known))
        if n < STEPS - 1:
            await state.set_state(STATES[n + 1])
            return
        ended[message.chat.id] += 1
        await state.clear()

    return handle


def web_app(api_port: int) -> web.Application:
    """aiogram's own request handler on aiohttp."""
    server = TelegramAPIServer.from_base(f"http://127.0.0.1:{api_port}")
    bot = Bot(TOKEN, session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    for n, state in enumerate(STATES):
        dispatcher.message.register(step(n), StateFilter(state))

    async def counts(_request: web.Request) -> web.Response:
        return web.json_response(ended)

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    app.router.add_get("/counts", counts)
    return app


if __name__ == "__main__":
    uvloop.install()
    web.run_app(
        web_app(int(sys.argv[2])),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        print=None,
        access_log=None,
    )
