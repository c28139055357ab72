"""`linli doctor` on a Telegram bot: each thing that goes wrong is named, with where to mend it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.channels.telegram.inbound import ALLOWED_UPDATES
from bot.channels.telegram.service import MAX_CONNECTIONS
from bot.clock import Surroundings
from bot.config import TelegramAccount
from bot.doctor import examine
from bot.doctor.finding import Finding, Level
from bot.doctor.webhook import Hooked, webhook
from models.account import Account, ensure_account
from models.community import Community
from models.database import Database
from tests.command_line import configured
from tests.pretended_api import TOKEN, PretendedApi

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
PUBLIC = "https://linli.example.org"


class Clinic:
    """A desk with one bot, and the Bot API that the doctor asks about it."""

    def __init__(self, api: PretendedApi, db: Database, url: str, folder: Path) -> None:
        """Everything is well at first: a process polls."""
        self.api, self.db, self._url, self._folder = api, db, url, folder
        with db.session() as session:
            community = Community(name="葵园社区")
            session.add(community)
            session.flush()
            account = ensure_account(session, community, "telegram", "main")
            account.username = "kuiyuan_bot"
        self.row(lease_owner="desk-1", lease_until=NOW + timedelta(seconds=20))

    def row(self, **values: Any) -> None:
        """Set something on the account's row."""
        with self.db.session() as session:
            session.execute(update(Account).values(**values))

    def hooked(self, **info: Any) -> None:
        """Telegram knows a webhook as `linli run` sets it, but for `info`."""
        self.api.info = {
            "url": f"{PUBLIC}/telegram",
            "pending_update_count": 0,
            "max_connections": MAX_CONNECTIONS,
            "allowed_updates": [*ALLOWED_UPDATES],
            **info,
        }

    async def look(self, public_url: str = "", **keys: str) -> list[Finding]:
        """What the doctor says of the bot, with these keys in [telegram]."""
        further = keys.pop("further", "").replace("BASE", self.api.base)
        section = {"token": TOKEN, "api_base": self.api.base, **keys}
        lines = "".join(f'{key} = "{value}"\n' for key, value in section.items())
        more = f'[web]\npublic_url = "{public_url}"\n[telegram]\n{lines}{further}'
        config = configured(self._folder, self._url, more)
        findings = await examine(config, Surroundings(now=lambda: NOW))
        assert TOKEN not in "\n".join(map(str, findings))
        return [each for each in findings if each.what.startswith("telegram")]

    async def faults(self, public_url: str = "", **keys: str) -> list[str]:
        """The lines that are not ok."""
        found = await self.look(public_url, **keys)
        return [str(each) for each in found if each.level is not Level.OK]


@pytest.fixture
async def clinic(sqlite_db: Database, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Clinic]:
    """A bot that is well."""
    api = PretendedApi(NOW)
    async with api.serving():
        yield Clinic(api, sqlite_db, sqlite_url, tmp_path)


async def test_a_bot_that_polls_is_well(clinic: Clinic) -> None:
    assert [str(each) for each in await clinic.look()] == [
        "ok      telegram main: the token is accepted, the bot is @kuiyuan_bot.",
        "ok      telegram main clock: 0 s from Telegram's.",
        "ok      telegram main groups: it can be added, and reads only what is for it.",
        "ok      telegram main polling: desk-1 polls, 0 updates wait at Telegram.",
    ]
    assert clinic.api.asked == ["getMe", "getWebhookInfo"]


async def test_a_bot_with_a_webhook_is_well(clinic: Clinic) -> None:
    clinic.hooked(last_error_date=int(NOW.timestamp()) - 7200, last_error_message="502")
    assert await clinic.faults(PUBLIC, mode="webhook") == []
    told = (await clinic.look(PUBLIC, mode="webhook"))[-1]
    assert told.how == f"posts to {PUBLIC}/telegram, 0 updates wait at Telegram"


async def test_a_wrong_token_is_said_with_the_name_of_its_key(clinic: Clinic) -> None:
    [line] = await clinic.faults(token="4711:of-somebody-else")
    assert line.startswith("broken  telegram main: Telegram does not know this token.")
    assert line.endswith("[telegram] token (LINLI_TELEGRAM__TOKEN).")


@pytest.mark.parametrize(
    ("answer", "level", "words"),
    [
        ((502, "<html>Bad Gateway</html>"), "broken", "not the Bot API (502 no JSON)"),
        ((404, "<html>nothing here</html>"), "broken", "not the Bot API (404 no JSON)"),
        ((404, "Not Found"), "broken", "does not know this token"),
        ((429, "Too Many Requests: retry after 5"), "look", "asks to wait"),
    ],
)
async def test_an_odd_answer_is_told_from_a_wrong_token(
    clinic: Clinic, answer: tuple[int, str], level: str, words: str
) -> None:
    clinic.api.refused["getMe"] = answer
    [line] = await clinic.faults()
    assert line.startswith(level)
    assert words in line


async def test_a_server_that_cannot_be_reached_is_said_so(clinic: Clinic) -> None:
    [line] = await clinic.faults(api_base="http://127.0.0.1:9/bot")
    assert "Telegram cannot be reached (ClientConnectorError)" in line
    assert "LINLI_TELEGRAM__API_BASE" in line


async def test_a_clock_that_is_off_is_broken(clinic: Clinic) -> None:
    clinic.api.behind = timedelta(minutes=3)
    [line] = await clinic.faults()
    assert "clock: this machine's is 2 min ahead of Telegram's" in line
    clinic.api.behind = timedelta(seconds=-9)
    [line] = await clinic.faults()
    assert "9 s behind Telegram's" in line


