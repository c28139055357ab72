"""需要帮忙: a quiet cry for help; 出了点事: a report that only coordinators read, look at, settle.

Nothing of either shows on the other side's chat or card.
"""

from handlers.alert_news import calling
from handlers.content import Content, Option
from handlers.emergency_rules import rules
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf, Words
from handlers.sayings import say_moment
from handlers.visit_news import cry_for_help, reported
from models import incident
from models.activity import Activity
from models.incident import HELP, OPEN, Incident
from models.order import Order
from models.person import Person
from models.words import N_

KIND_LABELS: dict[str, str] = {
    HELP: N_("要人帮忙"),
    "unsafe": N_("觉得不安全"),
    "hurt": N_("有人受伤"),
    "other": N_("别的事"),
}


def need_help(chat: Chat) -> None:
    """需要帮忙: one press; whoever is on duty hears it at once."""
    order, person = Order.locked(chat.session, chat.subject_id), chat.somebody_known()
    row = incident.report(chat.session, order, person, HELP, "", chat.now)
    called = cry_for_help(chat, order, row)
    chat.say(calling(chat.session, chat.community, called, chat.now))
    police = rules().numbers.police
    chat.say(_("能走开就先走开，手机拿好。\n有危险，打 {police}。").format(police=police))


def report_incident(chat: Chat) -> None:
    """出了点事: what kind, and one line that only coordinators read."""
    said = _ask_what(chat)
    if said is None:
        return
    kind, words = said
    order, person = Order.locked(chat.session, chat.subject_id), chat.somebody_known()
    row = incident.report(chat.session, order, person, kind, words, chat.now)
    chat.say(_("记下了，只有协调员看得到。\n看过之前，那边先不再派人。\n急的打站里电话或 110。"))
    reported(chat, row)


def report_at_activity(chat: Chat) -> None:
    """出了点事1205-01: the same at an activity, by whoever is there."""
    said = _ask_what(chat)
    if said is None:
        return
    kind, words = said
    activity, person = Activity.locked(chat.session, chat.subject_id), chat.somebody_known()
    row = incident.report_at_activity(chat.session, activity, person, kind, words, chat.now)
    chat.say(_("记下了，只有协调员看得到。\n急的打站里电话或 110。"))
    for person_id in incident.lookers(chat.session, row.community_id, chat.now):
        if person_id != person.id:
            chat.tell(person_id, "incident_reported", incident=row.id)


def _ask_what(chat: Chat) -> tuple[str, str] | None:
    """Kind and words; None for who would rather not say."""
    kinds = [
        Option("unsafe", pgettext("button", "不安全")),
        Option("hurt", pgettext("button", "有人受伤")),
        Option("other", pgettext("button", "别的事")),
        Option("keep", pgettext("button", "不说了")),
    ]
    kind = chat.ask("kind", _("您说，只有协调员看得到。\n是哪一种？"), OneOf(kinds))
    if kind == "keep":
        chat.say(_("好，不记。想说了再写“出了点事”。"))
        return None
    if kind == "hurt":
        chat.say(_("伤得重，先打 120。"))
    skip = [Option("skip", pgettext("button", "不写了"))]
    text = chat.ask("text", _("怎么回事？写一句就行，\n也可以不写。"), Words(500, skip))
    return kind, "" if text == "skip" else text


def incidents(chat: Chat) -> None:
    """事件: what is not settled; coordinators alone."""
    person = chat.somebody_known()
    rows = incident.open_incidents(chat.session, person, chat.now)
    if not rows:
        chat.say(_("现在没有要看的事。"))
        return
    chat.say(_("没了结的 {n} 件：").format(n=len(rows)))
    for row in rows:
        chat.show(Content(text=_headline(chat, row)), *_actions(row))


def look_incident(chat: Chat) -> None:
    """看这件事: the text, which is written down; new visits may go on."""
    person = chat.somebody_known()
    row = incident.look_at(chat.session, chat.subject_id, person, chat.now)
    by = chat.session.get_one(Person, row.reported_by_id)
    text = _("{headline}\n{name}说的：“{words}”\n这次看记下了。").format(
        headline=_headline(chat, row),
        name=by.display_name or _("居民"),
        words=row.text or _("没写"),
    )
    settle = Action(pgettext("button", "了结"), "settle_incident", row.subject, "main")
    chat.show(Content(text=text), settle)


def settle_incident(chat: Chat) -> None:
    """了结: what was done about it."""
    person = chat.somebody_known()
    outcome = chat.ask("outcome", _("怎么处理的？写一句，\n只有协调员看得到。"), Words(500))
    incident.settle(chat.session, chat.subject_id, person, outcome, chat.now)
    chat.say(_("好，了结了。"))


def take_help(chat: Chat) -> None:
    """我来联系: the first of the staff has it."""
    person = chat.somebody_known()
    row = incident.take(chat.session, chat.subject_id, person, chat.now)
    if row is None:
        chat.say(_("已经有同事在联系了，谢谢。"))
        return
    chat.say(_("好，您来联系。先打电话，\n先问“方便说话吗”。"))


def _headline(chat: Chat, row: Incident) -> str:
    now = chat.community.local(chat.now)
    state = _("还没看") if row.state == OPEN else _("看过了")
    return _("{number} · {kind} · {when}\n{state}").format(
        number=incident.number_of(chat.session, row),
        kind=_(KIND_LABELS.get(row.kind, KIND_LABELS["other"])),
        when=say_moment(chat.community.local(row.at), now),
        state=state,
    )


def _actions(row: Incident) -> tuple[Action, ...]:
    return (
        Action(pgettext("button", "看这件事"), "look_incident", row.subject, "main"),
        Action(pgettext("button", "了结"), "settle_incident", row.subject),
    )
