"""Audience rules (对象): whom a notice is for, as JSON, and what that means to the database.

A rule is one dictionary of one key: "all" and "any" hold rules, "not" holds one, everything else
is a fact about a person with what counts for it, e.g.
{"all": [{"community": [1]}, {"role": ["volunteer"]}, {"not": {"skill": ["medical"]}}]}.
Every rule begins with the communities it is for: nobody of another one is ever meant.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    not_,
    or_,
    select,
    true,
)

from models.account import Account, is_on_for
from models.address import Building
from models.community import Community
from models.consent import UNANSWERED
from models.contact import Contact
from models.conversation import Conversation
from models.directory import DirectoryMember, DirectoryPlace
from models.membership import Membership, Role
from models.order import Order
from models.person import Person
from models.qualification import Qualification
from models.sign_up import COMING, SignUp, SignUpState
from models.team import TeamMember
from models.volunteer_profile import VolunteerProfile

Rule = dict[str, Any]
ALL, ANY, NOT, COMMUNITY = "all", "any", "not", "community"
#: what somebody had to do with an activity: has a place; never said a word of it; was there
SIGNED_UP, NOT_YET, CAME = "signed_up", "not_yet", "came"
#: who asked longer ago may have nobody at home any more
ASKED_WITHIN = timedelta(days=365)
DEEPEST, MOST_PARTS = 5, 40


class NoRule(ValueError):
    """What is kept as a rule is none; the text says which part."""


@dataclass(frozen=True, slots=True)
class Window:
    """The moment of looking, and at whom: people of ids beyond `after`, and up to `until`."""

    at: datetime
    after: int = 0
    until: int | None = None

    def holds(self, person_id: Any) -> ColumnElement[bool]:
        """Whether a person's id lies in it. Every table is told, or PostgreSQL reads all of it."""
        bounds = [person_id > self.after] if self.after else []
        if self.until is not None:
            bounds.append(person_id <= self.until)
        return and_(true(), *bounds)


def everyone(communities: Sequence[int]) -> Rule:
    """All people of these communities."""
    return {ALL: [{COMMUNITY: list(communities)}]}


def volunteers(communities: Sequence[int]) -> Rule:
    """All volunteers of these communities."""
    return narrowed(everyone(communities), {"role": [Role.VOLUNTEER.value]})


def narrowed(rule: Rule, *more: Rule) -> Rule:
    """The same people, as far as all of `more` holds for them, too."""
    return {ALL: [*rule[ALL], *more]}


def communities_of(rule: Rule) -> list[int]:
    """Ids of the communities it is for. Raises NoRule when it names none."""
    parts = rule.get(ALL)
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and part.get(COMMUNITY):
            return list(part[COMMUNITY])
    raise NoRule("a rule begins with its communities")


def check(rule: Any) -> None:
    """Raise NoRule unless every part of it can be told to the database."""
    if _parts(rule, DEEPEST) > MOST_PARTS:
        raise NoRule("too many parts")
    communities_of(rule)


def _parts(rule: Any, deep: int) -> int:
    if deep < 0 or not isinstance(rule, dict) or len(rule) != 1:
        raise NoRule(f"not one part: {str(rule)[:60]}")
    ((name, value),) = rule.items()
    if name == NOT:
        return 1 + _parts(value, deep - 1)
    if name in (ALL, ANY):
        if not isinstance(value, list) or not value:
            raise NoRule(f"{name} of nothing")
        return 1 + sum(_parts(each, deep - 1) for each in value)
    if name not in FACTS:
        raise NoRule(f"no fact about people: {str(name)[:40]}")
    kind, _meaning = FACTS[name]
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, kind) for each in values):
        raise NoRule(f"{name} cannot be {str(value)[:40]}")
    return 1


def meaning(rule: Rule, window: Window) -> ColumnElement[bool]:
    """What it says of a row of `person`. Raises NoRule."""
    ((name, value),) = rule.items()
    if name == NOT:
        return not_(meaning(value, window))
    if name == ALL:
        return and_(*(meaning(each, window) for each in value))
    if name == ANY:
        return or_(*(meaning(each, window) for each in value))
    if name not in FACTS:
        raise NoRule(f"no fact about people: {name}")
    return FACTS[name][1](value, window)


def _community(ids: list[int], _window: Window) -> ColumnElement[bool]:
    return Person.community_id.in_(ids)


def _role(roles: list[str], window: Window) -> ColumnElement[bool]:
    return exists().where(
        Membership.person_id == Person.id,
        window.holds(Membership.person_id),
        Membership.community_id == Person.community_id,
        Membership.role.in_([Role(each) for each in roles]),
        Membership.since <= window.at,
        or_(Membership.until.is_(None), Membership.until > window.at),
    )


def _building(numbers: list[str], _window: Window) -> ColumnElement[bool]:
    return Person.building.in_(numbers)


