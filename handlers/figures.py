"""本周, 本月, 今年: the figures in one message, and a link to them as a file."""

from datetime import date
from typing import get_args

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.reports import REPORTS
from models.figures_span import SpanKind, span_around
from models.membership import STAFF, require
from models.timer import set_timer

TIMER = "figures_file"


def this_week(chat: Chat) -> None:
    """本周: Monday to Sunday."""
    _show(chat, "week")


def this_month(chat: Chat) -> None:
    """本月."""
    _show(chat, "month")


def this_year(chat: Chat) -> None:
    """今年."""
    _show(chat, "year")


def _show(chat: Chat, kind: SpanKind) -> None:
    """What is asked for now, with the ways to the span before it and to a file."""
    require(chat.session, chat.person, STAFF, chat.now)
    said = chat.talk.subject.partition(":")[2]
    today = chat.community.local(chat.now).date()
    if said == "last":
        span = span_around(kind, today).before
    else:
        span = span_around(kind, date.fromisoformat(said) if said else today)
    sheet = REPORTS["figures"](chat.session, chat.community, span)
    before = f"{kind}:{span.before.first}"
    words = {
        "week": pgettext("button", "上一周"),
        "month": pgettext("button", "上个月"),
        "year": pgettext("button", "上一年"),
    }
    chat.show(
        Content(text="\n".join(sheet.lines())),
        Action(words[kind], f"this_{kind}", before),
        Action(pgettext("button", "要表格"), "figures_file", f"{kind}:{span.first}"),
    )


def figures_file(chat: Chat) -> None:
    """要表格: the same rows as a spreadsheet or CSV, behind a link; without names."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    kind, _colon, first = chat.talk.subject.partition(":")
    if kind not in get_args(SpanKind):  # written, not pressed: this month's
        kind = "month"
        first = chat.community.local(chat.now).date().replace(day=1).isoformat()
    subject = f"figures:{person.id}:{kind}:{first}"
    set_timer(chat.session, person.community_id, TIMER, subject, chat.now)
    chat.say(_("好，一分钟内发到这里，\n明天这时候过期。"))
