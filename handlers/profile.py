"""我的资料: skills, times, kinds of help; asked one at a time after a service, or changed here."""

from datetime import timedelta

from handlers.content import Card, Content, Line, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, language, pgettext
from handlers.profile_readers import Kinds, Skills, Slots
from handlers.readers import OneOf
from handlers.sayings import say_date
from handlers.understand.free_hours import say_slots
from handlers.understand.phone import say_phone
from models.membership import Role, roles_of
from models.person import Person
from models.qualification import proven
from models.quiet import quiet_end
from models.skill import LICENSED, SKILLS
from models.team import teams_with
from models.volunteer_profile import (
    VolunteerProfile,
    next_question,
    open_profile,
    profile_of,
    skip,
    tell,
)

LATER, NEVER, NOTHING, STAYS = "later", "never", "nothing", "stays"
NUMBERS_TRIED = 5
RESTS = {"week": 7, "month": 30, "season": 90}


def enlist(chat: Chat, person: Person) -> VolunteerProfile:
    """The profile of a volunteer, with a random number of eight digits that is theirs for good."""
    numbers = (
        chat.keep(f"number {n}", lambda: chat.more_digits() + chat.more_digits())
        for n in range(NUMBERS_TRIED)
    )
    return open_profile(chat.session, person, numbers, chat.now)


def my_profile(chat: Chat) -> None:
    """What we know of a volunteer, and the ways to change it; who is none reads name and phone."""
    person = chat.somebody_known()
    if Role.VOLUNTEER not in roles_of(chat.session, person, chat.now):
        phone = say_phone(person.phone) if person.phone else _("没留")
        name = person.display_name or _("没写")
        chat.say(_("称呼：{name}\n电话：{phone}").format(name=name, phone=phone))
        chat.say(_("想帮忙，写“我来帮忙”。\n别的在“设置”里。"))
        return
    profile = enlist(chat, person)
    card = Card(title=_("我的资料"), lines=tuple(_lines(chat, person, profile)))
    resting = profile.rests(chat.now)
    rest = pgettext("button", "我回来了") if resting else pgettext("button", "歇一阵")
    chat.show(
        Content(card=card),
        Action(pgettext("button", "改时间"), "change_profile", "part:slots"),
        Action(pgettext("button", "改会的"), "change_profile", "part:skills"),
        Action(pgettext("button", "改想帮的"), "change_profile", "part:kinds"),
        Action(rest, "back_again" if resting else "rest", ""),
    )


def _lines(chat: Chat, person: Person, profile: VolunteerProfile) -> list[Line]:
    unsaid = _("还没说")
    teams = [team.name for team in teams_with(chat.session, person)]
    lines = [
        Line(_("志愿者编号"), profile.number),
        Line(_("称呼"), person.display_name),
        Line(_("电话"), say_phone(person.phone) if person.phone else _("没留")),
        Line(_("有空"), say_slots(profile.slots) or unsaid),
        Line(_("会的"), _say_skills(chat, person, profile) or unsaid),
        Line(_("想帮"), _say_kinds(chat, profile) or unsaid),
    ]
    if teams:
        lines.append(Line(_("队伍"), _("、").join(teams)))
    if profile.rests_until is not None and profile.rests(chat.now):
        local, now = (chat.community.local(each) for each in (profile.rests_until, chat.now))
        lines.append(Line(_("歇着"), _("到{day}").format(day=say_date(local.date(), now))))
    return lines


def _say_skills(chat: Chat, person: Person, profile: VolunteerProfile) -> str:
    today = chat.community.local(chat.now).date()
    seen = proven(chat.session, [person.id], today).get(person.id, set())
    said = []
    for code in dict.fromkeys([*profile.skills, *sorted(seen)]):
        label = _(SKILLS[code].label)
        if code in seen:
            said.append(_("{skill}（已核实）").format(skill=label))
        elif code in LICENSED:
            said.append(_("{skill}（等看证）").format(skill=label))
        else:
            said.append(label)
    return _("、").join(said)


def _say_kinds(chat: Chat, profile: VolunteerProfile) -> str:
    titles = {kind.code: kind.title(language()) for kind in chat.hearer.known.kinds}
    return _("、").join(titles[code] for code in profile.kinds if code in titles)


