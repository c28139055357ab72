"""A peer: python-telegram-bot's ConversationHandler doing the same intake, in memory.

Its own default httpx request carries one sendMessage per update; the webhook is the documented
way with a web server of one's own. Run: python -m bench.peer_ptb PORT API_PORT
"""

import contextlib
import sys
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
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

from bench.talk import KEYS, SAYINGS, STEPS, TOKEN

ended: Counter[int] = Counter()


def step(n: int) -> Any:
    """A handler that keeps the n-th answer, says what comes next and moves on."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert context.user_data is not None
        context.user_data[KEYS[n]] = update.message.text
        await update.message.reply_text(SAYINGS[n].format_map(context.user_data))
        if n < STEPS - 1:
            return n + 1
        ended[update.message.chat_id] += 1
        context.user_data.clear()
        return ConversationHandler.END

    return MessageHandler(filters.TEXT & ~filters.COMMAND, handle)


def web_app(api_port: int) -> Starlette:
    """A route that handles the update before it answers."""
    base = f"http://127.0.0.1:{api_port}/bot"
    bot = Application.builder().token(TOKEN).base_url(base).updater(None).build()
    states: dict[object, Any] = {n: [step(n)] for n in range(1, STEPS)}
    bot.add_handler(ConversationHandler(entry_points=[step(0)], states=states, fallbacks=[]))

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
    app, port = web_app(int(sys.argv[2])), int(sys.argv[1])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
