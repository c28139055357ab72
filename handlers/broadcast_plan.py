"""What can be promised before a notice goes out: how many have it when, and how long it takes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from handlers.engine.sheet import Fact
from handlers.language import _, ngettext
from handlers.sayings import say_clock, say_minutes
from models.audience import Reach
from models.community import Community
from models.notice import Urgency


@dataclass(frozen=True, slots=True)
class Plan:
    """How many have it at once, in the morning, when they next write, not at all; how long."""

    now: int
    morning: int
    closed: int
    off: int
    without: int
    minutes: int
    #: how many read it on each channel
    channels: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """All who will have it."""
        return self.now + self.morning + self.closed

    @property
    def to_call(self) -> int:
        """Whoever no chat reaches now: of what is urgent they are told by somebody's voice."""
        return self.closed + self.without


def plan(found: Reach, community: Community, at: datetime, *, at_any_hour: bool = False) -> Plan:
    """Phones ring by day only, and no account is faster than its pace; beginning `at`."""
    if at_any_hour:
        by_day = [each.people for each in found.ringing]
    elif community.quiet_end(at) is not None:
        by_day = [0 for _each in found.ringing]
    else:
        seconds = _until_quiet(community, at).total_seconds()
        by_day = [min(each.people, int(seconds * each.pace)) for each in found.ringing]
    longest = max((n / each.pace for n, each in zip(by_day, found.ringing, strict=True)), default=0)
    minutes = ceil(longest / 60) if longest > 60 else 0
    ringing = sum(each.people for each in found.ringing)
    now = found.silent + sum(by_day)
    morning = ringing - sum(by_day)
    return Plan(now, morning, found.closed, found.off, found.without, minutes, found.channels)


def _until_quiet(community: Community, at: datetime) -> timedelta:
    local = community.local(at)
    return datetime.combine(local.date(), community.quiet_from, community.zone) - local


def facts_of(
    plan: Plan, community: Community, urgency: Urgency = Urgency.NEWS, *, is_later: bool = False
) -> list[Fact]:
    """The honest counts, a line for each that is not 0: at once, later, by phone, not at all."""
    length = _("{length}发完").format(length=say_minutes(plan.minutes))
    clock = say_clock(community.quiet_until)
    first = _("到时候") if is_later else _("现在")
    off = plan.off if urgency is not Urgency.SAFETY else 0
    rows = [
        (first, plan.now, length),
        (_("早上"), plan.morning, _("夜里不发，{clock}后到").format(clock=clock)),
        (_("等下次"), plan.closed, _("来说话时才收得到")),
        (_("免打扰"), off, _("不想收通知，不发")),
        (_("打电话"), plan.without, _("没有聊天，发不到")),
    ]
    if urgency is not Urgency.NEWS:
        # nothing urgent is left to the next time that somebody writes
        del rows[4], rows[2]
        rows.append((_("打电话"), plan.to_call, _("现在收不到，列进电话单")))
    return [Fact(name, say_people(n), small) for name, n, small in rows if n]


def say_people(n: int) -> str:
    """A number of people."""
    return ngettext("{n} 个人", "{n} 个人", n).format(n=n)
