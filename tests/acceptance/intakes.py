"""People who hold the six-step intake at the stand-in, one after the other, while things happen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.telegram_api import BotApi, Person

#: longer than a dead process's rows wait to be taken back, on a busy machine
PATIENCE = 90.0
DOOR = "3号楼2单元501"
STEPS = (
    ("厨房的灯不亮了，想找人来看看", "什么时候"),
    ("明天上午", "门牌和电话一起写吧"),
    (DOOR, "还差电话"),
    ("13800001234", "我念一遍"),
    ("发出", "发出去了"),
    ("叫我李阿姨", "好，李阿姨"),
)
#: what each of them reads, once: an answer to each step, and the card of the order
ANSWERS = (*(words for _text, words in STEPS), "→ 社区看")


async def hold_intake(person: Person) -> None:
    """The whole of it: the next step when the last one is answered."""
    for text, words in STEPS:
        person.say(_door_of(person) if text == DOOR else text)
        await person.reads(words, PATIENCE)


def _door_of(person: Person) -> str:
    """A door of their own: two who write the same of one door are asked whether it is one."""
    return f"{person.id % 97 + 1}号楼{person.id // 97 % 9 + 1}单元{person.id // 873 % 80 + 101}"


def answers_of(person: Person) -> list[int]:
    """How often this person read each of ANSWERS."""
    return [sum(words in text for text in person.texts) for words in ANSWERS]


@asynccontextmanager
async def intakes(api: BotApi, many: int) -> AsyncIterator[list[Person]]:
    """So many at any time while the block lasts, each a stranger; it ends when the last does.

    Whoever has finished is in the list.
    """
    finished: list[Person] = []
    is_over = False

    async def one_after_another(first: int) -> None:
        number = first
        while not is_over:
            person = Person(api, number, "李")
            await hold_intake(person)
            finished.append(person)
            number += many

    async with asyncio.TaskGroup() as group:
        for n in range(many):
            group.create_task(one_after_another(10_001 + n))
        yield finished
        is_over = True
