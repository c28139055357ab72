"""Opens one account: how it speaks, and how it listens once it is known for which row."""

from functools import partial

from starlette.routing import Route

from bot.channels.registry import Ears, Line, Tools
from bot.channels.stored import stored_media
from bot.channels.wechat.agreeing import AgreePage, asks_at
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.hook import Hook
from bot.channels.wechat.inbound import Source
from bot.channels.wechat.intake import Intake
from bot.channels.wechat.knocking import Agreements
from bot.channels.wechat.posted_service import PostedService, callback_path
from bot.channels.wechat.seal import seal_of
from bot.channels.wechat.sending import WeChat
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.tokens import Tokens
from bot.channels.wechat.windows import Windows
from bot.config_wechat import FurtherWeChat, WeChatAccount
from bot.storage import Storage
from models.access_token import Holder


def open_account(tools: Tools, name: str, account: WeChatAccount) -> Line:
    """The account of the row `name`."""
    storage = Storage(tools.settings.storage.path, tools.db.vault)
    load = stored_media(tools.db, tools.runner, storage)
    windows = Windows(tools.db, tools.runner, tools.around)
    path = callback_path("wechat", name)
    page_at = asks_at(account, tools.settings.web.public_url, path)
    agreements = Agreements(tools.db, tools.runner)
    speaking = WeChat(account, windows, agreements, load)

    def listen(ears: Ears) -> PostedService:
        holder = Holder(ears.community_id, ears.account_id, ears.owner)
        api = speaking.api
        api.tokens = Tokens(tools.db, tools.runner, tools.around, holder, api.fetch_token)
        source = Source(ears.account_id, ears.community_id)
        intake = Intake(source, speaking, ears.receiver, tools.db, tools.runner)
        intake.spool = Spool(tools.settings.storage.path, f"wechat-{name}", tools.db.vault)
        take = partial(intake.take, around=tools.around)
        envelope = Envelope(seal_of(account, account.appid), account.mode)
        hook = Hook(envelope, take, intake.rode, tools.around)
        page = AgreePage(account, api, tools.around, page_at)
        pages = [Route(f"{path}/notices", page.show)] if page_at else []
        return PostedService(path, hook, intake, tools.around, pages)

    community = account.community if isinstance(account, FurtherWeChat) else ""
    return Line(speaking, community, listen, asks_at=page_at)
