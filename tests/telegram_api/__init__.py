"""A stricter Telegram on loopback: checks every call, keeps the pace, and goes wrong on demand.

async with BotApi(Setup(rates=Rates.high())) as api:
    ming = Person(api, 1001, "明华")
    ming.start()
    await ming.reads("您好")
    assert api.violations == []
"""

from tests.telegram_api.api import TOKEN, BotApi, Setup
from tests.telegram_api.faults import Fault, Faults, Wrong
from tests.telegram_api.groups import Group
from tests.telegram_api.pace import Rates
from tests.telegram_api.people import Person
from tests.telegram_api.posting import Options, Waits
from tests.telegram_api.state import Times

__all__ = [
    "TOKEN",
    "BotApi",
    "Fault",
    "Faults",
    "Group",
    "Options",
    "Person",
    "Rates",
    "Setup",
    "Times",
    "Waits",
    "Wrong",
]
