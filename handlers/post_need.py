"""找人帮忙: a resident's own words become an order after one confirmation.

Her first message is the form: what it says is not asked again. Nobody signs up before asking;
pressing the card is the consent.
"""

from handlers import order_news
from handlers.content import Option
from handlers.engine.chat import Chat, Fact
from handlers.language import _, language, ngettext, pgettext
from handlers.readers import (
    OTHER,
    Door,
    DoorAgain,
    KindOfHelp,
    PhoneNumber,
    When,
    Words,
    has_letters,
    key_span,
    span_key,
)
from handlers.sayings import say_moment, say_place, say_time, say_when
from handlers.understand.clock import read_time
from handlers.understand.kind import KindWords
from handlers.understand.phone import say_phone
from handlers.understand.place import Place
from handlers.understand.span import Found, TimeSpan
from models import posting
from models.attached import attach
from models.consent import Purpose, agree
from models.membership import Role, grant
from models.need_kind import NeedKind
from models.person import Person
from models.timer import set_timer
from models.visit_rules import HOME, people_for

OFFERED_KINDS = 3
OFFERED_TIMES = ("明天上午", "明天下午")


def post_need(chat: Chat) -> None:
    """Ask only for what she has not said, show one card, send the order."""
    kinds = list(chat.hearer.known.kinds)
    phone, door = PhoneNumber(), DoorAgain(_known_door(chat))
    when = When(chat.community.zone, _likely_times(chat))
    kind = KindOfHelp([KindWords(k.code, tuple(k.words)) for k in kinds], _likely_kinds(kinds))
    chat.hears({"kind": kind, "when": when, "place": door, "phone": phone})
    _suppose_known(chat, door, phone)

    text = _her_words(chat)
    code = chat.ask("kind", _("是哪一类的事？\n写几个字也行。"), kind)
    help_kind = next((each for each in kinds if each.code == code), kinds[-1])
    _say_tip(chat, help_kind)
    span = chat.ask("when", _("什么时候来方便？"), when)
    place = chat.ask("place", _("到哪里去？写楼号、单元和门牌。\n比如“3号楼2单元501”。"), door)
    number = chat.ask(
        "phone", _("留个电话吧，来之前给您打一个。\n电话和门牌，只给来的人和社区看。"), phone
    )

    now = chat.community.local(chat.now)
    facts = _facts(help_kind, text, say_time(span, now), place, number)
    people = _people(chat, help_kind, place)
    if not chat.confirm("card", _("我念一遍"), facts, _promise(people), _send()):
        chat.say(_("好，先不发。想发了，再写一句就行。"))
        return
    need = posting.Need(
        text, help_kind, span.start, span.end, span.precision, _where(place), number,
        people, span.bound,
    )  # fmt: skip
    _post(chat, need)


def _her_words(chat: Chat) -> str:
    if chat.opening is not None and has_letters(chat.opening.text):
        return chat.opening.text
    return chat.ask(
        "what", _("有事要帮忙，直接写一句话。\n比如“厨房灯不亮，3号楼，明天上午”。"), Words()
    )


def _suppose_known(chat: Chat, door: Door, phone: PhoneNumber) -> None:
    """What she told us before counts until she says something else."""
    known = _known_door(chat)
    if known is not None:
        chat.suppose("place", door, door.save(known))
    if chat.person is not None and chat.person.phone:
        chat.suppose("phone", phone, chat.person.phone)


def _known_door(chat: Chat) -> Place | None:
    """The door of this talk, or the one where she lives."""
    answer = chat.talk.answer("place")
    if answer is not None and answer.value is not None:
        return Place(**answer.value)
    person = chat.person
    if person is None or person.door is None:
        return None
    return Place("", *person.door, "", "")


def _likely_kinds(kinds: list[NeedKind]) -> list[Option]:
    likely = [Option(kind.code, kind.title(language())) for kind in kinds[:OFFERED_KINDS]]
    return [*likely, Option(OTHER, pgettext("button", "别的事"))]


def _likely_times(chat: Chat) -> list[Option]:
    """The two likeliest times, fixed when first offered: they never move over midnight."""
    now = chat.community.local(chat.now)

    def make() -> list[str]:
        readings = (read_time(words, now) for words in OFFERED_TIMES)
        return [span_key(each.span) for each in readings if isinstance(each, Found)]

    keys = chat.keep("times", make)
    said = ((key, say_when(_span(chat, key), now)) for key in keys)
    offers = [Option(key, words[:1].upper() + words[1:]) for key, words in said]
    return [*offers, Option(OTHER, pgettext("button", "别的时间"))]


def _span(chat: Chat, key: str) -> TimeSpan:
    return When(chat.community.zone).load(key_span(key))


def _say_tip(chat: Chat, kind: NeedKind) -> None:
    tip = kind.tip_en if language() == "en" else kind.tip
    if tip:
        chat.say(tip)


def _facts(kind: NeedKind, text: str, time: str, place: Place, number: str) -> list[Fact]:
    shown = text if len(text) <= 60 else text[:60] + "…"
    return [
        Fact(_("帮什么"), kind.title(language()), shown, "kind", pgettext("button", "改事情")),
        Fact(_("时间"), time, "", "when", pgettext("button", "改时间")),
        Fact(_("地点"), say_place(place), place.estate, "place", pgettext("button", "改地点")),
        Fact(_("电话"), say_phone(number), "", "phone", pgettext("button", "改电话")),
    ]


def _people(chat: Chat, kind: NeedKind, place: Place) -> int:
    at_home = kind.place == HOME or (kind.place == "either" and bool(place.room))
    return people_for(chat.community, kind, at_home=at_home)


def _promise(people: int) -> str:
    who = ngettext("来 {n} 位，戴工作牌，不收钱。", "来 {n} 位，戴工作牌，不收钱。", people)
    terms = _(
        "接单前，别人只看到帮什么、楼号和时间。\n按“发出”，就是同意我们记下这些，\n办这件事。"
    )
    return who.format(n=people) + "\n" + terms


def _send() -> Option:
    return Option("yes", pgettext("button", "发出"))


def _where(place: Place) -> posting.Place:
    return posting.Place(place.building, place.unit, place.room, place.landmark)


def _post(chat: Chat, need: posting.Need) -> None:
    person = chat.somebody()
    agree(chat.session, person, Purpose.REGISTER, chat.now)
    grant(chat.session, person, Role.RESIDENT, chat.now)
    _remember(chat, person, need)
    order = posting.post(chat.session, chat.community, person, need, chat.new_code(), chat.now)
    attach(chat.session, order.id, chat.hearer.contact_id, chat.talk.all_media)
    set_timer(chat.session, order.community_id, "review_due", order.subject, order.review_due_at)
    now = chat.community.local(chat.now)
    chat.say(
        _("发出去了，单号 {number}。\n{due}前给您回话。\n想知道到哪一步了，写“我的”。").format(
            number=order.number, due=say_moment(chat.community.local(order.review_due_at), now)
        )
    )
    order_news.posted(chat, order)
    if not person.display_name:
        chat.then("call_me", order.subject)


def _remember(chat: Chat, person: Person, need: posting.Need) -> None:
    """Keep her phone and door for next time; a typed number proves nobody's identity."""
    if need.phone and not person.phone:
        person.phone = need.phone
        person.phone_index = chat.hearer.fingerprint(need.phone)
    if need.place.room and not person.room:
        person.live_at(chat.session, need.place.building, need.place.unit, need.place.room)