async def test_a_name_the_database_lacks_and_wishes_for_groups_are_looked_at(
    clinic: Clinic,
) -> None:
    clinic.row(username="old_name_bot")
    clinic.api.me |= {"can_join_groups": False, "can_read_all_group_messages": True}
    name, joining, reading = await clinic.faults()
    assert "`linli run` learns it" in name
    assert "/setjoingroups" in joining
    assert "/setprivacy" in reading
    assert {line[:6] for line in (name, joining, reading)} == {"look  "}


async def test_a_bot_that_never_ran_has_no_row(clinic: Clinic) -> None:
    clinic.row(name="earlier")
    row, polling = await clinic.faults()
    assert "no row yet" in row
    assert "nobody polls, 0 updates wait at Telegram. Start `linli run`." in polling


async def test_polling_behind_a_webhook_or_beside_another_program_is_broken(
    clinic: Clinic,
) -> None:
    clinic.api.info = {"url": "https://other.example.org/4711", "pending_update_count": 3}
    [line] = await clinic.faults()
    assert line.startswith("broken")
    assert "to a webhook instead" in line
    assert "other.example.org/4711" not in line
    clinic.api.info = {"url": "", "pending_update_count": 3}
    clinic.row(lease_until=NOW - timedelta(seconds=1))
    clinic.api.refused["getUpdates"] = (409, "Conflict: terminated by other getUpdates request")
    [line] = await clinic.faults()
    assert "another program polls with this token" in line
    assert "/revoke" in line


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ({"url": ""}, "broken: Telegram has none. `linli run` sets it at its start."),
        ({"url": "https://old.example.org/telegram"}, "broken: Telegram posts to old.example.org"),
        ({"url": f"{PUBLIC}:8443/telegram"}, "broken: Telegram posts to another path or port"),
        ({"allowed_updates": ["message"]}, "broken: Telegram posts other kinds of updates"),
        ({"max_connections": 5}, "look: Telegram makes 5 posts at once, not 40"),
        ({"pending_update_count": 500}, "look: 500 updates wait at Telegram"),
    ],
)
async def test_what_telegram_was_told_wrongly_is_named(
    clinic: Clinic, info: dict[str, Any], words: str
) -> None:
    clinic.hooked(**info)
    [found] = [each for each in await clinic.look(PUBLIC, mode="webhook") if each.level != "ok"]
    assert f"{found.level.value}: {found.how}. {found.do}.".startswith(words)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "Another secret"),
        ("Wrong response from the webhook: 502 Bad Gateway", "does not answer the proxy"),
        ("Wrong response from the webhook: 413 Payload Too Large", "1 MB"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "with its chain"),
        ("Connection refused", "Nobody listens"),
        ("Connection timed out", "firewall"),
        ("Read timeout expired", "too late"),
        ("Failed to resolve host: Name or service not known", "public DNS"),
        ("something new", "See the log"),
    ],
)
async def test_a_post_that_failed_lately_comes_with_a_hint(
    clinic: Clinic, words: str, hint: str
) -> None:
    failed = {"last_error_date": int(NOW.timestamp()) - 60, "last_error_message": words}
    clinic.hooked(**failed, pending_update_count=2)
    [line] = await clinic.faults(PUBLIC, mode="webhook")
    assert line.startswith(
        f"broken  telegram main webhook: a post failed 1 min ago, 2 updates wait: {words}"
    )
    assert hint in line
    clinic.hooked(**failed)
    [line] = await clinic.faults(PUBLIC, mode="webhook")
    assert line.startswith("look")


async def test_a_webhook_needs_an_address_and_a_secret_that_telegram_takes(
    clinic: Clinic,
) -> None:
    [line] = await clinic.faults(mode="webhook")
    assert "LINLI_WEB__PUBLIC_URL" in line
    for secret in ("a b", "秘", "x" * 257):
        [line] = await clinic.faults(PUBLIC, mode="webhook", webhook_secret=secret)
        assert "its secret is not 1 to 256 of A-Z a-z 0-9 _ -" in line


@pytest.mark.parametrize(
    ("public_url", "words"),
    [
        ("http://linli.example.org", "https alone"),
        ("https://linli.example.org:9443", "the ports 443, 80, 88, 8443 alone"),
        ("https://linli.example.org:nonsense", "the ports 443, 80, 88, 8443 alone"),
        ("https://linli.example.org:8443/", ""),
    ],
)
def test_telegrams_own_server_is_strict_about_addresses(public_url: str, words: str) -> None:
    bot = Hooked("east", "telegram east", TelegramAccount(token=SecretStr(TOKEN)), public_url)
    info = {
        "url": "https://linli.example.org:8443/telegram/east",
        "max_connections": MAX_CONNECTIONS,
        "allowed_updates": [*ALLOWED_UPDATES],
    }
    [found] = webhook(bot, info, NOW)
    assert (found.level is Level.OK) is (not words)
    assert words in found.how


async def test_a_further_bot_is_named_with_its_own_keys(clinic: Clinic) -> None:
    found = await clinic.look(
        further='[telegram.accounts.east]\ntoken = "1:x"\ncommunity = "东"\napi_base = "BASE"\n'
    )
    assert "[telegram.accounts.east] token (LINLI_TELEGRAM__ACCOUNTS__EAST__TOKEN)" in str(
        found[-1]
    )


async def test_a_bot_whose_webhook_nobody_tells_is_looked_at_again(clinic: Clinic) -> None:
    clinic.api.refused["getWebhookInfo"] = (500, "Internal Server Error")
    [line] = await clinic.faults()
    assert line.startswith("look    telegram main: Telegram does not say")
