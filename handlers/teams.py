"""队伍: which teams there are, joining with the leader's yes, leaving, leading."""

from datetime import date

from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.readers import Name, OneOf
from handlers.sayings import say_minutes
from handlers.whom import ask_whom
from models import team as book
from models.errors import Refused
from models.membership import STAFF, people_with, require, roles_of
from models.person import Person
from models.team import Team, own_team, teams_of
from models.words import N_

SHOWN = 6
MEMBERS_SHOWN = 30


def teams(chat: Chat) -> None:
    """Each team with its leader, its size and its hours; what can be done depends on who asks."""
    person = chat.somebody_known()
    found = teams_of(chat.session, person.community_id)
    if not found:
        chat.say(_("还没有队伍。"))
    for team in found[:SHOWN]:
        content = Content(text=_about(chat, team), subject=f"team:{team.id}")
        chat.show(content, *_actions(chat, team, person))
    if book.makes_teams(chat.session, person, chat.now):
        chat.show(
            Content(text=_("要建一支新队伍？")),
            Action(pgettext("button", "建一支队"), "make_team", ""),
        )


def _about(chat: Chat, team: Team) -> str:
    leader = chat.session.get(Person, team.leader_id) if team.leader_id else None
    members = book.members_of(chat.session, team)
    minutes = sum(book.minutes_in(chat.session, team).values())
    people = ngettext("{n} 人", "{n} 人", len(members)).format(n=len(members))
    lines = [team.name]
    if team.about:
        lines.append(team.about)
    name = leader.display_name if leader else _("还没有")
    lines.append(_("队长：{name}，{people}").format(name=name, people=people))
    if minutes:
        lines.append(_("一共服务 {total}").format(total=say_minutes(minutes)))
    return "\n".join(lines)


def _actions(chat: Chat, team: Team, person: Person) -> list[Action]:
    subject = f"team:{team.id}"
    is_staff = bool(roles_of(chat.session, person, chat.now).intersection(STAFF))
    actions = []
    if team.leader_id == person.id or is_staff:
        actions.append(Action(pgettext("button", "看队员"), "team_members", subject))
    if book.makes_teams(chat.session, person, chat.now):
        actions.append(Action(pgettext("button", "换队长"), "lead_team", subject))
    if not book.is_member(chat.session, team, person):
        actions.append(Action(pgettext("button", "想加入"), "join_team", subject))
    elif team.leader_id != person.id:
        actions.append(Action(pgettext("button", "退队"), "leave_team", subject))
    return actions


def join_team(chat: Chat) -> None:
    """想加入: the leader is asked; without one, the staff."""
    person = chat.somebody_known()
    if not chat.talk.subject:
        teams(chat)
        return
    team = own_team(chat.session, person, chat.subject_id)
    book.check_may_join(chat.session, team, person, chat.now)
    asked = [team.leader_id] if team.leader_id else _staff(chat)
    for person_id in asked:
        chat.tell(person_id, "join_asked", team=team.id, who=person.id)
    if team.leader_id:
        chat.say(_("跟队长说了，队长点头就算进队。"))
    else:
        chat.say(_("跟社区说了，社区点头就算进队。"))


def accept_member(chat: Chat) -> None:
    """同意进队, by the leader; pressed twice it is the same."""
    by = chat.somebody_known()
    if not chat.talk.subject:
        raise Refused(N_("没看出是哪一位想进队。\n按那一句下面的“同意进队”。"))
    team_id, _dash, who = chat.talk.subject.partition(":")[2].partition("-")
    team = own_team(chat.session, by, int(team_id))
    person = chat.session.get_one(Person, int(who))
    book.join(chat.session, team, person, by, chat.now)
    chat.say(_("好，{name}进队了。").format(name=person.masked_name))
    chat.tell(person.id, "team_joined", team=team.id)


def leave_team(chat: Chat) -> None:
    """退队: asked once."""
    person = chat.somebody_known()
    choices = [
        Option("yes", pgettext("button", "退队")),
        Option("no", pgettext("button", "不退")),
    ]
    name = chat.keep("name", lambda: own_team(chat.session, person, chat.subject_id).name)
    if chat.ask("sure", _("退出{name}吗？").format(name=name), OneOf(choices)) == "no":
        chat.say(_("好，还在队里。"))
        return
    team = own_team(chat.session, person, chat.subject_id)
    book.leave(chat.session, team, person, chat.now)
    chat.say(_("退了。做过的时长都还在。"))
    if team.leader_id:
        chat.tell(team.leader_id, "team_left", team=team.id, who=person.id)


def team_members(chat: Chat) -> None:
    """看队员: masked names and this year's hours, for the leader and staff."""
    person = chat.somebody_known()
    if not chat.talk.subject:
        teams(chat)
        return
    team = own_team(chat.session, person, chat.subject_id)
    if team.leader_id != person.id:
        require(chat.session, person, STAFF, chat.now)
    today = chat.community.local(chat.now).date()
    minutes = book.minutes_in(chat.session, team, date(today.year, 1, 1))
    members = book.members_of(chat.session, team)
    chat.say(_("{name}，今年：").format(name=team.name))
    for member in members[:MEMBERS_SHOWN]:
        done = minutes.get(member.id, 0)
        chat.say(f"{member.masked_name} {say_minutes(done) if done else _('还没有')}")
    if not members:
        chat.say(_("还没有队员。"))


def make_team(chat: Chat) -> None:
    """建一支队: its name and who leads it."""
    by = chat.somebody_known()
    book.require_maker(chat.session, by, chat.now)
    name = chat.ask("name", _("队伍叫什么？\n比如“红马甲队”。"), Name())
    leader = ask_whom(chat, _("谁当队长？写名字就行。"))
    team = book.make_team(chat.session, by, name, chat.now)
    book.lead(chat.session, team, leader, by, chat.now)
    chat.say(_("建好了：{name}，队长{leader}。").format(name=name, leader=leader.display_name))
    chat.tell(leader.id, "team_led", team=team.id)


def lead_team(chat: Chat) -> None:
    """换队长."""
    by = chat.somebody_known()
    book.require_maker(chat.session, by, chat.now)
    leader = ask_whom(chat, _("换谁当队长？写名字就行。"))
    team = own_team(chat.session, by, chat.subject_id)
    book.lead(chat.session, team, leader, by, chat.now)
    chat.say(_("好，{name}的队长是{leader}了。").format(name=team.name, leader=leader.display_name))
    chat.tell(leader.id, "team_led", team=team.id)


def _staff(chat: Chat) -> list[int]:
    return people_with(chat.session, chat.hearer.community_id, STAFF, chat.now)
