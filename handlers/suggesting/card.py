"""The live card of a suggestion or a question for whoever may answer, and what she hears of it."""

from typing import Any

from handlers.content import Card, Content, Line
from handlers.engine.buttons import Action
from handlers.language import _, language, pgettext
from handlers.notice import Message, Reading
from handlers.sayings import say_moment
from models.person import Person
from models.rows import find
from models.suggestion import COMPLAINT, QUESTION, SUGGESTION, Suggestion, may_answer
from models.words import N_

CARD = "suggestion_card"
TITLES = {
    SUGGESTION: N_("一条建议"),
    COMPLAINT: N_("一条意见"),
    QUESTION: N_("一个问题"),
}


def suggestion_card(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Its words, by when, whose it is if they wrote their name; nothing for anybody else."""
    given = find(reading.session, Suggestion, values["suggestion"])
    if given is None or not may_answer(reading.session, given, reading.person, reading.now):
        return None
    lines = [
        Line(_("原话"), given.text or _("已经删掉了")),
        Line(_("谁提的"), author_of(reading, given)),
        *_lines_of(reading, given),
    ]
    if given.kind:
        kind = reading.known.kind(given.kind).title(language())
        lines.insert(0, Line(_("哪一类"), kind))
    card = Card(title=_(TITLES[given.about]), lines=tuple(lines))
    return Message(Content(card=card, subject=given.subject), _actions(given))


def author_of(reading: Reading, given: Suggestion) -> str:
    """The name she goes by, when she wrote it down."""
    if given.is_unnamed:
        return _("没留名，回的话我们转到")
    author = reading.session.get_one(Person, given.author_id)
    return author.display_name or _("没写称呼")


def _lines_of(reading: Reading, given: Suggestion) -> list[Line]:
    keeper = reading.session.get(Person, given.keeper_id) if given.keeper_id else None
    lines = [Line(_("归谁回"), keeper.display_name)] if keeper else []
    if given.answered_at is None:
        local = reading.community.local
        due = say_moment(local(given.due_at), local(reading.now))
        return [*lines, Line(_("现在"), _("{due}前要回").format(due=due))]
    by = reading.session.get(Person, given.answered_by_id or 0)
    lines.append(Line(_("回的话"), given.answer or "", by.display_name if by else ""))
    return [*lines, Line(_("结果"), given.result)] if given.result else lines


def _actions(given: Suggestion) -> tuple[Action, ...]:
    if given.answered_at is None:
        answer = Action(pgettext("button", "回这条"), "answer_suggestion", given.subject, "main")
        hand_on = Action(pgettext("button", "转给同事"), "route_suggestion", given.subject)
        return (answer,) if given.about == QUESTION else (answer, hand_on)
    if given.about != QUESTION and given.result is None:
        return (Action(pgettext("button", "告诉结果"), "report_suggestion", given.subject),)
    return ()


def suggestion_routed(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: who has it now, and by when she hears."""
    given = _hers(reading, values)
    if given is None or given.answered_at is not None:
        return None
    keeper = reading.session.get(Person, given.keeper_id or 0)
    local = reading.community.local
    text = _("您提的“{words}”，转给{name}了。\n{due}前回您。").format(
        words=shortened(given.text or ""),
        name=(keeper.display_name if keeper else "") or _("社区的人"),
        due=say_moment(local(given.due_at), local(reading.now)),
    )
    return Message(Content(text=text))


def suggestion_answered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: the answer, as it was written."""
    given = _hers(reading, values)
    if given is None or not given.answer:
        return None
    by = reading.session.get(Person, given.answered_by_id or 0)
    text = _("您提的“{words}”，{name}回话了：\n“{answer}”").format(
        words=shortened(given.text or ""),
        name=(by.display_name if by else "") or _("社区"),
        answer=given.answer,
    )
    return Message(Content(text=text))


def suggestion_reported(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: what came of it."""
    given = _hers(reading, values)
    if given is None or not given.result:
        return None
    text = _("您提的“{words}”，有结果了：\n“{result}”\n谢谢您想着大家。").format(
        words=shortened(given.text or ""), result=given.result
    )
    return Message(Content(text=text))


def suggestion_late(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: the promised hour has passed; we say so first."""
    given = _hers(reading, values)
    if given is None or given.answered_at is not None:
        return None
    local = reading.community.local
    text = _("您提的“{words}”，\n说好回您还没回，是我们慢了。\n{due}前给您回话。").format(
        words=shortened(given.text or ""), due=say_moment(local(given.due_at), local(reading.now))
    )
    if given.about == QUESTION and given.keeper_id is None:
        text += "\n" + _("这阵没有懂行的人坐班，社区的人来回您。")
    return Message(Content(text=text))


def suggestion_overdue(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To whoever is to answer: it waits."""
    given = find(reading.session, Suggestion, values["suggestion"])
    if given is None or given.answered_at is not None:
        return None
    if not may_answer(reading.session, given, reading.person, reading.now):
        return None
    text = _("“{words}”\n到了答应回话的时间，还没回。\n写“建议清单”来回。")
    return Message(Content(text=text.format(words=shortened(given.text or ""))))


def _hers(reading: Reading, values: dict[str, Any]) -> Suggestion | None:
    given = find(reading.session, Suggestion, values["suggestion"])
    is_hers = given is not None and reading.person is not None
    return given if is_hers and given and given.text else None


def shortened(words: str) -> str:
    """Enough of it to know which one is meant."""
    return words if len(words) <= 24 else words[:24] + "…"


def where_it_stands(given: Suggestion) -> str:
    """One line for 我的."""
    words = shortened(given.text or "")
    if given.result:
        return _("建议“{words}”：\n有结果了，“{result}”").format(words=words, result=given.result)
    if given.answer:
        return _("建议“{words}”：\n回话了，“{answer}”").format(words=words, answer=given.answer)
    return _("建议“{words}”：\n等回话").format(words=words)
