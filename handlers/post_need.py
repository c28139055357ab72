"""找人帮忙: a resident's own words become an order after one confirmation.

Her first message is the form: what it says is not asked again. Nobody signs up before asking; at
most two questions follow, for somebody else four, and pressing the card is the consent.
"""

from dataclasses import asdict, replace
from typing import Any

from handlers.content import Option
from handlers.emergency import perhaps
from handlers.emergency_answers import in_case
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.sheet import NO
from handlers.for_somebody import ask_about, known_door, whom
from handlers.forms.hazard import HAZARD, hazard_draft
from handlers.forms.papers import ask_papers, is_at_office
from handlers.forms.private import keepers_for
from handlers.health_yes import ask_health, ask_health_of
from handlers.known_places import as_known, station_said
from handlers.language import _, language, pgettext
from handlers.limits import is_not_ours
from handlers.need_basics import (
    ASKS_WHEN,
    ask_basics,
    ask_where,
    leave_kind_open,
    likely_times,
    only_time_is_missing,
)
from handlers.need_card import choose_time, confirm_card
from handlers.need_draft import Basics, Draft
from handlers.need_readers import Wishes
from handlers.need_sending import send
from handlers.readers import (
    OTHER,
    Door,
    DoorAgain,
    KindOfHelp,
    OneOf,
    PhoneNumber,
    When,
    Words,
    has_letters,
    key_span,
    words_of,
)
from handlers.same_door import joins_another
from handlers.suggesting.asking import just_asks
from handlers.they import they
from handlers.understand.health import read_health
from handlers.understand.other import Other, read_other
from handlers.understand.place import Place
from handlers.understand.urgency import presses
from handlers.understand.wish import Wish
from models.need_kind import NeedKind
from models.visit_rules import HOME, people_for
from models.wish import been_there

OFFERED_KINDS = 3
#: it was a question, and somebody who knows has it
ASKED = "asked"
PRESSING, CAN_WAIT = "pressing", "can_wait"


def post_need(chat: Chat) -> None:
    """Ask only for what has not been said, show one card, send the order."""
    draft, has_agreed = _understood(chat)
    if draft is None:
        if not chat.talk.kept.get(ASKED):
            _not_now(chat)
        return
    if joins_another(chat, draft):
        return
    words = they(draft.other) if draft.other is not None else None
    tells = ask_health(chat, draft) if words is None else ask_health_of(chat, draft, words)
    draft = replace(_finished(chat, draft), tells=tells)
    if has_agreed or confirm_card(chat, draft, words):
        send(chat, draft)
    else:
        _not_now(chat)


def _not_now(chat: Chat) -> None:
    chat.say(_("好，先不发。想发了，再写一句就行。"))


def _understood(chat: Chat) -> tuple[Draft | None, bool]:
    """What is asked for, and whether the yes came with the time; None when she would rather not."""
    kinds = list(chat.hearer.known.kinds)
    kind_reader, phone = (
        KindOfHelp(words_of(chat.hearer.known), _likely_kinds(kinds)),
        PhoneNumber(),
    )
    when = When(chat.community.zone, [] if chat.talk.answer("when") else likely_times(chat))
    door = DoorAgain(_door_so_far(chat))
    heard: dict[str, Reader[Any]] = {
        "kind": kind_reader,
        "when": when,
        "place": door,
        "phone": phone,
    }
    chat.hears({**heard, "wish": _wishes(chat, at_card=False)})

    text = _her_words(chat)
    leave_kind_open(chat, kind_reader, text)
    _say_in_case(chat, text)
    code = chat.ask("kind", _("是哪一类的事？\n写几个字也行。"), kind_reader)
    kind = next((each for each in kinds if each.code == code), kinds[-1])
    if is_not_ours(chat, text, kind.code):
        return None, False
    _say_tip(chat, kind, text)
    if just_asks(chat, kind, text):
        chat.keep(ASKED, lambda: True)
        return None, False
    if kind.form == HAZARD:
        return hazard_draft(chat, kind, text, when), False
    return _about_somebody(chat, kind, text, (when, door, phone))


def _about_somebody(
    chat: Chat, kind: NeedKind, text: str, readers: tuple[When, DoorAgain, PhoneNumber]
) -> tuple[Draft | None, bool]:
    """The same for help that goes to a person, at her door or elsewhere."""
    when, door, phone = readers
    other = whom(chat, text, kind)
    _suppose_known(chat, kind, other, door, phone)
    health = read_health(text)
    if other is None and health is None and only_time_is_missing(chat, kind):
        chat.readers["when"] = when
        draft = _with_time(chat, kind, text, when)
        if not chat.talk.kept.get(ASKS_WHEN):
            return draft, True
    if other is None:
        basics = ask_basics(chat, kind, when, _door_so_far(chat))
    else:
        basics = ask_about(chat, kind, other, when, door)
    basics = replace(basics, place=as_known(chat, basics.place))
    return Draft(text, kind, basics, _wish(chat), other, health), False


