"""Opens one bot: how it speaks, and how it listens once it is known for which account."""

from bot.channels.registry import Ears, Line, Tools
from bot.channels.stored import stored_media
from bot.channels.telegram.inbound import Source
from bot.channels.telegram.sending import Telegram
from bot.channels.telegram.service import Setup, TelegramService
from bot.config import FurtherAccount, TelegramAccount
from bot.storage import Storage


def open_bot(tools: Tools, name: str, account: TelegramAccount) -> Line:
    """The bot of the account row `name`."""
    storage = Storage(tools.settings.storage.path, tools.db.vault)
    speaking = Telegram(account, stored_media(tools.db, tools.runner, storage))

    def listen(ears: Ears) -> TelegramService:
        speaking.turn = ears.turn
        speaking.told_to_wait, speaking.may_call = ears.told_to_wait, ears.may_call
        return TelegramService(
            Setup(
                name,
                account,
                Source(ears.account_id, ears.community_id),
                speaking,
                ears.receiver,
                tools.db,
                tools.runner,
                tools.around,
                ears.owner,
                tools.settings.web.public_url,
                ears.session_key,
                alert=tuple(tools.settings.emergency.alert),
            )
        )

    community = account.community if isinstance(account, FurtherAccount) else ""
    return Line(speaking, community, listen, asks_first=account.overseas_notice)
