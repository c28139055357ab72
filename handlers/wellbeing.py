"""老人怎么样: after a visit of company or a look in, one tap that may be left out.

That somebody was seen is the result of such a visit; how they are stands on no card.
"""

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.visit_news import tell_staff
from models.assignment import AssignmentState, assignment_of
from models.counting import has_result, say_result
from models.errors import Refused
from models.order import Order
from models.words import N_

#: kinds of help whose point is how somebody is
LOOKS_IN = frozenset({"companionship", "welfare_check"})


def ask_how_they_are(chat: Chat, order: Order) -> None:
    """Offered, never asked twice: the visit is over either way."""
    if order.kind in LOOKS_IN:
        chat.show(
            Content(text=_("走的时候，人看着怎么样？\n不按也行。")),
            Action(pgettext("button", "都好"), "all_well", order.subject),
            Action(pgettext("button", "不太放心"), "not_well", order.subject),
        )


def all_well(chat: Chat) -> None:
    """都好."""
    _note(chat, "seen_well")
    chat.say(_("好，记下了。谢谢您去看一眼。"))


def not_well(chat: Chat) -> None:
    """不太放心: somebody of the community rings; what worries is asked there, not written here."""
    order = _note(chat, "seen_worrying")
    chat.say(_("好，我跟社区说，请人打个电话。\n现在就难受得厉害，先打 120。"))
    tell_staff(chat, order, "worried", who=chat.somebody_known().id)


def _note(chat: Chat, what: str) -> Order:
    order, person = Order.locked(chat.session, chat.subject_id), chat.somebody_known()
    mine = assignment_of(chat.session, order, person)
    if mine is None or mine.state is not AssignmentState.COMPLETED:
        raise Refused(N_("这句话要去过的人来说。"))
    order.note(chat.session, what, person, chat.now)
    if not has_result(chat.session, order):
        say_result(chat.session, order, person, "seen", chat.now)
    return order
