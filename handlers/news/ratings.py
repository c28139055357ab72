"""News after a visit: a poor answer, a late promise, a second visit, her thanks."""

from datetime import datetime
from typing import Any

from handlers.cards.parts import title
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import name_of, order_of, say
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.evaluation import OUTCOME_LABELS, Evaluation, Outcome, evaluation_of
from models.follow_up import wish_of
from models.order import Order, OrderState
from models.person import Person
from models.words import N_

WISH_LABELS: dict[str, str] = {
    "wants_again": N_("想请人再来。"),
    "wants_call": N_("要社区打个电话。"),
    "only_says": N_("说说就行，不用再去。"),
}


def poor_answer(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: what she said, what she wants, and what we promised her."""
    order = order_of(reading, values)
    said = evaluation_of(reading.session, order)
    if said is None:
        return None
    lines = [_headline(order, said)]
    if said.comment:
        lines.append(f"“{said.comment}”")
    wish = WISH_LABELS.get(wish_of(reading.session, order))
    if wish:
        lines.append(_(wish))
    if values.get("due"):
        lines.append(_("答应了{due}前回话。").format(due=_due(reading, values)))
    return Message(Content(text="\n".join(lines)), _repairs(order))


def poor_overdue(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: the promised hour has passed."""
    order = order_of(reading, values)
    text = _("{number} 到了答应的时间，还没回话。\n又答应了{due}前。").format(
        number=order.number, due=_due(reading, values)
    )
    return Message(Content(text=text), _repairs(order))


def poor_late(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her, or whoever asked for her: we say first that we are late."""
    if reading.person is None or not order_of(reading, values).is_of(reading.person):
        return None  # who joined was promised nothing
    return say(
        _("说好回您话，还没回，是我们慢了。\n{due}前给您回话。").format(due=_due(reading, values))
    )


def asked_again(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To those who went before: a human's sentence, and whether they can go once more."""
    order = order_of(reading, values)
    if order.state is not OrderState.DISPATCHED:
        return None
    by = reading.session.get(Person, values["by"])
    text = _("{name}说：\n“{words}”\n今天或明天能再去一趟吗？").format(
        name=name_of(by), words=values["words"]
    )
    actions = (
        Action(pgettext("button", "能去"), "claim", order.subject, "main"),
        Action(pgettext("button", "不方便"), "decline", order.subject),
    )
    return Message(Content(text=text), actions)


def her_thanks(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To those who went, as she wrote it."""
    order = order_of(reading, values)
    said = evaluation_of(reading.session, order)
    if said is None or not said.thanks:
        return None
    return say(
        _("{what}那家让我转一句：\n“{words}”").format(what=title(reading, order), words=said.thanks)
    )


def _headline(order: Order, said: Evaluation) -> str:
    if said.outcome is Outcome.DONE and said.stars is not None:
        return _("{number} 打了 {n} 分，要您看一下。").format(number=order.number, n=said.stars)
    return _("{number} 说：{outcome}。").format(
        number=order.number, outcome=_(OUTCOME_LABELS[said.outcome])
    )


def _repairs(order: Order) -> tuple[Action, ...]:
    return (
        Action(pgettext("button", "请原来两位"), "ask_again", order.subject, "main"),
        Action(pgettext("button", "请别人"), "ask_others", order.subject),
        Action(pgettext("button", "打给她"), "call_her", order.subject),
    )


def _due(reading: Reading, values: dict[str, Any]) -> str:
    community = reading.community
    due = datetime.fromisoformat(values["due"])
    return say_moment(community.local(due), community.local(reading.now))
