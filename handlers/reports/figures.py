"""本周、本月、今年的数字: what came in, what was done and what was not, who served, how long."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from handlers.language import _, language, pgettext
from handlers.reports.sheet import Row, Sheet
from handlers.sayings import say_minutes
from models.community import Community
from models.community_figures import CommunityFigures, community_figures
from models.evaluation import OUTCOME_LABELS, Outcome
from models.figures_span import Span
from models.order import STATE_LABELS, OrderState
from models.service_record import EVIDENCE_LABELS, Evidence

#: why an order came to nothing, in the order in which it is told
REASONS: tuple[OrderState | Outcome, ...] = (
    OrderState.EXPIRED,
    OrderState.CANCELLED,
    OrderState.REJECTED,
    OrderState.REFERRED,
    Outcome.NOT_DONE,
    Outcome.NOBODY_CAME,
)


def figures(session: Session, community: Community, span: Span) -> Sheet:
    """The figures of one community and span."""
    found = community_figures(session, community, span)
    rows = (*_orders(found), *_people(found), *_hours(found), *_rated(found))
    return Sheet(f"{community.name} {say_days(span)}", rows)


def say_days(span: Span) -> str:
    """11月23日到11月29日, 2026年11月, 2026年."""
    if language() == "en":
        return f"{span.first} – {span.last}"
    if span.kind == "year":
        return f"{span.first.year}年"
    if span.kind == "month":
        return f"{span.first.year}年{span.first.month}月"
    first, last = (f"{day.month}月{day.day}日" for day in (span.first, span.last))
    return f"{span.first.year}年{first}到{last}"


def _orders(found: CommunityFigures) -> Iterator[Row]:
    group, unit = _("单子"), pgettext("unit", "张")
    yield Row(group, _("收到"), found.came, unit)
    yield Row(group, _("办完"), found.done, unit)
    yield Row(group, _("没办成"), sum(found.not_done.values()), unit)
    for reason in REASONS:
        label = OUTCOME_LABELS[reason] if isinstance(reason, Outcome) else STATE_LABELS[reason]
        yield Row(_("没办成的"), _(label), found.not_done[reason], unit, is_quiet=True)


def _people(found: CommunityFigures) -> Iterator[Row]:
    yield Row(_("人"), _("服务"), found.served, _("人次"))
    yield Row(_("人"), _("出力的志愿者"), found.volunteers, pgettext("unit", "位"))
    yield Row(_("人"), _("活动"), found.activities, pgettext("unit", "场"))


def _hours(found: CommunityFigures) -> Iterator[Row]:
    group, unit = _("时长"), _("分钟")
    total = sum(found.minutes.values())
    yield Row(group, _("核实过的"), total, unit, _length(total))
    for evidence in Evidence:
        minutes = found.minutes.get(evidence, 0)
        label = _(EVIDENCE_LABELS[evidence])
        yield Row(group, label, minutes, unit, _length(minutes), is_quiet=True)
    yield Row(group, _("等核实的"), found.waiting, unit, _length(found.waiting), is_quiet=True)


def _length(minutes: int) -> str:
    return say_minutes(minutes) if minutes else ""


def _rated(found: CommunityFigures) -> Iterator[Row]:
    """Never without what it is a part of."""
    group, unit = _("结了的单"), pgettext("unit", "张")
    yield Row(group, _("一共"), found.closed, unit)
    yield Row(group, _("说了怎么样的"), found.rated, unit)
