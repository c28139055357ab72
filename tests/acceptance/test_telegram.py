"""One order from the first word to the last, all of it on Telegram."""

from pathlib import Path

import pytest

from tests.telegram_api import BotApi, Person, Rates, Setup
from tests.telegram_desk import Place, desk_at


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_resident_asks_on_telegram(sqlite_url: str, tmp_path: Path, mode: str) -> None:
    async with BotApi(Setup(rates=Rates.high())) as api:
        li = Person(api, 1001, "李婶", phone="+8613900001234")
        async with desk_at(api, Place(sqlite_url, tmp_path, mode)):
            li.say("帮我取个快递，3号楼2单元501，明天上午")
            await li.reads("留个电话")
            li.say("13900001234")
            await li.reads("我念一遍")
            li.press("发出")
            await li.reads("发出去了，单号")
            await api.calm()
        print(li.texts, [(c.method, c.outcome) for c in api.calls])
        assert api.violations == []
        assert api.unanswered == []
