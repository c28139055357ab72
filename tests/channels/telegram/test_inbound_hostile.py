"""Whatever stands in an update, reading it raises nothing, and what gets in can be kept."""

import json
import math
import random
from copy import deepcopy
from datetime import timedelta
from typing import Any

from bot.accepting import Inbound
from bot.channels.telegram.inbound import Renamed, Standing, queue_of, read
from tests.channels.telegram.arriving import (
    GROUP,
    NOW,
    SENT,
    SOURCE,
    edited,
    file,
    message,
    press,
    standing,
)

CORPUS: list[dict[str, Any]] = [
    message(text="灯不亮"),
    message(text="/start abc"),
    edited(text="灯亮了"),
    message(contact={"phone_number": "1", "first_name": "x", "user_id": 4242}),
    message(location={"latitude": 1.0, "longitude": 2.0}),
    message(photo=[file(width=1, height=1)], caption="x", media_group_id="1"),
    message(voice=file(duration=3, mime_type="audio/ogg")),
    message(document=file(file_name="a.pdf", mime_type="application/pdf")),
    message(chat=GROUP, text="/help@LinliBot"),
    message(chat=GROUP, migrate_to_chat_id=-6),
    message(chat=GROUP, new_chat_title="x"),
    press(),
    press(message={"message_id": 9, "chat": GROUP, "date": SENT}),
    standing("member", chat=GROUP),
    standing("restricted", chat=GROUP),
    standing("kicked"),
]
deep: Any = {}
for _ in range(500):
    deep = {"message": deep, "chat": [deep]}
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**53,
    2**63,
    10**300,
    1.5,
    math.nan,
    math.inf,
    "",
    "x",
    "\ud800",
    "\x00" * 10,
    "长" * 10_000,
    [],
    [[]],
    {},
    {"id": {}},
    deep,
]


def mutated(update: Any, chance: random.Random) -> Any:
    """The update with one to three of its values replaced, removed, or doubled elsewhere."""
    changed = deepcopy(update)
    for _ in range(chance.randint(1, 3)):
        node: Any = changed
        while isinstance(node, dict | list) and node:
            names = list(node) if isinstance(node, dict) else list(range(len(node)))
            name = chance.choice(names)
            if chance.random() < 0.4 or not isinstance(node[name], dict | list):
                if chance.random() < 0.2:
                    del node[name]
                else:
                    node[name] = chance.choice(ODD)
                break
            node = node[name]
    return changed


def test_nothing_that_stands_in_an_update_raises_or_comes_in_unkept() -> None:
    chance = random.Random(20261123)  # noqa: S311 - chance, no secret
    for n in range(6000):
        update = mutated(CORPUS[n % len(CORPUS)], chance)
        found = read(update, SOURCE, NOW)
        queue_of(update)
        inbound = getattr(found, "inbound", None)
        if inbound is not None:
            check(inbound)
        if isinstance(found, Standing | Renamed):
            found.title.encode()
            assert abs(int(found.address)) < 2**53


def check(inbound: Inbound) -> None:
    """What is accepted can be kept in any database."""
    assert 0 < int(inbound.address) < 2**53
    assert 0 <= inbound.order < 2**53
    assert NOW - timedelta(days=2, seconds=1) <= inbound.said_at <= NOW
    text = json.dumps(inbound.payload, ensure_ascii=False, allow_nan=False)
    assert "\x00" not in text.encode().decode()
    for each in inbound.media:
        assert each.content_type.isascii()
        assert 0 <= each.size <= 20 * 1024 * 1024
        assert 0 <= each.seconds < 2**31
        assert json.loads(each.source)["file_id"]
