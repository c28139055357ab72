"""活动数字: planned and held this month and this year, whom they served; for staff."""

from handlers.activities.sayings import theme_name
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.sayings import say_minutes
from models.activity_figures import Figures, figures_of
from models.calendar import theme_of
from models.figures_span import Span, span_around
from models.membership import STAFF, require
from models.occasions import OCCASIONS, OTHER


def activity_figures(chat: Chat) -> None:
    """Counts only, no names and no ranking: what was planned beside what was held."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    today = chat.community.local(chat.now).date()
    theme = theme_of(chat.session, person.community_id, today)
    month = _("{month}月").format(month=today.month)
    if theme is not None:
        month = _("{month}月“{theme}”").format(month=today.month, theme=theme_name(theme))
    _say(chat, month, figures_of(chat.session, chat.community, span_around("month", today)))
    year = span_around("year", today)
    _say(chat, _("今年"), figures_of(chat.session, chat.community, year))
    _say_occasions(chat, year)


def _say(chat: Chat, when: str, found: Figures) -> None:
    chat.say(
        _("{when}：\n排了 {planned} 场，办了 {held} 场，\n取消 {cancelled} 场。").format(
            when=when, planned=found.planned, held=found.held, cancelled=found.cancelled
        )
    )
    if found.held:
        length = say_minutes(found.minutes)
        text = _("{came}，\n服务 {served} 人次，共{length}。")
        chat.say(text.format(came=_say_came(found), served=found.served, length=length))


def _say_came(found: Figures) -> str:
    came = _("志愿者 {came} 人次").format(came=found.came)
    return _("{came}，跟着来的 {n} 人次").format(came=came, n=found.along) if found.along else came


def _say_occasions(chat: Chat, span: Span) -> None:
    for occasion, label in OCCASIONS.items():
        if occasion == OTHER:
            continue
        found = figures_of(chat.session, chat.community, span, occasion)
        if found.planned:
            chat.say(
                _("{name} {planned} 场，办了 {held} 场，\n服务 {served} 人次。").format(
                    name=_(label), planned=found.planned, held=found.held, served=found.served
                )
            )
