"""The peer: python-telegram-bot's ConversationHandler doing the same intake, in memory.

Its own default httpx request carries one sendMessage per update; the webhook is the documented
way with a web server of one's own. Run: python -m bench.peer PORT API_PORT
"""

import contextlib
import sys
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import (
    Application,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench.serving import serve

WHEN, PLACE, PHONE, CONFIRM, NAME = range(5)
ended: Counter[int] = Counter()


def step(key: str, reply: str, following: int) -> Any:
    """A handler that keeps the answer as `key`, asks the next question and moves on."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert context.user_data is not None
        context.user_data[key] = update.message.text
        await update.message.reply_text(reply.format_map(context.user_data))
        if following == ConversationHandler.END:
            ended[update.message.chat_id] += 1
            context.user_data.clear()
        return following

    return MessageHandler(filters.TEXT & ~filters.COMMAND, handle)


def conversation() -> ConversationHandler[Any]:
    """Need, time, place, phone, a card to confirm, a name."""
    card = "我念一遍\n帮什么  {need}\n时间  {when}\n地点  {place}\n电话  {phone}\n1 发出\n2 先不发"
    sent = "发出去了，给您回话。\n来的人怎么称呼您？不写也行。"
    return ConversationHandler(
        entry_points=[step("need", "什么时候来方便？\n1 明天上午\n2 明天下午\n3 别的时间", WHEN)],
        states={
            WHEN: [step("when", "到哪里去？写楼号、单元和门牌。\n比如“3号楼2单元501”。", PLACE)],
            PLACE: [step("place", "留个电话吧，来之前给您打一个。", PHONE)],
            PHONE: [step("phone", card, CONFIRM)],
            CONFIRM: [step("confirm", sent, NAME)],
            NAME: [step("name", "好，{name}。", ConversationHandler.END)],
        },
        fallbacks=[],
    )


def web_app(api_port: int) -> Starlette:
    """A route that handles the update before it answers."""
    base = f"http://127.0.0.1:{api_port}/bot"
    bot = Application.builder().token("1:bench").base_url(base).updater(None).build()
    bot.add_handler(conversation())

    async def webhook(request: Request) -> Response:
        await bot.process_update(Update.de_json(await request.json(), bot.bot))
        return Response()

    async def counts(_request: Request) -> Response:
        return JSONResponse(ended)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with bot:
            await bot.start()
            yield
            await bot.stop()

    routes = [Route("/telegram", webhook, methods=["POST"]), Route("/counts", counts)]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    serve(web_app(int(sys.argv[2])), int(sys.argv[1]))