def ask_next(chat: Chat, person: Person) -> None:
    """After a service: one question at most, never in quiet hours, none twice after a no."""
    profile = profile_of(chat.session, person)
    if profile is None or quiet_end(chat.community, person, chat.now) is not None:
        return
    part = next_question(profile)
    if part is not None:
        chat.then("profile_question", f"part:{part}")


def profile_question(chat: Chat) -> None:
    """The one question after a service; later asks again after the next one, never never does."""
    part = _part(chat)
    ways_out = [
        Option(LATER, pgettext("button", "以后再说")),
        Option(NEVER, pgettext("button", "别再问")),
    ]
    said = chat.ask(part, _prompt(part), _reader(chat, part, ways_out))
    person = chat.somebody()
    if said == [LATER]:
        chat.say(_("好，以后再说。"))
    elif said == [NEVER]:
        skip(enlist(chat, person), part)
        chat.say(_("好，不再问这个。\n想写了，在“我的资料”里。"))
    else:
        _write(chat, person, part, said)


def change_profile(chat: Chat) -> None:
    """One part, said anew; or nothing any more."""
    part = _part(chat)
    ways_out = [
        Option(NOTHING, pgettext("button", "都不写了")),
        Option(STAYS, pgettext("button", "不改")),
    ]
    said = chat.ask(part, _prompt(part), _reader(chat, part, ways_out))
    if said == [STAYS]:
        chat.say(_("好，照旧。"))
        return
    _write(chat, chat.somebody(), part, [] if said == [NOTHING] else said)


def _part(chat: Chat) -> str:
    return chat.talk.subject.partition(":")[2]


def _prompt(part: str) -> str:
    if part == "slots":
        return _("平时哪个时间有空？写几个也行，\n比如“周六上午，周三晚上”。")
    if part == "skills":
        return _("您会点什么？写几样也行，\n比如“理发，电脑手机”。")
    return _("更愿意帮哪类忙？写几样也行，\n比如“陪诊，手机教学”。")


def _reader(chat: Chat, part: str, ways_out: list[Option]) -> Slots | Skills | Kinds:
    if part == "slots":
        return Slots(ways_out)
    if part == "skills":
        return Skills(ways_out)
    return Kinds(chat.hearer.known.kinds, language(), ways_out)


def _write(chat: Chat, person: Person, part: str, values: list[str]) -> None:
    profile = enlist(chat, person)
    tell(profile, part, values)
    if not values:
        chat.say(_("好，这一项空着了。"))
        return
    said = {
        "slots": lambda: say_slots(profile.slots),
        "skills": lambda: _say_skills(chat, person, profile),
        "kinds": lambda: _say_kinds(chat, profile),
    }[part]()
    chat.say(_("记下了：{said}。").format(said=said))
    if part == "skills" and LICENSED.intersection(values):
        chat.say(_("要证的，带到站里给同事看一眼就行。"))


def rest(chat: Chat) -> None:
    """歇一阵: nobody asks them for a while; what they have in hand stays theirs."""
    person = chat.somebody_known()
    options = [
        Option("week", pgettext("button", "一周")),
        Option("month", pgettext("button", "一个月")),
        Option("season", pgettext("button", "三个月")),
        Option(STAYS, pgettext("button", "不歇了")),
    ]
    how_long = chat.ask("how_long", _("好。歇多久？\n手上的单不变。"), OneOf(options))
    if how_long == STAYS:
        chat.say(_("好，照旧。"))
        return
    until = chat.now + timedelta(days=RESTS[how_long])
    enlist(chat, person).rests_until = until
    local, now = chat.community.local(until), chat.community.local(chat.now)
    day = say_date(local.date(), now)
    chat.say(_("好，到{day}都不叫您。\n想早点回来，写“我回来了”。").format(day=day))


def back_again(chat: Chat) -> None:
    """我回来了: the rest is over."""
    person = chat.somebody_known()
    profile = profile_of(chat.session, person)
    if profile is None or not profile.rests(chat.now):
        chat.say(_("您没在歇着。写“接单”看现在能帮什么。"))
        return
    profile.rests_until = None
    chat.say(_("欢迎回来。写“接单”看现在能帮什么。"))