def _grid(ids: list[int], _window: Window) -> ColumnElement[bool]:
    return exists().where(
        Building.community_id == Person.community_id,
        Building.number == Person.building,
        Building.grid_id.in_(ids),
    )


def _team(ids: list[int], window: Window) -> ColumnElement[bool]:
    return exists().where(
        TeamMember.person_id == Person.id,
        window.holds(TeamMember.person_id),
        TeamMember.team_id.in_(ids),
        TeamMember.joined_at <= window.at,
        or_(TeamMember.left_at.is_(None), TeamMember.left_at > window.at),
    )


def _listed(ids: list[int], window: Window) -> ColumnElement[bool]:
    """A chat of theirs is that of a member of one of these departments or tags."""
    places = (
        _chats(window)
        .join(DirectoryMember, DirectoryMember.contact_id == Contact.id)
        .join(DirectoryPlace, DirectoryPlace.member_id == DirectoryMember.id)
    )
    return places.where(DirectoryPlace.group_id.in_(ids)).exists()


def _skill(codes: list[str], window: Window) -> ColumnElement[bool]:
    """Who says they can, or has shown a licence that is still good."""
    shown = exists().where(
        Qualification.person_id == Person.id,
        window.holds(Qualification.person_id),
        Qualification.skill.in_(codes),
        or_(
            Qualification.valid_until.is_(None),
            Qualification.valid_until >= window.at.date(),
        ),
    )
    return or_(_named(VolunteerProfile.skills, codes, window), shown)


def _kind(codes: list[str], window: Window) -> ColumnElement[bool]:
    return _named(VolunteerProfile.kinds, codes, window)


def _named(column: Any, codes: list[str], window: Window) -> ColumnElement[bool]:
    """The list in the profile holds one of these codes; both databases keep it as text."""
    text = cast(column, Text)
    return exists().where(
        VolunteerProfile.person_id == Person.id,
        window.holds(VolunteerProfile.person_id),
        or_(false(), *(text.contains(f'"{code}"', autoescape=True) for code in codes)),
    )


def _activity(value: dict[str, Any], window: Window) -> ColumnElement[bool]:
    rows = and_(
        SignUp.activity_id == value["id"],
        SignUp.person_id == Person.id,
        window.holds(SignUp.person_id),
    )
    if value["how"] == NOT_YET:  # who said 来不了 has said a word, too
        return ~exists().where(rows)
    states = (SignUpState.ATTENDED,) if value["how"] == CAME else COMING
    return exists().where(rows, SignUp.state.in_(states))


def _language(codes: list[str], window: Window) -> ColumnElement[bool]:
    spoken = case((Contact.language == "", Community.language), else_=Contact.language)
    rows = _chats(window).join(Community, Community.id == Contact.community_id)
    return rows.where(spoken.in_(codes)).exists()


def _channel(names: list[str], window: Window) -> ColumnElement[bool]:
    rows = _chats(window).join(Account, Account.id == Contact.account_id)
    return rows.where(Account.channel.in_(names), may_be_written_to(Contact)).exists()


def _seen(days: int, window: Window) -> ColumnElement[bool]:
    rows = _chats(window).join(Conversation, Conversation.contact_id == Contact.id)
    return rows.where(Conversation.changed_at >= window.at - timedelta(days=days)).exists()


def _chats(window: Window) -> Select[int]:
    mine = Contact.person_id == Person.id, window.holds(Contact.person_id)
    return select(Contact.id).where(*mine).correlate(Person)


def may_be_written_to(chat: type[Contact]) -> ColumnElement[bool]:
    """It is alive on an account that is on, and abroad they have said yes to being written to."""
    return and_(chat.stopped_at.is_(None), chat.overseas != UNANSWERED, is_on_for(chat))


def _asked_for(whose: list[str], window: Window) -> ColumnElement[bool]:
    """Who asked, or was helped, with what is of the old or the young, in the last year."""
    lately = window.at - ASKED_WITHIN
    some = Order.whose.in_(whose), Order.created_at >= lately
    return or_(
        *(
            exists().where(side == Person.id, window.holds(side), *some)
            for side in (Order.requested_by_id, Order.served_person_id)
        )
    )


Meaning = Callable[[Any, Window], ColumnElement[bool]]
#: every fact about people: what its value is made of, and what it means
FACTS: dict[str, tuple[type, Meaning]] = {
    COMMUNITY: (int, _community),
    "role": (str, _role),
    "building": (str, _building),
    "grid": (int, _grid),
    "team": (int, _team),
    "department": (int, _listed),
    "tag": (int, _listed),
    "skill": (str, _skill),
    "kind": (str, _kind),
    "activity": (dict, _activity),
    "asked_for": (str, _asked_for),
    "language": (str, _language),
    "channel": (str, _channel),
    "seen": (int, _seen),
}
