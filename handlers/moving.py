"""换设备: eight digits that bring this chat to another phone or computer."""

from handlers.engine.chat import Chat
from handlers.language import _
from models.contact import Contact
from models.web import give_device_code


def move_device(chat: Chat) -> None:
    """Say the digits and where to type them; they live for ten minutes."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    code = chat.new_code() + chat.keep("_second", chat.more_digits)
    give_device_code(chat.session, contact, code, chat.now)
    chat.say(
        _(
            "在新手机上打开这个网页，\n点“从别的手机换过来”，写：\n{code}\n"
            "10 分钟内有效，只能用一次。\n别告诉别人，我们不会问您要。"
        ).format(code=f"{code[:4]} {code[4:]}")
    )
