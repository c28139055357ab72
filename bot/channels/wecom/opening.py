"""Opens one app: how it speaks, and how it listens once it is known for which row."""

from functools import partial

from bot.channels.registry import Ears, Line, Tools
from bot.channels.stored import stored_media
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.hook import Hook
from bot.channels.wechat.posted_service import PostedService, callback_path
from bot.channels.wechat.seal import seal_of
from bot.channels.wechat.spool import Spool
from bot.channels.wechat.tokens import Tokens
from bot.channels.wecom.directory import Directory
from bot.channels.wecom.inbound import Source
from bot.channels.wecom.intake import Intake
from bot.channels.wecom.sending import WeCom
from bot.config_wecom import FurtherWeCom, WeComAccount
from bot.riding import Ride
from bot.storage import Storage
from models.access_token import Holder
from models.directory import Whose


def open_app(tools: Tools, name: str, account: WeComAccount) -> Line:
    """The app of the row `name`."""
    storage = Storage(tools.settings.storage.path, tools.db.vault)
    speaking = WeCom(account, stored_media(tools.db, tools.runner, storage))

    def listen(ears: Ears) -> PostedService:
        speaking.turn = ears.turn
        holder = Holder(ears.community_id, ears.account_id, ears.owner)
        api = speaking.api
        api.tokens = Tokens(tools.db, tools.runner, tools.around, holder, api.fetch_token)
        source = Source(ears.account_id, ears.community_id, account.agentid)
        intake = Intake(source, speaking, ears.receiver, tools.db, tools.runner)
        intake.spool = Spool(tools.settings.storage.path, f"wecom-{name}", tools.db.vault)
        take = partial(intake.take, around=tools.around)
        if account.directory:
            whose = Whose(ears.community_id, ears.account_id)
            intake.directory = Directory(speaking, tools.db, tools.runner, tools.around, whose)
        # a company's posts are always sealed
        hook = Hook(Envelope(seal_of(account, account.corpid), "safe"), take, _rode, tools.around)
        return PostedService(callback_path("wecom", name), hook, intake, tools.around)

    community = account.community if isinstance(account, FurtherWeCom) else ""
    return Line(speaking, community, listen)


def _rode(_ride: Ride) -> None:
    """Nothing rides: what we say goes by calls."""
