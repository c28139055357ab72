"""The words of a call for help, made of what stands in the activity or the order.

An order is told as the pool tells it: kind, building and time, never a door or a name.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.language import _, language
from handlers.sayings import order_span, say_building, say_time
from handlers.understand.span import TimeSpan
from models.activity import Activity, ActivityRole
from models.calling import Call, lacking
from models.community import Community
from models.need_kind import kind_of
from models.order import Order


def call_text(session: Session, call: Call, at: datetime) -> str:
    """Three or four lines that everybody may read; "" when it is gone."""
    if call.is_order:
        return _of_order(session, call, at)
    activity = session.get(Activity, call.id)
    if activity is None:
        return ""
    now = session.get_one(Community, activity.community_id).local(at)
    starts, ends = (each.astimezone(now.tzinfo) for each in (activity.starts_at, activity.ends_at))
    role = session.get(ActivityRole, call.role_id) if call.role_id else None
    n = lacking(session, call)
    wants = (
        _("{what}，还缺 {n} 位：{role}。").format(what=activity.title, n=n, role=role.name)
        if role
        else _("{what}，还缺 {n} 位。").format(what=activity.title, n=n)
    )
    when = say_time(TimeSpan(starts, ends, "minute", ""), now)
    risk = _("当心：{risk}").format(risk=activity.risk_note) if activity.risk_note else ""
    return "\n".join(each for each in (wants, when, activity.place, risk) if each)


def _of_order(session: Session, call: Call, at: datetime) -> str:
    order = session.get(Order, call.id)
    if order is None:
        return ""
    now = session.get_one(Community, order.community_id).local(at)
    kind = kind_of(session, order.community_id, order.kind)
    wants = _("{what}，还缺 {n} 位。").format(what=kind.title(language()), n=lacking(session, call))
    caution = kind.caution_en if language() == "en" else kind.caution
    risk = _("当心：{risk}").format(risk=caution) if caution else ""
    when = say_time(order_span(order, now), now)
    return "\n".join(each for each in (wants, when, say_building(order.building), risk) if each)
