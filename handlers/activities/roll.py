"""名单, 点名, 加人: the leader's list, by numbers that are easy to write."""

import re

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.content import Content
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import _, ngettext
from handlers.understand.normal import fold
from handlers.whom import ask_whom
from models import attendance
from models.activity import Activity, ActivityRole
from models.activity_rights import require_lead
from models.companion import companions_of
from models.errors import Invalid
from models.person import Person
from models.sign_up import COMING, SIGN_UP_LABELS, SignUp, SignUpState
from models.signing_up import people_at
from models.words import N_

S = SignUpState
#: a bubble holds so many names
SHOWN = 60
NOT_REGISTERED = N_(
    "没找到这个人，写全名试试。\n没登记的，请他写“我来帮忙”，\n两分钟登记好，再来加。"
)
ALL, NONE = "all", "none"
_ALL = re.compile(r"(?:全|都)(?:部)?(?:来|到)了|all")
_NONE = re.compile(r"(?:都|一个)?(?:没来|没有|没人|都没来)|none|nobody")
_LIST = re.compile(r"(?:\d{1,3}号?|[-~到至\s,，、.。;；和])+")
_RANGE = re.compile(r"(\d+)\s*[-~到至]\s*(\d+)")


class Numbers(Reader[list[int]]):
    """Numbers of a list that was shown: 1 3 5-8, or all of them."""

    def __init__(self, last: int) -> None:
        """The list goes from 1 to `last`."""
        self._last = last

    def read(self, answer: Answer) -> list[int]:
        """The numbers in order, each once. Raises Invalid for one that is not on the list."""
        text = fold(answer.text).strip().lower()
        if _ALL.fullmatch(text):
            return list(range(1, self._last + 1))
        if _NONE.fullmatch(text):
            return []
        if not _LIST.fullmatch(text):
            raise Invalid(N_("写编号就行，像“1 3 5-8”。\n全来了，写“全来了”。"))
        found = {n for a, b in _RANGE.findall(text) for n in range(int(a), min(int(b), 999) + 1)}
        found |= {int(n) for n in re.findall(r"\d{1,3}", _RANGE.sub(" ", text))}
        if not found:
            raise Invalid(N_("写编号就行，像“1 3 5-8”。\n全来了，写“全来了”。"))
        wrong = [n for n in sorted(found) if not 1 <= n <= self._last]
        if wrong:
            raise Invalid(N_("名单上没有 {n} 号，一共 {last} 位。"), n=wrong[0], last=self._last)
        return sorted(found)


def roster(chat: Chat) -> None:
    """名单: who comes, who waits, who has been silent; for those who run it."""
    person = chat.somebody_known()
    activity = chosen(chat, "ahead")
    require_lead(chat.session, activity, person, chat.now)
    show_roster(chat, activity)


def show_roster(chat: Chat, activity: Activity) -> None:
    """One live message with the names, numbered; nothing else that is said has a name in it.

    So that whoever leaves can be taken out of it: it is found by its subject.
    """
    rows = on_list(chat, activity)
    waiting = people_at(chat.session, activity, S.WAITLIST)
    title = ngettext("{number} {title}，{n} 位：", "{number} {title}，{n} 位：", len(rows))
    lines = [title.format(number=activity.number, title=activity.title, n=len(rows))]
    lines += [f"{n} {_one(chat, mine)}" for n, mine in enumerate(rows[:SHOWN], 1)]
    if not rows:
        lines.append(_("还没有人报名。"))
    if waiting:
        lines.append(_("候补 {n} 位。").format(n=len(waiting)))
    chat.show(Content(text="\n".join(lines), subject=f"roster:{activity.id}"))


def on_list(chat: Chat, activity: Activity) -> list[SignUp]:
    """Whoever has a place or was there, in the order of the list's numbers."""
    return people_at(chat.session, activity, *COMING, S.ATTENDED, S.ABSENT)


def _one(chat: Chat, mine: SignUp) -> str:
    """何静 擦窗，还没回话."""
    name = chat.session.get_one(Person, mine.person_id).display_name or _("志愿者")
    role = chat.session.get_one(ActivityRole, mine.role_id).name + _with(chat, mine)
    if mine.at_risk_at is not None and mine.state in COMING:
        return _("{name} {role}，还没回话").format(name=name, role=role)
    if mine.state is S.APPLIED:
        return f"{name} {role}"
    if mine.excused_by_id is not None:
        by = chat.session.get_one(Person, mine.excused_by_id).display_name or _("同事")
        return _("{name} {role}，请过假：\n{why}（{by}记的）").format(
            name=name, role=role, why=mine.excuse or "", by=by
        )
    state = _(SIGN_UP_LABELS[mine.state])
    return _("{name} {role}，{state}").format(name=name, role=role, state=state)


def _with(chat: Chat, mine: SignUp) -> str:
    """（带 2 位：小明，有孩子）: how many come along, those who are named, and minors."""
    there = companions_of(chat.session, mine)
    if not there:
        return ""
    names = _("、").join(each.name for each in there if each.name)
    said = (_("带 {n} 位：{names}") if names else _("带 {n} 位")).format(n=len(there), names=names)
    if any(each.is_minor for each in there):
        said = _("{said}，有没满18岁的").format(said=said)
    return _("（{said}）").format(said=said)


def call_roll(chat: Chat) -> None:
    """点名: the list, then the numbers of those who are there."""
    person = chat.somebody_known()
    activity = chosen(chat, "led")
    require_lead(chat.session, activity, person, chat.now)
    show_roster(chat, activity)
    if people_at(chat.session, activity, *COMING):
        chat.then("roll_numbers", activity.subject)
    else:
        chat.say(_("名单上的都到了。\n有没报名的来了，写“加人”。"))


def roll_numbers(chat: Chat) -> None:
    """Who is not named is not written down as anything."""
    person = chat.somebody_known()
    known = Activity.known(chat.session, chat.subject_id)
    ids = chat.keep("list", lambda: [each.person_id for each in on_list(chat, known)])
    asked = _("来了的写编号，像“1 3 5-8”，\n全来了写“全来了”。")
    numbers = chat.ask("present", asked, Numbers(len(ids)))
    activity = Activity.locked(chat.session, known.id)
    present = [ids[n - 1] for n in numbers]
    new = [m.person_id for m in people_at(chat.session, activity, *COMING)]
    came = attendance.call_roll(chat.session, activity, present, person, chat.now)
    chat.say(ngettext("记上了，{n} 位到了。", "记上了，{n} 位到了。", came).format(n=came))
    for person_id in present:
        if person_id in new and person_id != person.id:
            chat.tell(person_id, "on_the_roster", activity=activity.id)
    renew(chat, activity, person.id)


def add_walk_in(chat: Chat) -> None:
    """加人: somebody came without a place, and the leader takes them in."""
    by = chat.somebody_known()
    known = chosen(chat, "led")
    require_lead(chat.session, known, by, chat.now)
    person = ask_whom(chat, _("谁来了？写名字或者志愿者编号。"), nobody=NOT_REGISTERED)
    activity = Activity.locked(chat.session, known.id)
    attendance.walk_in(chat.session, activity, person, by, chat.now)
    chat.say(_("加上了，从现在算。"))
    chat.tell(person.id, "on_the_roster", activity=activity.id)
    renew(chat, activity, by.id)
