"""代办: an errand at an office: which papers, who allowed it, and a receipt each way they go."""

import re

from handlers import order_news
from handlers.asking_side import staff_of, tell_asking_side
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.choices import NO_WORDS, plain
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.need_draft import Draft
from handlers.understand.agency import is_agency, papers_in
from models.errors import Invalid, Refused
from models.hand_over import HandOver, answer, give_back, must_go, take
from models.need_kind import NeedKind
from models.order import Order
from models.words import N_

#: the form of a kind of help that may be an errand at an office
AGENCY = "agency"
NONE, LISTED = "none", "listed"
#: what no volunteer ever takes
_NEVER = re.compile("银行卡|存折|密码|现金|信用卡|bank card|cash|pin code|password", re.IGNORECASE)


class Papers(Offering[str]):
    """Papers by their names; a bank card, a password or cash is never among them."""

    def read_words(self, answer: Answer) -> str:
        """The names, or the key of a choice. Raises Invalid."""
        words = answer.text.strip()[:120]
        if plain(words) in NO_WORDS:
            return NONE
        if _NEVER.search(words):
            raise Invalid(N_("银行卡、密码和现金不经手。\n别的材料写一下就行。"))
        if not re.search(r"\w", words):
            raise Invalid(N_("写几个字就行，\n比如“身份证复印件、医保卡”。"))
        return words


def is_at_office(kind: NeedKind, text: str) -> bool:
    """Whether it is an errand at an office, with papers."""
    return kind.form == AGENCY and is_agency(text)


def ask_papers(chat: Chat, draft: Draft) -> str | None:
    """What she hands over for it; "" nothing, None where it is no errand at an office."""
    if not is_at_office(draft.kind, draft.text):
        return None
    none = Option(NONE, pgettext("button", "不用材料"))
    asked = _("要交给去的人哪些材料？\n比如“身份证复印件、医保卡”。")
    reader = Papers([none])
    chat.suppose("papers", reader, papers_in(draft.text) or None)
    words = chat.ask("papers", asked, reader)
    return "" if words == NONE else words


def say_terms() -> str:
    """What she allows, and what she does not."""
    return _("只替您办这一件，办完就完。\n材料收了、还了，都请您点头。\n银行卡、密码和现金不经手。")


def take_papers(chat: Chat) -> None:
    """收材料: what was handed over; she is asked whether that is so."""
    order = Order.known(chat.session, _order_meant(chat))
    must_go(chat.session, order, chat.somebody_known())
    listed = chat.keep("listed", lambda: order.papers or "")
    options = [Option(LISTED, pgettext("button", "就是这些"))] if listed else []
    asked = _("收了哪些材料？\n单上写的：{papers}").format(papers=listed or _("没写"))
    words = chat.ask("papers", asked, Papers(options))
    order = Order.locked(chat.session, chat.subject_id)
    what = listed if words == LISTED else words
    hand = take(chat.session, order, chat.somebody(), what, chat.now)
    chat.say(_("记下了，对方也收到一份。\n办完写“交还材料”。"))
    tell_asking_side(chat, order, "papers_moved", hand=hand.id)
    order_news.renewed(chat, order)


def return_papers(chat: Chat) -> None:
    """交还材料, 材料还了: all of it in one press, by whoever holds it or a keeper of the order."""
    order = Order.locked(chat.session, _order_meant(chat))
    hand = give_back(chat.session, order, chat.somebody(), chat.now)
    chat.say(_("好，交还记下了，谢谢您。"))
    tell_asking_side(chat, order, "papers_moved", hand=hand.id)
    order_news.renewed(chat, order)


def papers_right(chat: Chat) -> None:
    """对: her yes to a receipt."""
    order = answer(chat.session, _hand(chat), chat.somebody(), chat.now, is_right=True)
    chat.say(_("好，记下了。"))
    order_news.renewed(chat, order)


def papers_wrong(chat: Chat) -> None:
    """不对: the station hears it, and rings."""
    hand = _hand(chat)
    order = answer(chat.session, hand, chat.somebody(), chat.now, is_right=False)
    chat.say(_("知道了，社区问清楚，再打给您。"))
    for person_id in staff_of(chat.session, order, chat.now):
        chat.tell(person_id, "papers_doubted", hand=hand.id)
    order_news.renewed(chat, order)


def _order_meant(chat: Chat) -> int:
    """Of the button, or the only one there is."""
    if not chat.talk.subject:
        raise Refused(N_("没看出是哪张单的材料。\n后面写上单号，比如“交还材料1123-02”。"))
    return chat.subject_id


def _hand(chat: Chat) -> HandOver:
    subject = chat.talk.subject
    found = chat.session.get(HandOver, chat.subject_id) if subject else None
    if found is None:
        raise Refused(N_("没看出是哪一笔材料。\n写“我的”，看那张单。"))
    return found
