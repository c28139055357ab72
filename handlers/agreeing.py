"""同意提醒: where somebody can agree to be knocked, said when there is something to wait for."""

from handlers.engine.chat import Chat
from handlers.language import _
from models.account import asks_at
from models.subscription import allowed


def say_where_to_agree(chat: Chat) -> None:
    """The page's address, on a platform that asks for it, to who has no agreement left."""
    contact_id = chat.hearer.contact_id
    page = asks_at(chat.session, contact_id)
    if page and not allowed(chat.session, contact_id):
        chat.say(_("有消息要微信响一声，先点开这里，\n按“同意提醒”：\n{page}").format(page=page))
