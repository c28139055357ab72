"""The stand-in as a process of its own: `python -m tests.telegram_api PORT OPTIONS_JSON`.

Port 0 takes a free one; `ready PORT` on the first line of output says that it listens. Options:
token, username, seed, in_order, forward, rates and waits (the fields of Rates and Waits), people
(so many silent ones), and clock: a file with the moment it is in ISO format, for all times.
"""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import uvloop

from tests.telegram_api.api import TOKEN, BotApi, Setup
from tests.telegram_api.chats import User
from tests.telegram_api.control import Control
from tests.telegram_api.pace import Rates
from tests.telegram_api.posting import Options, Waits
from tests.telegram_api.state import Times


def setup_of(port: int, options: Mapping[str, Any]) -> Setup:
    """What the options ask for. Raises TypeError or ValueError for unknown ones."""
    given = dict(options)
    token = given.pop("token", TOKEN)
    number = int(token.partition(":")[0])
    made = Setup(
        token=token,
        bot=User(number, "邻里", username=given.pop("username", "linli_bot"), is_bot=True),
        rates=Rates(**given.pop("rates", {})),
        times=_times(given.pop("clock", "")),
        seed=given.pop("seed", 0),
        options=Options(
            waits=Waits(**given.pop("waits", {})),
            in_order=given.pop("in_order", True),
            forward=given.pop("forward", ""),
        ),
        port=port,
    )
    if given:
        raise ValueError(f"unknown options: {sorted(given)}")
    return made


def _times(clock: str) -> Times:
    if not clock:
        return Times()
    path = Path(clock)
    return Times.of(lambda: datetime.fromisoformat(path.read_text(encoding="ascii")))


async def serve(port: int, options: Mapping[str, Any]) -> None:
    """Serve until told to stop."""
    given = dict(options)
    people = given.pop("people", 0)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with BotApi(setup_of(port, given)) as api:
        api.crowd(people)
        gc.freeze()  # the crowd stays: no use in looking through it again and again
        api.listener.control = Control(api)
        sys.stdout.write(f"ready {api.listener.port}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}))
