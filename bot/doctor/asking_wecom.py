"""Asks WeCom what it knows of an app. No answer here carries an address or a token."""

import base64

from aiohttp import ClientSession
from wechatpy.crypto import PrpCrypto

from bot.channels.wechat.seal import signature
from bot.clock import Surroundings
from bot.config_wecom import WeComAccount
from bot.doctor.asking_wechat import Answer, Platform


class Asking(Platform):
    """One app as WeCom knows it. The token it asks for is the one that is in use."""

    def __init__(self, session: ClientSession, account: WeComAccount, around: Surroundings):
        """Asks nobody yet."""
        super().__init__(session, account.api_base, around)
        self._account = account

    async def token(self) -> Answer:
        """Whether corpid, secret and this machine's address are taken; ends no token."""
        secret = self._account.secret.get_secret_value()
        query = {"corpid": self._account.corpid, "corpsecret": secret}
        return self._keep(await self._ask("GET", "gettoken", params=query))

    async def echo(self, address: str) -> str:
        """Ask our own callback address as WeCom does; what is wrong with the answer, or ""."""
        shown, stamp = "1616140317555161061", str(int(self._around.now().timestamp()))
        key = base64.b64decode(self._account.encoding_aes_key.get_secret_value() + "=")
        sealed = PrpCrypto(key).encrypt(shown, self._account.corpid).decode()
        token = self._account.token.get_secret_value()
        query = {
            "msg_signature": signature(token, stamp, "doctor", sealed),
            "timestamp": stamp,
            "nonce": "doctor",
            "echostr": sealed,
        }
        return await self._echo(address, query, shown)
