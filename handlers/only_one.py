"""What the word of a button means when it is written: the only thing it can be about.

The subjects are named in MEANT and OF_THE_CHAT, each beside how it is found.

Where several can be meant, or none, the script is begun without and says what to do instead.
"""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from handlers.engine.hearer import Hearer
from models.alert import OPEN, TAKEN, standing_alerts
from models.button import ActionButton
from models.call_request import CallRequest, waiting_calls
from models.hand_over import in_hand, to_be_taken, unanswered
from models.linking import LinkCode, LinkState
from models.membership import STAFF, roles_of
from models.person import Person
from models.suggestion import unreported, waiting_for
from models.team import Team, is_member, may_accept, teams_of
from models.voices import voices_of


def _calls(hearer: Hearer, person: Person) -> list[str]:
    if not roles_of(hearer.session, person, hearer.at).intersection(STAFF):
        return []
    return [call.subject for call in waiting_calls(hearer.session, person.community_id)]


def _led(hearer: Hearer, person: Person) -> list[str]:
    is_staff = bool(roles_of(hearer.session, person, hearer.at).intersection(STAFF))
    teams = teams_of(hearer.session, person.community_id)
    return [f"team:{each.id}" for each in teams if is_staff or each.leader_id == person.id]


def _not_in(hearer: Hearer, person: Person) -> list[str]:
    teams = teams_of(hearer.session, person.community_id)
    return [f"team:{each.id}" for each in teams if not is_member(hearer.session, each, person)]


def _want_in(hearer: Hearer, person: Person) -> list[str]:
    """Requests that this chat was given a button for and that still wait."""
    rows = select(ActionButton.subject).filter_by(
        contact_id=hearer.contact_id, script="accept_member"
    )
    return [
        subject
        for subject in hearer.session.scalars(rows.order_by(ActionButton.id))
        if _waits(hearer, person, subject)
    ]


def _waits(hearer: Hearer, leader: Person, subject: str) -> bool:
    team_id, _dash, who = subject.partition(":")[2].partition("-")
    team, person = hearer.session.get(Team, int(team_id)), hearer.session.get(Person, int(who))
    if team is None or person is None or person.left_at is not None:
        return False
    may = may_accept(hearer.session, team, leader, hearer.at)
    return may and not is_member(hearer.session, team, person)


def _alerts(hearer: Hearer, person: Person, state: str) -> list[str]:
    if not roles_of(hearer.session, person, hearer.at).intersection(STAFF):
        return []
    standing = standing_alerts(hearer.session, person.community_id)
    meant = [each for each in standing if each.state == state]
    return [each.subject for each in meant or standing]  # of another state: it says why not


def _voices(hearer: Hearer, person: Person) -> list[str]:
    """Requests of the list that hold a voice."""
    calls = waiting_calls(hearer.session, person.community_id)
    known = set(_calls(hearer, person))
    there = (each for each in calls if each.subject in known)
    return [x.subject for x in there if voices_of(hearer.session, x.contact_id, x.at)]


def _asked_to_link(script: str, state: LinkState) -> Callable[[Hearer, Person], list[str]]:
    """What this chat was given a button for and is still to be answered."""

    def find(hearer: Hearer, _person: Person) -> list[str]:
        given = select(ActionButton.subject).filter_by(contact_id=hearer.contact_id, script=script)
        ids = [int(subject.partition(":")[2]) for subject in hearer.session.scalars(given)]
        rows = select(LinkCode).where(
            LinkCode.id.in_(ids), LinkCode.state == state, LinkCode.expires_at > hearer.at
        )
        return [each.subject for each in hearer.session.scalars(rows)]

    return find


def _suggestions(hearer: Hearer, person: Person) -> list[str]:
    """What waits for this person's answer."""
    return [each.subject for each in waiting_for(hearer.session, person, hearer.at)]


def _answered(hearer: Hearer, person: Person) -> list[str]:
    """What this person answered and told no result of."""
    return [each.subject for each in unreported(hearer.session, person)]


def _receipts(hearer: Hearer, person: Person) -> list[str]:
    """Papers of theirs that changed hands and wait for a yes or a no."""
    return [each.subject for each in unanswered(hearer.session, person)]


def _papers_to_take(hearer: Hearer, person: Person) -> list[str]:
    return [each.subject for each in to_be_taken(hearer.session, person)]


def _papers_in_hand(hearer: Hearer, person: Person) -> list[str]:
    return [each.subject for each in in_hand(hearer.session, person)]


MEANT: dict[str, Callable[[Hearer, Person], list[str]]] = {
    "accept_member": _want_in,
    "answer_suggestion": _suggestions,
    "papers_right": _receipts,
    "papers_wrong": _receipts,
    "report_suggestion": _answered,
    "return_papers": _papers_in_hand,
    "route_suggestion": _suggestions,
    "called": _calls,
    "close_alert": partial(_alerts, state=TAKEN),
    "hear_voice": _voices,
    "join_team": _not_in,
    "link_doubt": _asked_to_link("link_doubt", LinkState.AGREED),
    "link_no": _asked_to_link("link_no", LinkState.TYPED),
    "link_vouch": _asked_to_link("link_vouch", LinkState.AGREED),
    "link_yes": _asked_to_link("link_yes", LinkState.TYPED),
    "see_number": _calls,
    "take_papers": _papers_to_take,
    "take_alert": partial(_alerts, state=OPEN),
    "team_members": _led,
    "write_down": _voices,
}


def _heard(hearer: Hearer) -> list[str]:
    """Lines of this chat's voices that wait for the speaker's word."""
    rows = select(CallRequest).filter_by(contact_id=hearer.contact_id, done_at=None)
    return [each.subject for each in hearer.session.scalars(rows) if each.heard]


#: what is a chat's own, though nobody may know whose chat it is
OF_THE_CHAT = {"voice_right": _heard, "voice_wrong": _heard}


def only_one(hearer: Hearer, script: str) -> str:
    """The subject of `script` when just one can be meant; else ""."""
    person = hearer.person
    if script in OF_THE_CHAT:
        found = OF_THE_CHAT[script](hearer)
        return found[0] if len(found) == 1 else ""
    found = MEANT[script](hearer, person) if person is not None else []
    return found[0] if len(found) == 1 else ""
