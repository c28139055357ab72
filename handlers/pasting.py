"""接龙: a list that people wrote in a group, pasted in one message, becomes sign-ups.

Each line is shown with what was read and who it probably is; unsure ones are asked about one at a
time, and nothing is booked before the one card. A longer list pasted again enters only what is new.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import or_, select

from handlers.activities.card import renew
from handlers.activities.telling import tell_leader
from handlers.broadcast_draft import activity_in
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import KEPT_TEXT, Answer
from handlers.engine.sheet import Fact
from handlers.language import _, ngettext, pgettext
from handlers.pasting_who import SKIP, Known, who_is
from handlers.readers import OneOf, Words
from handlers.understand.chain import MOST, Line, Pasted, read_chain
from handlers.understand.normal import normalise
from models import pasted_line, pasting
from models.activity import OPEN, Activity, ActivityRole, roles_at
from models.activity_rights import may_make, require_lead
from models.errors import Invalid, Refused
from models.membership import STAFF, require
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState, sign_up_of
from models.words import N_

#: a message that is so long but for this lost its end
MARGIN = 10
WISHES = "wishes"
#: names of those who are no longer on the list
GONE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One new line of the list, by its number in it, with the print it is known again by."""

    n: int
    line: Line
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the card shows: the list, what is new on it, who that is, who is missing."""

    activity: Activity
    role: ActivityRole
    found: Pasted
    rows: list[Row]
    people: dict[int, Known]
    gone: list[str]
    #: the message was longer than what is kept of one
    is_long: bool


class NumberedList(Words):
    """A message with a numbered list in it."""

    def read_words(self, answer: Answer) -> str:
        """All of it. Raises Invalid when no line has a number."""
        if not read_chain(answer.text).lines:
            raise Invalid(N_("没看出名单。一行一位，\n像“1. 张三 13900000456”。"))
        return super().read_words(answer)


def paste_list(chat: Chat) -> None:
    """Which activity it is for, who everybody is, one card; a list of wishes goes its own way."""
    if not _leads(chat):
        if chat.opening is not None:
            chat.then("post_need", opening=chat.opening)
            return
        require(chat.session, chat.person, STAFF, chat.now)
    pasted = _pasted(chat)
    activity = _activity(chat, pasted.text)
    if activity is None:
        chat.then("paste_needs", opening=pasted)
        return
    require_lead(chat.session, activity, chat.somebody_known(), chat.now)
    roles = roles_at(chat.session, activity)
    found = read_chain(pasted.text, tuple(each.name for each in roles))
    before = chat.keep("before", lambda: _before(chat, activity))
    rows = _rows(chat, found, before)
    gone = _gone(chat, activity, found, before)
    if not rows:
        chat.say(_("这份名单都记过了，没有新的。"))
        _say_gone(chat, gone)
        return
    role = _role(chat, activity, roles)
    people = {row.n: who_is(chat, row.n, row.line) for row in rows}
    is_long = len(pasted.text) >= KEPT_TEXT - MARGIN
    sheet = Sheet(activity, role, found, rows, people, gone, is_long)
    if _agreed(chat, sheet):
        _enter(chat, sheet)
    else:
        chat.say(_("好，先不记。名单没动。"))


def _leads(chat: Chat) -> bool:
    """Staff, and whoever leads something that people can sign up for."""
    return bool(may_make(chat.session, chat.person, chat.now) or _open_ids(chat))


def _pasted(chat: Chat) -> Answer:
    """The message with the list in it: the one that began this, or the next."""
    if chat.opening is not None and read_chain(chat.opening.text).lines:
        return chat.opening
    asked = _("把群里的接龙整段贴过来，\n贴一次就行。")
    chat.ask("pasted", asked, NumberedList(KEPT_TEXT))
    answer = chat.talk.answer("pasted")
    assert answer is not None  # noqa: S101 - it was asked just now
    return answer


def _activity(chat: Chat, text: str) -> Activity | None:
    """The activity its head names, or the one that is chosen; None: they wish for help."""
    head = read_chain(text).head or text[:60]
    here, local = [chat.hearer.community_id], chat.community.local(chat.now)
    named = chat.keep(
        "named", lambda: getattr(activity_in(chat.session, here, head, local), "id", 0)
    )
    if named:
        return Activity.known(chat.session, named)
    ids = chat.keep("open", lambda: _open_ids(chat))
    options = [Option(str(each), Activity.known(chat.session, each).title) for each in ids]
    if may_make(chat.session, chat.person, chat.now):
        options.append(Option(WISHES, pgettext("button", "要帮忙的事")))
    chosen = chat.ask("what_for", _("这份接龙是报什么的？"), OneOf(options))
    return None if chosen == WISHES else Activity.known(chat.session, int(chosen))


def _open_ids(chat: Chat) -> list[int]:
    """What can be signed up for, the soonest first; of who leads it only theirs."""
    me = chat.hearer.person_id or 0
    rows = select(Activity.id).where(
        Activity.community_id == chat.hearer.community_id,
        Activity.state.in_(OPEN),
        Activity.starts_at > chat.now,
    )
    if not may_make(chat.session, chat.person, chat.now):
        rows = rows.where(or_(Activity.leader_id == me, Activity.deputy_id == me))
    return list(chat.session.scalars(rows.order_by(Activity.starts_at, Activity.id).limit(3)))


def _before(chat: Chat, activity: Activity) -> dict[str, int]:
    """What was entered of such lists: whom each line stands for, by its print."""
    of = chat.hearer.community_id, activity.subject
    return {key: row.person_id for key, row in pasted_line.entered(chat.session, *of).items()}


def _prints(chat: Chat, found: Pasted) -> list[str]:
    """The print of each line: by its name, numbered where several have it; else by its words."""
    seen: Counter[str] = Counter()
    made = []
    for line in found.lines:
        key = f"name:{line.name}" if line.name else f"words:{normalise(line.words)}"
        seen[key] += 1
        made.append(chat.hearer.fingerprint(f"line:{key}:{seen[key]}"))
    return made


def _rows(chat: Chat, found: Pasted, before: dict[str, int]) -> list[Row]:
    prints = _prints(chat, found)
    numbered = enumerate(zip(found.lines, prints, strict=True), 1)
    return [Row(n, line, mark) for n, (line, mark) in numbered if mark not in before]


def _gone(chat: Chat, activity: Activity, found: Pasted, before: dict[str, int]) -> list[str]:
    """Who stood on an earlier list, not on this one, and has a place still."""
    here = set(_prints(chat, found))
    names = []
    for mark, person_id in before.items():
        mine = sign_up_of(chat.session, activity.id, person_id) if mark not in here else None
        if mine is not None and mine.state in (*COMING, SignUpState.WAITLIST):
            person = chat.session.get_one(Person, person_id)
            names.append(person.display_name or person.legal_name or _("没留名字"))
    return names


def _role(chat: Chat, activity: Activity, roles: list[ActivityRole]) -> ActivityRole:
    """What they would do; asked once for all where there is a choice."""
    if len(roles) == 1:
        return roles[0]
    options = [Option(str(each.id), each.name) for each in roles[:4]]
    asked = _("“{title}”，没写做哪样的，报哪样？").format(title=activity.title)
    return chat.session.get_one(ActivityRole, int(chat.ask("role", asked, OneOf(options))))


def _agreed(chat: Chat, sheet: Sheet) -> bool:
    """Every line with what was read and who it probably is."""
    facts = [_fact(row, sheet.people[row.n]) for row in sheet.rows]
    known = len(sheet.found.lines) - len(sheet.rows)
    if known:
        facts.append(Fact(_("记过的"), _("{n} 行，没动").format(n=known)))
    if sheet.gone:
        facts.append(Fact(_("没看到"), _names(sheet.gone), _("以前有，也许不来了，没动")))
    if sheet.found.is_cut or sheet.is_long:
        n = min(len(sheet.found.lines), MOST)
        facts.append(Fact(_("太长"), _("只读了前 {n} 行，剩下的再贴一次").format(n=n)))
    title = _("{number} {title}，{role}").format(
        number=sheet.activity.number, title=sheet.activity.title, role=sheet.role.name
    )
    note = _("按“记上”才报名。电话只存着联系用，\n是谁记的也写下了。")
    return chat.confirm("card", title, facts, note, Option("yes", pgettext("button", "记上")))


def _fact(row: Row, who: Known) -> Fact:
    if who.key == SKIP:
        return Fact(str(row.n), who.label, _("不记"))
    value, n = who.label, row.line.people
    if n > 1:
        value += " " + ngettext("{n} 个人", "{n} 个人", n).format(n=n)
    return Fact(str(row.n), value, who.small)


def _names(gone: list[str]) -> str:
    shown = _("、").join(gone[:GONE_SHOWN])
    rest = len(gone) - GONE_SHOWN
    return _("{names}等 {n} 位").format(names=shown, n=len(gone)) if rest > 0 else shown


def _say_gone(chat: Chat, gone: list[str]) -> None:
    if gone:
        text = _("这次没看到：{names}。\n也许不来了，没替他们取消。")
        chat.say(text.format(names=_names(gone)))


def _enter(chat: Chat, sheet: Sheet) -> None:
    """A place each, in the order of the list; whoever cannot have one is named with the reason."""
    worker = chat.somebody_known()
    activity = Activity.locked(chat.session, sheet.activity.id)
    entering = pasting.Entering(activity, sheet.role, worker, chat.now)
    made: list[SignUp] = []
    refused = []
    for row in sheet.rows:
        who = sheet.people[row.n]
        if who.key == SKIP:
            continue
        try:
            made += entering.enter(chat.session, who.entry(row.line), row.fingerprint)
        except Refused as no:
            why = _(no.text).format(**no.values).replace("\n", "")
            refused.append(_("{n} {name}：{why}").format(n=row.n, name=who.label, why=why))
    for place in made:
        if place.person_id != worker.id:
            chat.tell(place.person_id, "entered_for_you", sign_up=place.id)
    waits = sum(each.state is SignUpState.WAITLIST for each in made)
    chat.say(_("记上了 {n} 位，排队 {waits} 位。").format(n=len(made) - waits, waits=waits))
    if refused:
        chat.say("\n".join([_("没记上的："), *refused]))
    tell_leader(chat, activity, "list_entered", worker)
    renew(chat, activity, worker.id)
