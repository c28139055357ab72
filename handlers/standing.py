"""每周二来一次: an order that comes again, made in one card, paused and ended in one line."""

from datetime import datetime, timedelta

from handlers import order_news
from handlers.asking_side import tell_asking_side
from handlers.cards.parts import names_of
from handlers.content import Card, Content, Line, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, language, pgettext
from handlers.readers import OneOf
from handlers.sayings import order_span, say_clock, say_date, say_time
from handlers.sentences import SENTENCES
from handlers.understand.repeats import leaves_out_holidays, read_repeats, say_repeats
from handlers.whom import FOR_GOOD, Until, said_in
from models import posting, standing_rules
from models.assignment import volunteers_of
from models.errors import Invalid, Refused
from models.order import Order
from models.standing_help import STANDING_LABELS, StandingHelp, StandingState
from models.standing_rules import newest, next_day, standing_of
from models.timer import clear_timer
from models.words import N_

COME, LEAVE_OUT = "come", "leave_out"


class Repeats(Reader[str]):
    """How often it comes: 每周二, 隔周, 每月5号."""

    def __init__(self, order_day: datetime) -> None:
        """`order_day` is the first time, on the community's clock."""
        self._day = order_day.date()

    @property
    def options(self) -> tuple[Option, ...]:
        """The likely ones, by the day of the first time."""
        rules = [read_repeats(words, self._day) for words in ("每周", "隔周", "每月")]
        return tuple(Option(rule, say_repeats(rule)) for rule in rules if rule)

    def read(self, answer: Answer) -> str:
        """The rule. Raises Invalid."""
        found = answer.data.get("option") or self.spot(answer)
        if not found:
            raise Invalid(N_("多久来一次没看懂。\n像“每周二”“每月5号”这样写。"))
        return str(found)

    def spot(self, answer: Answer) -> str | None:
        """A rule named among other things."""
        return read_repeats(answer.text, self._day)


def make_standing(chat: Chat) -> None:
    """以后也来: how often, one card."""
    order = Order.known(chat.session, chat.subject_id)
    standing_rules.require_may_begin(chat.session, order, chat.somebody_known(), chat.now)
    local = chat.community.local
    starts, now = local(order.starts_at), local(chat.now)
    reader = Repeats(starts)
    heard = read_repeats(order.raw_text, starts.date())
    chat.suppose("rule", reader, heard)
    rule = chat.ask("rule", _("多久来一次？"), reader)
    not_then = _ask_holidays(chat, order.raw_text)
    helpers = chat.keep("helpers", lambda: names_of(volunteers_of(chat.session, order))) or _(
        "到时候再找"
    )
    kind = chat.hearer.known.kind(order.kind).title(language())
    facts = [
        Fact(_("什么事"), kind),
        Fact(_("多久"), say_repeats(rule), "", "rule", pgettext("button", "改多久")),
        Fact(_("遇放假"), _say_holidays(not_then), "", "holidays", pgettext("button", "改遇放假")),
        Fact(_("钟点"), _("{clock}起").format(clock=say_clock(starts.time()))),
        Fact(_("头一次"), say_time(order_span(order, now), now)),
        Fact(_("先问谁"), helpers),
    ]
    note = _("每次提前七天问人。\n不要了，写“停一阵”“不用来了”。")
    yes = Option("yes", pgettext("button", "定下来"))
    if not chat.confirm("card", _("以后也来"), facts, note, yes):
        chat.say(_("好，就这一次。"))
        return
    locked = Order.locked(chat.session, order.id)
    by = chat.somebody_known()
    made = standing_rules.begin(chat.session, locked, rule, by, chat.now, not_on_holidays=not_then)
    day = next_day(chat.session, made)
    text = _("定好了，{often}来，放假不来。") if not_then else _("定好了，{often}来。")
    said = text.format(often=say_repeats(rule))
    after = _("下一次：{day}。").format(day=say_date(day, now)) if day else ""
    chat.say("\n".join(each for each in (said, after) if each))
    order_news.renewed(chat, locked)


def _ask_holidays(chat: Chat, words: str) -> bool:
    """Whether days off are left out; asked only when she presses the line."""
    options = [
        Option(COME, pgettext("button", "照来，先问我")),
        Option(LEAVE_OUT, pgettext("button", "放假不来")),
    ]
    reader = OneOf(options)
    chat.suppose("holidays", reader, LEAVE_OUT if leaves_out_holidays(words) else COME)
    return chat.ask("holidays", _("碰上放假那天，还来吗？"), reader) == LEAVE_OUT


def _say_holidays(not_then: bool) -> str:
    return _("不来") if not_then else _("照来，提前问您")


def standing(chat: Chat) -> None:
    """常来的: what comes again for this person, each with what can be done."""
    found = standing_of(chat.session, chat.somebody_known())
    if not found:
        chat.say(_("现在没有定好常来的事。\n想要，写“每周二来打扫”这样。"))
    for each in found:
        chat.show(_card(chat, each), *_actions(each))


