"""审单: a worker looks at a need. 通过, 问一句, 婉拒, and the answer to a question."""

from dataclasses import replace

from handlers import order_news
from handlers.content import Option
from handlers.dispatch import suggest
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.suggesting.asking import ask_sitting
from models import posting
from models.attached import attach
from models.order import Order
from models.timer import clear_timer


def approve(chat: Chat) -> None:
    """通过: one press."""
    order = _order(chat)
    posting.approve(chat.session, order, chat.somebody(), chat.now)
    clear_timer(chat.session, "review_due", order.subject)
    chat.say(_("{number} 通过了。").format(number=order.number))
    order_news.renewed(chat, order)
    ask_sitting(chat, order)
    suggest(chat, order)


def ask_back(chat: Chat) -> None:
    """问一句: she reads it as written."""
    number = chat.keep("number", lambda: _order(chat).number)
    question = chat.ask(
        "question", _("想问 {number} 什么？对方会原样看到。").format(number=number), Words(200)
    )
    order = _order(chat)
    posting.ask_back(chat.session, order, chat.somebody(), question, chat.now)
    clear_timer(chat.session, "review_due", order.subject)
    chat.say(_("问了。对方回了就告诉您。"))
    order_news.asked_back(chat, order, question)


def answer_back(chat: Chat) -> None:
    """Her answer to what the community asked; typed without a press, it is asked which it is."""
    opening = chat.opening
    if opening is not None and opening.text:
        choices = [
            Option("yes", pgettext("button", "是，转给社区")),
            Option("no", pgettext("button", "是新的事")),
        ]
        which = chat.ask(
            "which",
            _("“{words}”\n这句是回社区问您的吗？").format(words=opening.text[:60]),
            OneOf(choices),
        )
        if which == "no":
            chat.then("post_need", opening=replace(opening, media=chat.talk.all_media))
            return
        answer = opening.text
    else:
        answer = chat.ask("answer", _("您写一句，我转给社区。"), Words(500))
    order = _order(chat)
    posting.answer_back(chat.session, order, chat.somebody(), answer, chat.now)
    attach(chat.session, order.id, chat.hearer.contact_id, chat.talk.all_media)
    chat.say(_("好，转给社区了。看完就给您回话。"))
    order_news.answered_back(chat, order, answer)


def reject(chat: Chat) -> None:
    """婉拒: a reason in the worker's own words is part of it."""
    reason = chat.ask(
        "reason",
        _("写一句原因，对方会原样看到。\n比如“煤气志愿者不能动，请打燃气公司”。"),
        Words(200),
    )
    order = _order(chat)
    posting.reject(chat.session, order, chat.somebody(), reason, chat.now)
    clear_timer(chat.session, "review_due", order.subject)
    chat.say(_("{number} 婉拒了，原因发给对方了。").format(number=order.number))
    order_news.rejected(chat, order)


def _order(chat: Chat) -> Order:
    return Order.locked(chat.session, chat.subject_id)
