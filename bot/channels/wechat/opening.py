"""Opens one account: how it speaks, and how it listens once it is known for which row."""

from functools import partial

from bot.channels.registry import Ears, Line, Tools
from bot.channels.stored import stored_media
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.hook import Hook
from bot.channels.wechat.inbound import Source
from bot.channels.wechat.intake import Intake
from bot.channels.wechat.posted_service import PostedService
from bot.channels.wechat.seal import Seal
from bot.channels.wechat.sending import WeChat
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.tokens import Tokens
from bot.channels.wechat.windows import Windows
from bot.config import FurtherWeChat, WeChatAccount
from bot.storage import Storage
from models.access_token import Holder


def callback_path(name: str) -> str:
    """The path of the callback address of the account of this name."""
    return "/wechat" if name == "main" else f"/wechat/{name}"


def envelope_of(account: WeChatAccount) -> Envelope:
    """The envelope of an account's posts. Raises ValueError for a key that is none."""
    keys = (account.encoding_aes_key, account.previous_aes_key)
    given = [each.get_secret_value() for each in keys if each.get_secret_value()]
    return Envelope(Seal(account.token.get_secret_value(), given, account.appid), account.mode)


def open_account(tools: Tools, name: str, account: WeChatAccount) -> Line:
    """The account of the row `name`."""
    storage = Storage(tools.settings.storage.path, tools.db.vault)
    load = stored_media(tools.db, tools.runner, storage)
    windows = Windows(tools.db, tools.runner, tools.around)
    speaking = WeChat(account, windows, load)

    def listen(ears: Ears) -> PostedService:
        holder = Holder(ears.community_id, ears.account_id, ears.owner)
        api = speaking.api
        api.tokens = Tokens(tools.db, tools.runner, tools.around, holder, api.fetch_token)
        source = Source(ears.account_id, ears.community_id)
        intake = Intake(source, speaking, ears.receiver, tools.db, tools.runner)
        intake.spool = Spool(tools.settings.storage.path, f"wechat-{name}", tools.db.vault)
        take = partial(intake.take, around=tools.around)
        hook = Hook(envelope_of(account), take, intake.rode, tools.around)
        return PostedService(callback_path(name), hook, intake, tools.around)

    community = account.community if isinstance(account, FurtherWeChat) else ""
    return Line(speaking, community, listen)