def _with_time(chat: Chat, kind: NeedKind, text: str, when: When) -> Draft | None:
    """Her card with the likely times to press; None: rather not, or ASKS_WHEN is kept."""
    place, phone = ask_where(chat, kind, _door_so_far(chat))
    place = as_known(chat, place)
    any_time = when.load(key_span(when.options[0].key))
    draft = Draft(text, kind, Basics(any_time, place, phone), _wish(chat))
    draft = _finished(chat, draft)
    key = choose_time(chat, draft, list(when.options))
    if key == OTHER:
        chat.keep(ASKS_WHEN, lambda: True)
        return None
    span = when.load(key_span(key)) if key != NO else None
    return replace(draft, basics=Basics(span, place, phone)) if span else None


def _finished(chat: Chat, draft: Draft) -> Draft:
    """How many go, who may see it, and whether it can wait: what no question needs to ask."""
    options = [
        Option(PRESSING, pgettext("button", "着急")),
        Option(CAN_WAIT, pgettext("button", "不着急")),
    ]
    reader = OneOf(options)
    chat.suppose("pressing", reader, PRESSING if presses(draft.text) else CAN_WAIT)
    pressing = chat.ask("pressing", _("着急吗？着急的社区先看。"), reader) == PRESSING
    people = people_for(chat.community, draft.kind, at_home=draft.venue == HOME)
    keepers, papers = keepers_for(chat, draft.kind), ask_papers(chat, draft)
    draft = replace(draft, people=people, papers=papers)
    return replace(draft, is_pressing=pressing, keepers=keepers)


def _her_words(chat: Chat) -> str:
    if chat.opening is not None and has_letters(chat.opening.text):
        return chat.opening.text
    return chat.ask(
        "what", _("有事要帮忙，直接写一句话。\n比如“厨房灯不亮，3号楼，明天上午”。"), Words()
    )


def _said(chat: Chat) -> str:
    said = chat.opening or chat.talk.answer("what")
    return said.text if said is not None else ""


def _wishes(chat: Chat, *, at_card: bool) -> Wishes:
    return Wishes(lambda: been_there(chat.session, chat.person), at_card=at_card)


def _wish(chat: Chat) -> Wish:
    """Her wishes: heard in her words, and asked only when she wants to change that line."""
    reader = _wishes(chat, at_card=True)
    chat.suppose("wish", reader, asdict(Wish()))
    return chat.ask("wish", _("有什么要求？写一句就行。\n比如“要女的来”“说话大声点”。"), reader)


def _suppose_known(
    chat: Chat, kind: NeedKind, other: Other | None, door: Door, phone: PhoneNumber
) -> None:
    """What she told us before counts until she says something else, and only for her own home."""
    known = known_door(chat, other)
    if kind.place != "home" and other is None and (station := station_said(chat, _said(chat))):
        chat.suppose("place", door, door.save(Place(landmark=station, words=station)))
    if known is not None and kind.place != "station":
        chat.suppose("place", door, door.save(known))
    theirs = other is None or other.lives_here
    if chat.person is not None and chat.person.phone and theirs:
        chat.suppose("phone", phone, chat.person.phone)


def _door_so_far(chat: Chat) -> Place | None:
    """The door of this talk, or the one where she lives when it is for nobody else."""
    answer = chat.talk.answer("place")
    if answer is not None and answer.value is not None:
        return Place(**answer.value)
    return known_door(chat, read_other(_said(chat)))


def _likely_kinds(kinds: list[NeedKind]) -> list[Option]:
    likely = [Option(kind.code, kind.title(language())) for kind in kinds[:OFFERED_KINDS]]
    return [*likely, Option(OTHER, pgettext("button", "别的事"))]


def _say_in_case(chat: Chat, text: str) -> None:
    danger = perhaps(text)
    if danger is not None:
        chat.say(in_case(danger))


def _say_tip(chat: Chat, kind: NeedKind, text: str) -> None:
    if is_at_office(kind, text):
        return  # of an errand at an office other things are said, with its papers
    tip = kind.tip_en if language() == "en" else kind.tip
    if tip:
        chat.say(tip)
