"""人次, 结算: what came of it, who was not there and who said it was all right, the minutes."""

import re

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.content import Option
from handlers.engine.chat import Chat, Fact
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import _, ngettext, pgettext
from handlers.readers import Words
from handlers.sayings import say_minutes
from handlers.understand.normal import fold
from models import settling
from models.activity import Activity
from models.activity_rights import require_lead
from models.errors import Invalid, Refused
from models.membership import STAFF, people_with
from models.person import Person
from models.settling import LONGEST_RESULT, Settled
from models.sign_up import COMING, SignUpState
from models.signing_up import people_at
from models.words import N_

_EXCUSE = re.compile(r"(\d{1,3})\s*[号.、:：]?\s*([^\d；;\n]{2,60})")
_NOBODY = re.compile(r"(?:都)?(?:没有|没请假|没人|没|无|不用)了?|no(?:ne|body)?")


class Count(Reader[int]):
    """How many people: a number among words, 来了63位."""

    def read(self, answer: Answer) -> int:
        """The number. Raises Invalid."""
        found = re.search(r"\d{1,6}", fold(answer.text))
        if found is None:
            raise Invalid(N_("写一个数就行，比如“63”。"))
        return int(found[0])


class Excuses(Reader[dict[str, str]]):
    """Who of a list was excused, and with what words: 1 孩子病了；3 出差."""

    def __init__(self, last: int) -> None:
        """The list goes from 1 to `last`."""
        self._last = last

    def read(self, answer: Answer) -> dict[str, str]:
        """Words by number. Raises Invalid when no number of the list is named."""
        text = fold(answer.text).strip()
        if _NOBODY.fullmatch(text.lower()):
            return {}
        found = {n: words.strip(" ,，。") for n, words in _EXCUSE.findall(text)}
        if not found or not all(1 <= int(n) <= self._last for n in found):
            raise Invalid(N_("写编号和一句，像“1 孩子病了”。\n没人请假，写“没有”。"))
        return found


def headcount(chat: Chat) -> None:
    """人次: how many people it has served so far; written again, it is the new number."""
    person = chat.somebody_known()
    known = chosen(chat, "led")
    if known is None:
        return
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
    """结算: three short answers, one card; then the minutes stand in the book."""
    by = chat.somebody_known()
    known = chosen(chat, "led")
    if known is None:
        return
    settling.check_may_settle(chat.session, known, by, chat.now)
    came = people_at(chat.session, known, SignUpState.ATTENDED)
    if not came:
        raise Refused(N_("还没有人签到。\n先写“点名”，再来结算。"))
    count, words = Count(), Words(LONGEST_RESULT)
    chat.suppose("served", count, known.served_count or None)
    served = chat.ask("served", _("一共服务了几位？写个数就行。"), count)
    result = chat.ask("result", _("做成了什么？写一句，\n来的人都会看到。"), words)
    absent = chat.keep(
        "absent", lambda: [m.person_id for m in people_at(chat.session, known, *COMING)]
    )
    excuses = _ask_excuses(chat, absent)
    facts = [
        Fact(_("来了"), ngettext("{n} 位", "{n} 位", len(came)).format(n=len(came))),
        Fact(_("服务"), _("{n} 人次").format(n=served), "", "served", pgettext("button", "改人次")),
        Fact(_("做成了"), result, "", "result", pgettext("button", "改这句")),
    ]
    if absent:
        said = _("{n} 位，{m} 位请过假").format(n=len(absent), m=len(excuses))
        facts.append(Fact(_("没来"), said, "", "excuses", pgettext("button", "改请假")))
    note = _("记上以后，时长进账本，\n改要写原因。")
    if not chat.confirm(
        "card", known.title, facts, note, Option("yes", pgettext("button", "记上"))
    ):
        chat.say(_("好，先不记。记得这两天写“结算”。"))
        return
    activity = Activity.locked(chat.session, known.id)
    activity.result = result
    settling.count_served(activity, served)
    settled = settling.settle(chat.session, chat.community, activity, by, chat.now)
    for n, why in excuses.items():
        settling.excuse(chat.session, activity, absent[int(n) - 1], why, by, chat.now)
    _say_settled(chat, activity, settled, by)
    renew(chat, activity, by.id)


def _ask_excuses(chat: Chat, absent: list[int]) -> dict[str, str]:
    if not absent:
        return {}
    chat.say(_("没来的："))
    for n, person_id in enumerate(absent, 1):
        name = chat.session.get_one(Person, person_id).display_name or _("志愿者")
        chat.say(f"{n} {name}")
    asked = _("谁请过假？写编号和一句，\n像“1 孩子病了”，没有写“没有”。")
    return chat.ask("excuses", asked, Excuses(len(absent)))


def _say_settled(chat: Chat, activity: Activity, settled: Settled, by: Person) -> None:
    total = say_minutes(sum(settled.minutes.values()))
    people = ngettext(
        "记好了，{n} 位，一共{total}。", "记好了，{n} 位，一共{total}。", len(settled.minutes)
    )
    chat.say(people.format(n=len(settled.minutes), total=total))
    for person_id, why in settled.left_out.items():
        name = chat.session.get_one(Person, person_id).display_name or _("志愿者")
        chat.say(_("{name}没记：{why}").format(name=name, why=_(why)))
    if by.id in settled.minutes:
        chat.say(_("您自己的，请同事来核实。"))
        for person_id in people_with(chat.session, activity.community_id, STAFF, chat.now):
            if person_id != by.id:
                chat.tell(person_id, "minutes_to_agree", activity=activity.id, who=by.id)
    chat.say(_("明天上午告诉大家。"))
