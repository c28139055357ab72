"""号码: each side reads its half again; a worker reads them out to whoever has no chat."""

import re

from sqlalchemy import or_, select

from handlers.engine.chat import Chat
from handlers.language import _, language
from models import codes
from models.assignment import accepted_orders, volunteers_of
from models.audit import note_deed
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.served import holds_codes
from models.visiting import is_said_done

S = OrderState
#: 到场号码再跟我说一遍; whoever has more to say has a need
LONGEST_ASKING = 16
_CODE = re.compile(r"(?<!电话)(?<!手机)号码|暗号")


def give(chat: Chat, order: Order) -> None:
    """Once all places are taken: the second code and the word, the same ones on every run."""
    if order.state is not S.CLAIMED:
        return
    digits = chat.keep("_code_out", chat.more_digits)
    codes.give_codes(chat.session, order, digits, chat.keep("_password", chat.more_digits))


def say_word(word: str) -> str:
    """The word, with its sound for those who do not read it."""
    return f"{word} {codes.PASSWORDS.get(word, '')}".strip() if language() == "en" else word


def asks_for_code(words: str) -> bool:
    """Whether a line that somebody wrote down for her is about her code and nothing else."""
    return len(words) <= LONGEST_ASKING and _CODE.search(words) is not None


def my_code(chat: Chat) -> None:
    """号码: what she reads out, or what they say at her door; nobody sees both."""
    person = chat.somebody_known()
    hers = [_hers(chat, order, person) for order in _awaiting(chat, person)]
    theirs = [_theirs(order) for order in accepted_orders(chat.session, person) if order.password]
    for text in (*hers, *theirs):
        chat.say(text)
    if not hers and not theirs:
        chat.say(_("现在还没有号码。有人去了就告诉您。"))


def _awaiting(chat: Chat, person: Person) -> list[Order]:
    rows = select(Order).where(
        or_(Order.requested_by_id == person.id, Order.served_person_id == person.id),
        Order.state.in_((S.CLAIMED, S.DISPATCHED, S.IN_SERVICE)),
    )
    return [
        order
        for order in chat.session.scalars(rows.order_by(Order.starts_at, Order.id))
        if person.id in order.asking_side and volunteers_of(chat.session, order)
    ]


def _hers(chat: Chat, order: Order, person: Person) -> str:
    if not holds_codes(chat.session, order, person):
        text = _("{number} 的号码在本人手机上，\n人到了由本人念。")
        return text.format(number=order.number)
    text = _("{number} 的号码是 {code}，\n人到了念给他们听。").format(
        number=order.number, code=order.code
    )
    if order.password:
        text += "\n" + _("先问暗号，答“{word}”再开门。").format(word=say_word(order.password))
    if order.code_out and is_said_done(chat.session, order):
        text += "\n" + _("走的号码是 {code}，办好了再念。").format(code=order.code_out)
    return text


def _theirs(order: Order) -> str:
    return _("{number} 的暗号是“{word}”，\n敲门先报，再请居民念号码。").format(
        number=order.number, word=say_word(order.password or "")
    )


def read_codes(chat: Chat) -> None:
    """念号码: a worker reads them out on the phone or writes them on the slip; written down."""
    order = Order.known(chat.session, chat.subject_id)
    person = chat.somebody_known()
    require_keeper(chat.session, order, person, chat.now)
    if order.has_ended or not order.code_out:
        chat.say(_("{number} 现在没有号码。\n人齐了才有。").format(number=order.number))
        return
    note_deed(chat.session, order, "codes_read", person.id, chat.now)
    chat.say(
        _(
            "{number}，念给居民听：\n暗号“{word}”，答对了再开门\n"
            "到的时候念 {code}\n办好了再念 {code_out}\n这次看号码记下了。"
        ).format(
            number=order.number,
            word=say_word(order.password or ""),
            code=order.code,
            code_out=order.code_out,
        )
    )
