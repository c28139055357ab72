"""坐班, 坐班 律师 周三白天 周凯: who sits when, kept in chat like the duty list."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.content import Option
from handlers.duty import keeper_of, names_in, people_named, read_back, store
from handlers.duty_words import (
    PART_LABELS,
    WhichShifts,
    read_shifts,
    say_people,
    split_line,
    to_json,
)
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, language
from handlers.readers import Words
from handlers.sayings import say_date
from handlers.sentences import SENTENCES
from handlers.whom import said_in
from models.duty import KEEPERS, WEEK, Part, Shift, roster
from models.errors import Invalid, Refused
from models.membership import SITTERS, STAFF, members_with, require, roles_of
from models.need_kind import NeedKind
from models.person import Person
from models.sitting import able, lines
from models.skill import SKILLS
from models.words import N_

#: the likeliest, offered first: lawyer, somebody to listen, nurse, teacher
OFFERED = ("legal_advice", "psych_support", "health_clinic", "tutoring")


class Expert(Offering[str]):
    """The kind of help somebody sits for, as it is called: 律师, 老师, 法律咨询."""

    def __init__(self, kinds: Sequence[NeedKind], offered: Sequence[str]) -> None:
        """`kinds` are the community's, `offered` the codes shown to choose from."""
        named = [each for code in offered for each in kinds if each.code == code]
        super().__init__([Option(each.code, each.title(language())) for each in named])
        self._kinds = kinds

    def read_words(self, answer: Answer) -> str:
        """The code. Raises Invalid."""
        found = read_expert(answer.text, self._kinds)
        if found is None:
            raise Invalid(N_("哪一类没看懂。\n像“律师”“老师”“心理”这样写。"))
        return found


def read_expert(words: str, kinds: Sequence[NeedKind]) -> str | None:
    """The kind that this word names, by its own name or by who can do it."""
    said = words.strip().lower()
    for kind in kinds:
        called = [kind.name, kind.name_en.lower()]
        for code in kind.skills:
            called += [SKILLS[code].label, *SKILLS[code].words] if code in SKILLS else []
        if said and any(said in each or each in said for each in called):
            return kind.code
    return None


def sitting(chat: Chat) -> None:
    """坐班: this week, kind by kind, for staff."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    known = [chat.hearer.known.kind(code) for code in lines(chat.session, chat.community.id)]
    if not known:
        chat.say(_("还没排坐班。"))
    for kind in known:
        chat.say(_("{kind}：").format(kind=kind.title(language())))
        for line in _week(chat, kind.code):
            chat.say(line)
    if roles_of(chat.session, person, chat.now).intersection(KEEPERS):
        chat.say(_("排坐班写“坐班 律师 周三白天 周凯”，\n先找的写前面。"))


def _week(chat: Chat, kind: str) -> list[str]:
    community = chat.community
    now = community.local(chat.now)
    days = [now.date() + timedelta(days=n) for n in range(WEEK)]
    found = roster(chat.session, community, days[0], days[-1], kind)
    shown = []
    for day in days:
        for part in Part:
            people = [chat.session.get_one(Person, each) for each in found.people(Shift(day, part))]
            if people:
                names = say_people([each.display_name for each in people])
                when = _("{day}{part}").format(day=say_date(day, now), part=_(PART_LABELS[part]))
                shown.append(_("{when} {people}").format(when=when, people=names))
    return shown or [_("这一周没有")]


def set_sitting(chat: Chat) -> None:
    """坐班 律师 周三白天 周凯: each week or that once, read back before it is kept."""
    keeper = keeper_of(chat)
    now = chat.community.local(chat.now)
    line = said_in(chat, SENTENCES["set_sitting"]).get("line", "").strip(" :：,，\t")
    first, _blank, rest = line.partition(" ")
    when_said, who_said = split_line(rest, now) if rest else ("", "")
    kinds = list(chat.hearer.known.kinds)
    expert = Expert(kinds, OFFERED)
    chat.suppose("kind", expert, read_expert(first, kinds))
    code = chat.ask("kind", _("哪一类的坐班？"), expert)
    kind = chat.hearer.known.kind(code)
    shifts_reader = WhichShifts(chat.community.zone)
    known = read_shifts(when_said, now)
    chat.suppose("when", shifts_reader, to_json(known) if known else None)
    shifts = chat.ask("when", _("哪一班？比如“周三白天”、\n“11月28日晚上”。"), shifts_reader)
    chat.suppose("who", Words(80), who_said or None)
    asked = _("谁坐班？先找的写前面，\n比如“周凯 赵倩”。没人就写“空着”。")
    people = _able(chat, kind, chat.ask("who", asked, Words(80)))
    title = kind.title(language())
    weekly = read_back(chat, shifts, people, now, always_once=False, sits_for=title)
    if weekly is None:
        chat.say(_("好，没改。"))
        return
    store(chat, keeper, shifts, people, weekly=weekly, kind=code)
    names = say_people([each.display_name for each in people])
    said = shifts.say(now, weekly=weekly)
    chat.say(_("好，{kind}，{when}：{people}。").format(kind=title, when=said, people=names))


def _able(chat: Chat, kind: NeedKind, words: str) -> list[Person]:
    """Those named; where a licence is needed, who has shown one. Raises Refused to ask again."""
    here = chat.hearer.community_id
    members = members_with(chat.session, here, SITTERS, chat.now, names_in(words))
    people = people_named(words, [each for each, _role in members])
    ids = [each.id for each in people]
    may = able(chat.session, chat.community, kind, ids, chat.now)
    lacks = next((each for each in people if each.id not in may), None)
    if lacks is not None:
        skill = _(SKILLS[kind.skills[0]].label)
        raise Refused(
            N_("{name}的证还没核实过。\n先写“核实资质 {name} {skill}”。"),
            ask="who",
            name=lacks.display_name,
            skill=skill,
        )
    return people
