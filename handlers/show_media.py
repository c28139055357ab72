"""看照片, 听录音: what was sent for an order, for those who have it in hand."""

from functools import partial

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.notice import Reading
from models.attached import attach, attached, may_see
from models.audit import note_deed
from models.errors import Refused
from models.media import MediaState
from models.order import Order
from models.words import N_


def show_media(chat: Chat) -> None:
    """All of it in one message; what still lies at its platform is said to come."""
    order = Order.known(chat.session, chat.subject_id)
    if not may_see(chat.session, order, chat.person, chat.now):
        raise Refused(N_("这些只给办这件事的人看。\n有事写“找社区”。"))
    there = attached(chat.session, order)
    ready = tuple(each.id for each in there if each.state is MediaState.STORED)
    missing = len(there) - len(ready)
    if ready:
        text = _("{number} 附的，一共 {n} 个：").format(number=order.number, n=len(there))
        if missing:
            text += "\n" + _("还有 {n} 个在取，过一会儿再看。").format(n=missing)
        chat.show(Content(text=text, media=ready))
        _write_down(chat, order)
    elif missing:
        chat.say(_("还在取，过一会儿再看。"))
    else:
        chat.say(_("{number} 没有照片，也没有语音。").format(number=order.number))


def _write_down(chat: Chat, order: Order) -> None:
    """Who looked at what somebody else sent."""
    if chat.person is not None and chat.person.id != order.requested_by_id:
        note_deed(chat.session, order, "saw_media", chat.person.id, chat.now)


def media_actions(reading: Reading, order: Order) -> tuple[Action, ...]:
    """The button on an order's card, for whoever may see what was sent for it."""
    kinds = {each.kind for each in attached(reading.session, order)}
    if not kinds or not may_see(reading.session, order, reading.person, reading.now):
        return ()
    if kinds == {"voice"}:
        label = pgettext("button", "听录音")
    elif kinds == {"file"}:
        label = pgettext("button", "看文件")
    else:
        label = pgettext("button", "看照片")
    return (Action(label, "show_media", order.subject),)


def keep_for_order(chat: Chat) -> None:
    """What is sent in a conversation about an order is the order's, however that one ends."""
    media = chat.talk.all_media
    if media:
        contact_id, order_id = chat.hearer.contact_id, chat.subject_id
        keep = partial(attach, order_id=order_id, contact_id=contact_id, media=media)
        chat.note("media", keep)
