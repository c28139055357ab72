"""打分, 写句谢谢: only if she goes on; a lone 1 and words against a score are asked about."""

import re

from handlers import rating_news
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.rating import skip, sorry, wishes
from handlers.readers import OneOf, Words
from handlers.visit_news import her_card
from handlers.visit_readers import Stars, star_options
from models import evaluation
from models.order import Order

POOR, GOOD = 2, 4
_COMPLAINT = re.compile(
    r"没|不(?!错)|坏|脏|灰|慢|晚了|迟|凶|差|漏|乱|丢|碎|白跑|not |n't|dirty|late|rude|broken", re.I
)
_PRAISE = re.compile(r"很好|真好|不错|满意|谢谢|感谢|热心|周到|great|good|thank", re.I)


def rate_stars(chat: Chat) -> None:
    """打分: 1 to 5; a poor one goes on to what is wrong and what she would like."""
    given = chat.ask("stars", _("您觉得怎么样？\n回数字就行。"), Stars())
    stars, words = _checked(chat, given["stars"], given["words"])
    wish = ""
    if stars <= POOR:
        if not words:
            said = chat.ask(
                "comment", _("谢谢您直说。哪里不太好？写一句就行。"), Words(300, skip())
            )
            words = "" if said == "skip" else said
        wish = chat.ask("wish", sorry(), OneOf(wishes()))
    order = Order.locked(chat.session, chat.subject_id)
    evaluation.give_stars(chat.session, order, chat.somebody(), stars, words, chat.now)
    if wish:
        rating_news.answer_poorly(chat, order, wish)
        return
    chat.say(_("好，谢谢您。我告诉他们。"))
    her_card(chat, order)


def _checked(chat: Chat, stars: int, words: str) -> tuple[int, str]:
    """Many write 1 for 第一: asked once, before it alarms anybody."""
    if stars == 1 and not words:
        choices = [
            Option("yes", pgettext("button", "没弄好")),
            Option("no", pgettext("button", "按错了")),
        ]
        asked = _("1 是“不好”。是哪里没弄好吗？\n按错了就记成“很好”。")
        return (1 if chat.ask("lone", asked, OneOf(choices)) == "yes" else 5), words
    if not contradicts(stars, words):
        return stars, words
    other = POOR if stars >= GOOD else 5
    down, up = pgettext("button", "改成 2 分"), pgettext("button", "改成 5 分")
    choices = [
        Option("keep", pgettext("button", "不改")),
        Option("change", down if other == POOR else up),
    ]
    label = star_options()[stars - 1].label
    asked = _("您写的是“{words}”，\n打的是 {n} 分（{label}）。\n分数要改吗？").format(
        words=words[:40], n=stars, label=label
    )
    return (other if chat.ask("against", asked, OneOf(choices)) == "change" else stars), words


def contradicts(stars: int, words: str) -> bool:
    """Whether these words and this score can hardly both be meant."""
    complains = bool(_COMPLAINT.search(words))
    if stars >= GOOD:
        return complains
    return stars <= POOR and not complains and bool(_PRAISE.search(words))


def change_stars(chat: Chat) -> None:
    """After it was mended: she may think better of it; both scores are kept."""
    choices = [
        Option("5", pgettext("button", "改成 5 分")),
        Option("4", pgettext("button", "改成 4 分")),
        Option("keep", pgettext("button", "不改")),
    ]
    chosen = chat.ask("stars", _("打的分要不要改？"), OneOf(choices))
    if chosen == "keep":
        chat.say(_("好，不改。谢谢您告诉我们。"))
        return
    order = Order.locked(chat.session, chat.subject_id)
    evaluation.give_stars(chat.session, order, chat.somebody(), int(chosen), "", chat.now)
    chat.say(_("好，改了。谢谢您告诉我们。"))
    her_card(chat, order)


def thank(chat: Chat) -> None:
    """写句谢谢: they read it as she wrote it, the same day."""
    words = chat.ask("words", _("写一句，我原样转给他们。"), Words(300))
    order = Order.locked(chat.session, chat.subject_id)
    evaluation.thank(chat.session, order, chat.somebody(), words, chat.now)
    chat.say(_("好，我转给他们。"))
    rating_news.thanked(chat, order)
