"""What a new activity is made from: a template, the last one that was held, or nothing."""

from datetime import UTC, datetime, time

from sqlalchemy import select

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from models.activity import Activity, ActivityState, roles_at
from models.activity_rule import ActivityTemplate
from models.dedication_days import plan_from
from models.publishing import Plan, Task

NEW, AGAIN = "new", "again"
SHOWN = 2
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
NOTHING = Plan("", "", _LONG_AGO, _LONG_AGO, ())


def ask_basis(chat: Chat) -> Plan:
    """The plan to begin with; nothing is asked where there is nothing to choose from."""
    templates = chat.keep("templates", lambda: [each.id for each in _templates(chat)])
    last = chat.keep("last", lambda: [each.id for each in _newest(chat)])
    if not templates and not last:
        return NOTHING
    rows = [chat.session.get_one(ActivityTemplate, each) for each in templates]
    options = [Option(str(each.id), each.title) for each in rows]
    if last:
        options.append(Option(AGAIN, pgettext("button", "照上回的")))
    options.append(Option(NEW, pgettext("button", "新写一个")))
    picked = chat.ask("basis", _("照哪个办？"), OneOf(options))
    if picked == NEW:
        return NOTHING
    if picked == AGAIN:
        return _copy(chat, Activity.known(chat.session, last[0]))
    template = chat.session.get_one(ActivityTemplate, int(picked))
    return plan_from(chat.session, chat.community, template, chat.community.local(chat.now).date())


def hours_of(chat: Chat, basis: Plan) -> tuple[time, int] | None:
    """The clock and the minutes at which such an activity is held; None where nothing is known."""
    if basis is NOTHING:
        return None
    long = int((basis.ends_at - basis.starts_at).total_seconds() // 60)
    return chat.community.local(basis.starts_at).time(), long


def _templates(chat: Chat) -> list[ActivityTemplate]:
    rows = select(ActivityTemplate).filter_by(community_id=chat.hearer.community_id)
    return list(chat.session.scalars(rows.order_by(ActivityTemplate.id).limit(SHOWN)))


def _newest(chat: Chat) -> list[Activity]:
    rows = select(Activity).where(
        Activity.community_id == chat.hearer.community_id,
        Activity.state.not_in((ActivityState.DRAFT, ActivityState.CANCELLED)),
        Activity.starts_at <= chat.now,
    )
    return list(chat.session.scalars(rows.order_by(Activity.starts_at.desc()).limit(1)))


def _copy(chat: Chat, last: Activity) -> Plan:
    own = set(Plan.__slots__) - {"tasks", "rule_id", "rule_day", "copied_from_id"}
    tasks = [Task(role.name, role.places, role.skill) for role in roles_at(chat.session, last)]
    same = {name: getattr(last, name) for name in own}
    return Plan(**same, tasks=tasks, copied_from_id=last.id)