def pause_standing(chat: Chat) -> None:
    """停一阵 到12月10日, or for now: in one line."""
    locked = _meant(chat)
    if locked is None:
        return
    said = said_in(chat, SENTENCES["pause_standing"]).get("until", "")
    forever = Option(FOR_GOOD, pgettext("button", "说了再来"))
    reader = Until(chat.community.zone, (forever,))
    chat.suppose("until", reader, _day_in(reader, chat, said))
    until = chat.ask("until", _("停到哪天？比如“12月10日”。"), reader)
    last = (chat.community.local(until) - timedelta(days=1)).date() if until else None
    by = chat.somebody_known()
    _call_off(chat, standing_rules.pause(chat.session, locked, last, by, chat.now))
    if last is None:
        chat.say(_("好，先停着。想接着来，写“接着来”。"))
    else:
        day = say_date(last, chat.community.local(chat.now))
        chat.say(_("好，停到{day}，过了自己接着来。").format(day=day))


def resume_standing(chat: Chat) -> None:
    """接着来."""
    locked = _meant(chat)
    if locked is None:
        return
    standing_rules.resume(chat.session, locked, chat.somebody_known(), chat.now)
    _say_next(chat, locked, _("好，接着来。"))


def leave_out_holidays(chat: Chat) -> None:
    """放假不来: what stands on a holiday already is called off."""
    locked = _meant(chat)
    if locked is None:
        return
    _call_off(
        chat,
        standing_rules.leave_out_holidays(chat.session, locked, chat.somebody_known(), chat.now),
    )
    _say_next(chat, locked, _("好，放假的日子不来了。\n又想来了，写“放假也来”。"))


def come_on_holidays(chat: Chat) -> None:
    """放假也来."""
    locked = _meant(chat)
    if locked is None:
        return
    standing_rules.come_on_holidays(chat.session, locked, chat.somebody_known(), chat.now)
    _say_next(chat, locked, _("好，放假也来，\n提前七天问您一句。"))


def _say_next(chat: Chat, help_: StandingHelp, said: str) -> None:
    day = next_day(chat.session, help_)
    when = say_date(day, chat.community.local(chat.now)) if day else ""
    after = _("下一次：{day}。").format(day=when) if when else ""
    chat.say("\n".join(each for each in (said, after) if each))


def end_standing(chat: Chat) -> None:
    """不用来了: at once."""
    locked = _meant(chat)
    if locked is None:
        return
    _call_off(chat, standing_rules.end(chat.session, locked, chat.somebody_known(), chat.now))
    chat.say(_("好，以后不来了。\n来过的照样记着，谢谢您告诉我们。"))


def _which(chat: Chat) -> StandingHelp | None:
    """The one of the button, the only one, or the one chosen. Says so when there is none."""
    person = chat.somebody_known()
    if chat.talk.subject:
        return chat.session.get(StandingHelp, chat.subject_id)
    ids = chat.keep("mine", lambda: [each.id for each in standing_of(chat.session, person)])
    if not ids:
        chat.say(_("现在没有定好常来的事。\n想要，写“每周二来打扫”这样。"))
        return None
    if len(ids) == 1:
        return chat.session.get_one(StandingHelp, ids[0])
    options = [
        Option(str(each), _name(chat, chat.session.get_one(StandingHelp, each))) for each in ids
    ]
    chosen = chat.ask("which", _("是哪一件？"), OneOf(options))
    return chat.session.get_one(StandingHelp, int(chosen))


def _meant(chat: Chat) -> StandingHelp | None:
    """The same, locked until the turn ends."""
    which = _which(chat)
    if which is None:
        return None
    found = chat.session.get(StandingHelp, which.id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Refused(N_("这件事找不到了。\n想看现在的，写“常来的”。"))
    return found


def _day_in(reader: Until, chat: Chat, words: str) -> str | None:
    return reader.spot(Answer("until", "text", words, chat.now, 0)) if words else None


def _call_off(chat: Chat, orders: list[Order]) -> None:
    """Orders that stand ahead and are not wanted: whoever was going hears it at once."""
    by = chat.somebody_known()
    for order in orders:
        helpers = volunteers_of(chat.session, order)
        posting.call_off(chat.session, order, by, chat.now)
        clear_timer(chat.session, "review_due", order.subject)
        order_news.cancelled(chat, order, helpers)


def rest_on_new_holidays(chat: Chat) -> None:
    """Days off were told late: what stands on them already is called off, and she hears it."""
    fallen = standing_rules.fallen_on_holidays(chat.session, chat.hearer.community_id)
    _call_off(chat, fallen)
    for order in fallen:
        tell_asking_side(chat, order, "holiday_off")


def _name(chat: Chat, help_: StandingHelp) -> str:
    order = newest(chat.session, help_)
    kind = chat.hearer.known.kind(order.kind if order else "").title(language())
    return f"{say_repeats(help_.rrule)} {kind}"


def _card(chat: Chat, help_: StandingHelp) -> Content:
    now = chat.community.local(chat.now)
    lines = [Line(_("现在"), _(STANDING_LABELS[help_.state]))]
    if help_.paused_until is not None:
        lines.append(Line(_("停到"), say_date(help_.paused_until, now)))
    if help_.not_on_holidays:
        lines.append(Line(_("遇放假"), _say_holidays(True)))
    day = next_day(chat.session, help_)
    if day is not None:
        lines.append(Line(_("下一次"), say_date(day, now)))
    return Content(card=Card(title=_name(chat, help_), lines=tuple(lines)), subject=help_.subject)


def _actions(help_: StandingHelp) -> tuple[Action, ...]:
    end = Action(pgettext("button", "不用来了"), "end_standing", help_.subject, "danger")
    if help_.state is StandingState.PAUSED:
        return (Action(pgettext("button", "接着来"), "resume_standing", help_.subject), end)
    return (Action(pgettext("button", "停一阵"), "pause_standing", help_.subject), end)
