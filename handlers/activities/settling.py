"""人次, 结算: what came of it, who was not there and who said it was all right, the minutes."""

import re

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.activities.roll import on_list, show_roster
from handlers.activities.telling import tell_staff
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.engine.sheet import Fact
from handlers.language import _, ngettext, pgettext
from handlers.readers import Words
from handlers.sayings import say_minutes
from handlers.understand.normal import fold
from models import settling
from models.activity import Activity
from models.activity_recheck import to_recheck
from models.activity_rights import require_lead
from models.companion import along_with, came_along
from models.errors import Invalid, Refused
from models.person import Person
from models.settling import LONGEST_RESULT, Settled
from models.sign_up import SignUpState
from models.signing_up import people_at
from models.words import N_

_EXCUSE = re.compile(r"(\d{1,3})\s*[号.、:：]?\s*([^\d；;\n]{2,60})")
_COUNT = re.compile(
    r"(?:来了|一共|总共|共|有|大概|大约|约)*\s*(\d{1,6})\s*(?:人次|个人|位|人|个|户)?(?:左右|吧|了)?[。.]?"
)
_NOBODY = re.compile(r"(?:都)?(?:没有|没请假|没人|没|无|不用)了?|no(?:ne|body)?")


class Count(Reader[int]):
    """How many people: a number among words, 来了63位."""

    def read(self, answer: Answer) -> int:
        """The number. Raises Invalid."""
        found = _COUNT.fullmatch(fold(answer.text).strip())
        if found is None:
            raise Invalid(N_("写一个数就行，比如“63”。"))
        return int(found[1])


class Excuses(Reader[dict[str, str]]):
    """Who of a list was excused, and with what words: 1 孩子病了；3 出差."""

    def __init__(self, absent: list[int]) -> None:
        """`absent` are the numbers of the list that were not there."""
        self._absent = absent

    def read(self, answer: Answer) -> dict[str, str]:
        """Words by number. Raises Invalid when no number of the list is named."""
        text = fold(answer.text).strip()
        if _NOBODY.fullmatch(text.lower()):
            return {}
        found = {n: words.strip(" ,，。") for n, words in _EXCUSE.findall(text)}
        if not found or not all(int(n) in self._absent for n in found):
            raise Invalid(
                N_("写编号和一句，像“{n} 孩子病了”。\n没人请假，写“没有”。"), n=self._absent[0]
            )
        return found


def headcount(chat: Chat) -> None:
    """人次: how many people it has served so far; written again, it is the new number."""
    person = chat.somebody_known()
    known = chosen(chat, "led")
    require_lead(chat.session, known, person, chat.now)
    reader = Count()
    opening = chat.opening
    said = re.search(r"\d{1,6}(?=\D*$)", fold(opening.text)) if opening else None
    chat.suppose("served", reader, int(said[0]) if said else None)
    served = chat.ask("served", _("到现在服务了几位？写个数就行。"), reader)
    activity = Activity.locked(chat.session, known.id)
    settling.count_served(activity, served)
    chat.say(ngettext("记上了，{n} 人次。", "记上了，{n} 人次。", served).format(n=served))


def settle_activity(chat: Chat) -> None:
    """结算: the list as it stands, then three short answers."""
    by = chat.somebody_known()
    activity = chosen(chat, "led")
    settling.check_may_settle(chat.session, activity, by, chat.now)
    if not people_at(chat.session, activity, SignUpState.ATTENDED):
        raise Refused(N_("还没有人签到。\n先写“点名”，再来结算。"))
    show_roster(chat, activity)
    chat.then("settle_steps", activity.subject)


