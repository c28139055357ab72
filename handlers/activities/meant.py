"""Which activity a word means: by its number, or because it is the only one."""

import re

from handlers.activities import words as activities
from handlers.activities.signing_in import BY_SCAN, SIGNING_IN
from handlers.engine.contract import Command
from handlers.engine.hearer import Hearer
from handlers.visit_readers import ARRIVING
from handlers.vocabulary import ABOUT
from models.activity import find_activity, role_called
from models.activity_lists import answerable
from models.activity_rights import may_make
from models.assignment import accepted_orders
from models.attendance import activity_now, on_now
from models.order import find_order
from models.sign_up import COMING, SignUpState


def about_activity(hearer: Hearer, word: str) -> Command | None:
    """报名1205-01, 擦窗1205-01: an activity of that number, unless only an order has it."""
    match = activities.NUMBERED.fullmatch(word)
    if match is None or (match[1] in ABOUT and match[1] not in activities.ABOUT):
        return None
    number = f"{match[2]}-{match[3]}"
    drafts = may_make(hearer.session, hearer.person, hearer.at)
    found = find_activity(hearer.session, hearer.community_id, number, drafts=drafts)
    subject = found.subject if found else "activity:0"
    role = role_called(hearer.session, found, match[1]) if found else None
    task = role.subject if role else ""
    is_order = match[1] in ABOUT and find_order(hearer.session, hearer.community_id, number)
    hearer.undo()
    if task:
        return Command("join_role", task)
    script = activities.ABOUT.get(match[1], "")
    return Command(script, subject) if script and (found or not is_order) else None


def scanned(hearer: Hearer, rest: str) -> Command:
    """What the code on the screen of the day begins: the number it is at, then the digits."""
    found = SIGNING_IN.fullmatch(BY_SCAN + rest)
    return _signing_in(hearer, found) if found else Command("welcome")


def signing_in(hearer: Hearer, word: str) -> Command | None:
    """签到1205-01 4821, as the same code brings it along into a chat on the page; 签到 4821."""
    found = SIGNING_IN.fullmatch(word)
    if found is not None:
        return _signing_in(hearer, found)
    here = ARRIVING.fullmatch(word)
    return digits_here(hearer, word) if here is not None and here["how"] else None


def digits_here(hearer: Hearer, word: str) -> Command | None:
    """4821: read off the screen or the leader's lips by somebody who has a place there now.

    Who has none and says what it is (签到 4821) means the visit they go to, else the only activity
    that is on.
    """
    said = ARRIVING.fullmatch(word)
    if said is None or hearer.person is None:
        return None
    there = (*COMING, SignUpState.ATTENDED)
    activity = activity_now(hearer.session, hearer.person, hearer.at, there)
    if activity is None and said["how"]:
        if accepted_orders(hearer.session, hearer.person):
            hearer.undo()
            return Command("check_in", is_heard=True)
        on = on_now(hearer.session, hearer.community_id, hearer.at)
        activity = on[0] if len(on) == 1 else None
    hearer.undo()
    if activity is None:
        return None
    return Command("sign_in_activity", activity.subject, is_heard=True)


def _signing_in(hearer: Hearer, said: re.Match[str]) -> Command:
    found = find_activity(hearer.session, hearer.community_id, f"{said['day']}-{said['n']}")
    subject = found.subject if found else "activity:0"
    hearer.undo()
    return Command("sign_in_activity", subject, is_heard=True)


def only_activity(hearer: Hearer, word: str) -> Command | None:
    """来, 来不了, 我来 without a number: of an activity they have a place at or wait for."""
    script = activities.ABOUT.get(word)
    if script not in activities.OF_ONE or hearer.person is None:
        hearer.undo()
        return None
    offered = script == "take_place"
    ids = answerable(hearer.session, hearer.person, hearer.at, offered=offered)
    hearer.undo()
    if not ids:
        return None
    return Command(script, f"activity:{ids[0]}" if len(ids) == 1 else "")
