"""The code of a station: it opens the account, and the desk knows where somebody stands."""

import re

from sqlalchemy import select

from bot.channels.wechat.abilities import ABILITIES
from bot.channels.wechat.alone import calling
from bot.config_wechat import WeChatAccount
from bot.ground import Ground
from models.account import Account
from models.station import Station
from models.station_code import StationCode
from models.upsert import insert_new

#: what may be brought along; handlers/arriving.py knows it as the station's code
SCENE = re.compile(r"[A-Za-z0-9-]{1,64}")


async def make_codes(ground: Ground, station: Station) -> None:
    """Have a lasting code of this station at each account that can make one, unless it is there.

    Raises what a call raises (wire, errors).
    """
    accounts = ground.settings.wechat.named()
    with ground.db.reading() as session:
        rows = session.scalars(
            select(Account).filter_by(channel="wechat", community_id=station.community_id)
        ).all()
        known = set(
            session.scalars(select(StationCode.account_id).filter_by(station_id=station.id))
        )
        session.expunge_all()
    for row in rows:
        account = accounts.get(row.name)
        if account is not None and row.id not in known and _can(account, station):
            await _make(ground, row, account, station)


def _can(account: WeChatAccount, station: Station) -> bool:
    return ABILITIES[account.account].codes and SCENE.fullmatch(station.code) is not None


async def _make(ground: Ground, row: Account, account: WeChatAccount, station: Station) -> None:
    asked = {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": station.code}},
    }
    async with calling(ground, row, account) as api:
        link = str((await api.post("qrcode/create", asked)).get("url", ""))
    if not re.fullmatch(r"https?://[!-~]{1,240}", link):
        return
    made = {
        "community_id": station.community_id,
        "account_id": row.id,
        "station_id": station.id,
        "link": link,
        "made_at": ground.around.now(),
    }
    with ground.db.patient.begin() as connection:
        insert_new(connection, StationCode, made)