def settle_steps(chat: Chat) -> None:
    """Whom it served, what was done, who was excused; one card; then the minutes are entered."""
    by = chat.somebody_known()
    known = Activity.known(chat.session, chat.subject_id)
    settling.check_may_settle(chat.session, known, by, chat.now)
    count, words = Count(), Words(LONGEST_RESULT)
    chat.suppose("served", count, known.served_count or None)
    served = chat.ask("served", _("一共服务了几位？写个数就行。"), count)
    result = chat.ask("result", _("做成了什么？写一句，\n来的人都会看到。"), words)
    listed = chat.keep("list", lambda: [m.person_id for m in on_list(chat, known)])
    there = people_at(chat.session, known, SignUpState.ATTENDED)
    came = [m.person_id for m in there]
    absent = [n for n, person_id in enumerate(listed, 1) if person_id not in came]
    excuses = _ask_excuses(chat, absent)
    along = _ask_along(chat, known)
    facts = [*_say_came(len(came), along), *_facts(served, result, len(absent), len(excuses))]
    note = _("记上以后，时长进账本，\n改要写原因。")
    if not chat.confirm(
        "card", known.title, facts, note, Option("yes", pgettext("button", "记上"))
    ):
        chat.say(_("好，先不记。记得这两天写“结算”。"))
        return
    activity = Activity.locked(chat.session, known.id)
    activity.result = result
    settling.count_served(activity, served)
    if along is not None:
        there = people_at(chat.session, activity, SignUpState.ATTENDED)
        came_along(chat.session, there, along)
    settled = settling.settle(chat.session, chat.community, activity, by, chat.now)
    for n, why in excuses.items():
        settling.excuse(chat.session, activity, listed[int(n) - 1], why, by, chat.now)
    _say_settled(chat, activity, settled, by, listed)
    renew(chat, activity, by.id)


def _ask_along(chat: Chat, activity: Activity) -> int | None:
    """How many came along (带人一起): as many as were named, unless the leader says fewer."""
    there = people_at(chat.session, activity, SignUpState.ATTENDED)
    named = along_with(chat.session, there)
    if not named:
        return None
    reader = Count()
    chat.suppose("along", reader, named)
    said = chat.ask("along", _("跟着来的有几位？写个数就行。"), reader)
    if said > named:
        raise Refused(
            N_("名单上跟来的只有 {n} 位。\n多来的，写“加人”登记一下。"), ask="along", n=named
        )
    return said


def _say_came(came: int, along: int | None) -> list[Fact]:
    """How many signed up and came; those who came along have no minutes of their own."""
    facts = [Fact(_("来了"), _("共 {n} 位").format(n=came))]
    if along is not None:
        said = _("{n} 位，时长不记").format(n=along)
        facts.append(Fact(_("跟来"), said, "", "along", pgettext("button", "改跟来")))
    return facts


def _facts(served: int, result: str, absent: int, excused: int) -> list[Fact]:
    facts = [
        Fact(_("服务"), _("{n} 人次").format(n=served), "", "served", pgettext("button", "改人次")),
        Fact(_("做成了"), result, "", "result", pgettext("button", "改这句")),
    ]
    if absent:
        said = _("{n} 位，{m} 位请过假").format(n=absent, m=excused)
        facts.append(Fact(_("没来"), said, "", "excuses", pgettext("button", "改请假")))
    return facts


def _ask_excuses(chat: Chat, absent: list[int]) -> dict[str, str]:
    if not absent:
        return {}
    numbers = _("、").join(map(str, absent))
    asked = _(
        "名单上没来的：{numbers} 号。\n谁请过假？写编号和一句，\n像“1 孩子病了”，没有写“没有”。"
    )
    return chat.ask("excuses", asked.format(numbers=numbers), Excuses(absent))


def _say_settled(
    chat: Chat, activity: Activity, settled: Settled, by: Person, listed: list[int]
) -> None:
    total = say_minutes(sum(settled.minutes.values()))
    n = len(settled.minutes)
    people = ngettext("记好了，{n} 位，一共{total}。", "记好了，{n} 位，一共{total}。", n)
    chat.say(people.format(n=n, total=total))
    for person_id, why in settled.left_out.items():
        number = listed.index(person_id) + 1
        chat.say(_("名单上 {number} 号没记：\n{why}").format(number=number, why=_(why)))
    if by.id in settled.minutes:
        chat.say(_("您自己的，请同事来核实。"))
        tell_staff(chat, activity, "minutes_to_agree", but=(by.id,), who=by.id)
    _ask_to_recheck(chat, activity, by)
    chat.say(_("明天上午告诉大家。"))


def _ask_to_recheck(chat: Chat, activity: Activity, by: Person) -> None:
    """One of the entries by the roster is looked at again by somebody else of the staff."""
    record = to_recheck(chat.session, activity, by.id)
    if record is not None:
        concerned = (by.id, record.person_id, activity.leader_id)
        tell_staff(chat, activity, "recheck_entry", but=concerned, record=record.id)
