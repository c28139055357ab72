"""News of people's roles, teams and guardians; of no order."""

from datetime import timedelta
from typing import Any

from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.news.telling import say
from handlers.notice import Message, Reading
from handlers.sayings import say_date
from models.membership import ROLE_LABELS, Membership, Role, roles_of
from models.person import Person
from models.skill import SKILLS
from models.team import Team, is_member, may_accept


def role_given(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whom it was given, while it holds."""
    row = reading.session.get(Membership, values["membership"])
    if row is None or (row.until is not None and row.until <= reading.now):
        return None
    role = _(ROLE_LABELS[row.role])
    if row.until is None:
        return say(_("您现在是{role}了。\n能做什么，写“帮助”看。").format(role=role))
    local, now = reading.community.local(row.until), reading.community.local(reading.now)
    day = say_date((local - timedelta(seconds=1)).date(), now)
    return say(_("您现在是{role}了，到{day}。\n能做什么，写“帮助”看。").format(role=role, day=day))


def role_ended(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whose role is over, unless it was given again meanwhile."""
    role = Role(values["role"])
    if role in roles_of(reading.session, reading.person, reading.now):
        return None
    text = _("您不再是{role}了，谢谢您做过的事。\n想问清楚，写“找社区”。")
    return say(text.format(role=_(ROLE_LABELS[role])))


def verified(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To a volunteer: a colleague has seen the licence."""
    skill = SKILLS[values["skill"]].label
    text = _("您的{skill}核实了，谢谢您带证来。\n想看，写“我的资料”。")
    return say(text.format(skill=_(skill)))


def guardian_agreed(_reading: Reading, _values: dict[str, Any]) -> Message | None:
    """To a minor: a grown-up of the family has said yes."""
    text = _("家里大人点头了，您登记好了。\n写“接单”看现在能帮什么。")
    action = Action(pgettext("button", "看看能帮啥"), "open_tasks", "", "main")
    return Message(Content(text=text), (action,))


def join_asked(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the leader: somebody wants to join; nothing once they are in."""
    team = reading.session.get_one(Team, values["team"])
    who = reading.session.get_one(Person, values["who"])
    if reading.person is None or is_member(reading.session, team, who):
        return None
    if not may_accept(reading.session, team, reading.person, reading.now):
        return None
    text = _("{who}想进{team}。\n不方便，不用回。").format(who=who.display_name, team=team.name)
    subject = f"join:{team.id}-{who.id}"
    yes = Action(pgettext("button", "同意进队"), "accept_member", subject, "main")
    return Message(Content(text=text), (yes,))


def team_joined(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who wanted to join."""
    team = reading.session.get_one(Team, values["team"])
    return say(_("您进{team}了，欢迎。").format(team=team.name))


def team_left(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To the leader."""
    team = reading.session.get_one(Team, values["team"])
    who = reading.session.get_one(Person, values["who"])
    return say(_("{who}退出{team}了。").format(who=who.masked_name, team=team.name))


def team_led(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To who leads a team from now on."""
    team = reading.session.get_one(Team, values["team"])
    if reading.person is None or team.leader_id != reading.person.id:
        return None
    return say(_("您现在是{team}的队长了。\n看队员，写“队伍”。").format(team=team.name))
