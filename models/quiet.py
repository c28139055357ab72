"""When somebody is left in peace: quiet hours of their own or the community's, and 今天别叫我."""

from datetime import datetime, time, timedelta

from models.community import Community
from models.person import Person


def is_between(clock: time, begins: time, ends: time) -> bool:
    """Whether the clock stands between the two, over midnight if need be."""
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def quiet_end(community: Community, person: Person | None, moment: datetime) -> datetime | None:
    """When the quiet hours end in which `moment` lies, UTC; None outside them.

    Hours of one's own stand in for the community's; two equal ones mean that any hour will do.
    """
    if person is None or person.quiet_from is None or person.quiet_until is None:
        return community.quiet_end(moment)
    local = community.local(moment)
    opens, closes = person.quiet_until, person.quiet_from
    if not is_between(local.time(), closes, opens):
        return None
    on = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return community.moment(on, opens)


def hush(community: Community, person: Person, moment: datetime) -> datetime:
    """今天别叫我: nothing rings before the morning after; returns when that is, UTC."""
    local = community.local(moment)
    opens = person.quiet_until or community.quiet_until
    on = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    person.hushed_until = community.moment(on, opens)
    return person.hushed_until


def hush_end(person: Person | None, moment: datetime) -> datetime | None:
    """Until when they asked not to be called; None when that is over or never was."""
    until = person.hushed_until if person is not None else None
    return until if until is not None and until > moment else None
