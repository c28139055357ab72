"""`linli doctor`: looks at everything an operator can mend, and says in plain words where.

It changes nothing: no file is made, no row is written, no update is taken.
"""

from pathlib import Path

from sqlalchemy import select

from bot.clock import Surroundings
from bot.config import Settings
from bot.doctor import ground, rows
from bot.doctor.finding import Finding
from models.account import Account
from models.database import Database
from models.vault import Vault, new_key


async def examine(config: Path | None, around: Surroundings) -> list[Finding]:
    """Every check, in the order in which things stand on each other."""
    settings, findings = ground.settings_in(config)
    if settings is None:
        return findings
    keys, told = ground.keys_of(settings)
    findings += [*told, *ground.storage(settings)]
    vault = keys.vault if keys else Vault([new_key()], "none")
    db, told = rows.opened(settings, vault)
    findings += told
    bots: dict[str, Account] = {}
    accounts: dict[str, Account] = {}
    apps: dict[str, Account] = {}
    if db is not None:
        try:
            findings += rows.examined(db, settings, around)
            findings += rows.fitting(db) if keys else []
            bots, accounts = _rows_of(db, "telegram"), _rows_of(db, "wechat")
            apps = _rows_of(db, "wecom")
        finally:
            db.close()
    if settings.telegram.named():
        findings += await _telegram(settings, bots, around)
    if settings.wechat.named():
        findings += await _wechat(settings, accounts, around)
    if settings.wecom.named():
        findings += await _wecom(settings, apps, around)
    return findings


def _rows_of(db: Database, channel: str) -> dict[str, Account]:
    """The rows of a channel's accounts by name."""
    with db.reading() as session:
        accounts = session.scalars(select(Account).filter_by(channel=channel)).all()
        session.expunge_all()
    return {each.name: each for each in accounts}


async def _telegram(
    settings: Settings, bots: dict[str, Account], around: Surroundings
) -> list[Finding]:
    from aiohttp import ClientSession, DummyCookieJar  # both libraries take their time to load

    from bot.doctor import asking, telegram

    findings = []
    async with ClientSession(cookie_jar=DummyCookieJar(), trust_env=False) as session:
        for name, account in settings.telegram.named().items():
            bot = telegram.Bot(name, account, bots.get(name), settings.web.public_url)
            asked = asking.Telegram(session, account, around)
            findings += await telegram.examined(bot, asked, around)
    return findings


async def _wechat(
    settings: Settings, rows: dict[str, Account], around: Surroundings
) -> list[Finding]:
    from aiohttp import ClientSession, DummyCookieJar

    from bot.doctor import asking_wechat, wechat, wechat_seen

    findings = []
    async with ClientSession(cookie_jar=DummyCookieJar(), trust_env=False) as session:
        for name, account in settings.wechat.named().items():
            seen = wechat_seen.Seen(name, account, name in rows, settings.web.public_url)
            asked = asking_wechat.Asking(session, account, around)
            findings += await wechat.examined(seen, asked)
    return findings


async def _wecom(
    settings: Settings, rows: dict[str, Account], around: Surroundings
) -> list[Finding]:
    from aiohttp import ClientSession, DummyCookieJar

    from bot.doctor import asking_wecom, wecom

    findings = []
    async with ClientSession(cookie_jar=DummyCookieJar(), trust_env=False) as session:
        for name, account in settings.wecom.named().items():
            seen = wecom.Seen(name, account, name in rows, settings.web.public_url)
            asked = asking_wecom.Asking(session, account, around)
            findings += await wecom.examined(seen, asked)
    return findings
