"""What the codes in somebody's own copy (一份记录) are called; the file to keep has the codes."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.audience_words import CHANNELS, LANGUAGES
from handlers.cards.alert import KINDS as ALERT_LABELS
from handlers.incidents import KIND_LABELS as INCIDENT_LABELS
from handlers.language import _
from handlers.suggesting.card import TITLES
from handlers.trusting import KIND_LABELS as TRUST_LABELS
from handlers.understand.free_hours import DAY_LABELS, PART_LABELS
from handlers.understand.phone import say_phone
from models.assignment import AssignmentState
from models.audit import SHOWN
from models.care import CARE_LABELS
from models.consent import PURPOSE_LABELS
from models.evaluation import OUTCOME_LABELS
from models.hand_over import WAY_LABELS
from models.home_enquiry import OUTCOME_LABELS as ENQUIRY_LABELS
from models.hours_objection import ObjectionState
from models.media import MediaState
from models.membership import ROLE_LABELS
from models.opt_out import NOTICE_LABELS
from models.order import STATE_LABELS
from models.service_record import EVIDENCE_LABELS, RecordState
from models.sign_up import SIGN_UP_LABELS
from models.skill import SKILLS
from models.standing_help import STANDING_LABELS
from models.words import N_

_SKILLS = {each.code: each.label for each in SKILLS.values()}
_MANNERS = {
    "chat": N_("自己按的"),
    "spoken": N_("亲口说的"),
    "paper": N_("写在纸上"),
    "proxy": N_("别人替您说的"),
    "call": N_("电话里说的"),
}
_PARTS_TAKEN: dict[Any, str] = {
    AssignmentState.OFFERED: N_("问过您"),
    AssignmentState.ACCEPTED: N_("接好了"),
    AssignmentState.DECLINED: N_("没去"),
    AssignmentState.EXPIRED: N_("过了时间"),
    AssignmentState.WITHDRAWN: N_("退了"),
    AssignmentState.NO_SHOW: N_("没到"),
    AssignmentState.COMPLETED: N_("办完了"),
}
_RECORDS: dict[Any, str] = {
    RecordState.PENDING: N_("等核实"),
    RecordState.APPROVED: N_("算数"),
    RecordState.REJECTED: N_("不算"),
    RecordState.DISPUTED: N_("有异议"),
    RecordState.REVERSED: N_("改过了"),
}
_OBJECTIONS: dict[Any, str] = {
    ObjectionState.OPEN: N_("还在看"),
    ObjectionState.CORRECTED: N_("改了"),
    ObjectionState.KEPT: N_("没改"),
}
_MEDIA: dict[Any, str] = {
    MediaState.WANTED: N_("还在取"),
    MediaState.STORED: N_("存着"),
    MediaState.GONE: N_("没有了"),
}
_SENT = {
    "photo": N_("照片"),
    "voice": N_("语音"),
    "file": N_("文件"),
    "press": N_("按了按钮"),
    "option": N_("按了按钮"),
    "place": N_("位置"),
    "location": N_("位置"),
    "contact": N_("电话"),
    "start": N_("打开了聊天"),
}
_BY = {
    "self": N_("本人"),
    "guardian": N_("监护人"),
    "station": N_("社区"),
    "asker": N_("替人写的那位"),
}
_CALLS = {
    "own_yes": N_("问本人愿不愿意"),
    "call_back": N_("问办得怎样"),
    "recheck": N_("再问一声"),
    "door": N_("转告消息"),
}
_CALLED: dict[Any, str] = {
    **OUTCOME_LABELS,
    "yes": N_("说好"),
    "no": N_("说不"),
    "no_answer": N_("没接通"),
}
_WHY = {
    "asked": N_("您找社区"),
    "misread": N_("没听懂您"),
    "unfilled": N_("没找到人"),
    "no_code": N_("拿不到号码"),
    "poor": N_("没办好"),
    "voice": N_("发来语音"),
}
_SCOPES = {"orders": N_("替人写单"), "guardian": N_("监护人"), "news": N_("一件事的消息")}
_WISHES = {"export": N_("一份记录"), "correct": N_("改一改"), "leave": N_("退出")}
_STANDING = {
    "open": N_("还在办"),
    "done": N_("办好了"),
    "taken_back": N_("收回了"),
    "seen": N_("看过了"),
    "settled": N_("了结了"),
    "taken": N_("有人在管"),
    "closed": N_("了结了"),
}
_DEEDS = {
    **SHOWN,
    "copy_opened": N_("打开了自己的记录"),
    "codes_read": N_("念了号码"),
    "incident_read": N_("看了报的事"),
    "incident_settled": N_("了结了报的事"),
    "help_taken": N_("去联系要帮忙的人"),
    "alert_taken": N_("接了急事"),
    "alert_closed": N_("了结了急事"),
    "trust_given": N_("给了信任"),
    "trust_ended": N_("收回了信任"),
    "gave_role": N_("给了身份"),
    "ended_role": N_("收回了身份"),
    "set_care": N_("记了关照"),
}
#: by part and column; a list is said element by element
_WORDS: dict[tuple[str, str], Mapping[Any, str]] = {
    ("person", "language"): LANGUAGES,
    ("person", "sex"): {"f": N_("女"), "m": N_("男")},
    ("person", "care"): CARE_LABELS,
    ("contact", "account_id"): CHANNELS,
    ("contact", "language"): LANGUAGES,
    ("membership", "role"): ROLE_LABELS,
    ("consent", "purpose"): PURPOSE_LABELS,
    ("consent", "manner"): _MANNERS,
    ("volunteer_profile", "skills"): _SKILLS,
    ("qualification", "skill"): _SKILLS,
    ("trust", "kind"): TRUST_LABELS,
    ("acts_for", "scope"): _SCOPES,
    ("acts_for", "agreed_by"): _BY,
    ("service_order", "state"): STATE_LABELS,
    ("evaluation", "outcome"): OUTCOME_LABELS,
    ("assignment", "state"): _PARTS_TAKEN,
    ("visit", "in_evidence"): EVIDENCE_LABELS,
    ("service_record", "evidence"): EVIDENCE_LABELS,
    ("service_record", "state"): _RECORDS,
    ("hand_over", "way"): WAY_LABELS,
    ("suggestion", "about"): TITLES,
    ("standing_help", "state"): STANDING_LABELS,
    ("hours_objection", "state"): _OBJECTIONS,
    ("sign_up", "state"): SIGN_UP_LABELS,
    ("call_log", "purpose"): _CALLS,
    ("call_log", "outcome"): _CALLED,
    ("call_request", "why"): _WHY,
    ("home_enquiry", "outcome"): ENQUIRY_LABELS,
    ("incident", "kind"): INCIDENT_LABELS,
    ("incident", "state"): _STANDING,
    ("alert", "kind"): ALERT_LABELS,
    ("alert", "state"): _STANDING,
    ("opt_out", "kind"): NOTICE_LABELS,
    ("rights_request", "kind"): _WISHES,
    ("rights_request", "state"): _STANDING,
    ("media", "kind"): _SENT,
    ("media", "state"): _MEDIA,
    ("chat_line", "direction"): {"in": N_("您"), "out": N_("我们")},
    ("audit", "action"): _DEEDS,
    ("read_by_others", "action"): SHOWN,
}
#: whose codes are the community's own kinds of help
_KINDS = {("service_order", "kind"), ("volunteer_profile", "kinds")}
#: a code without a word of its own is no word to read
_ELSE = {("audit", "action"): N_("别的")}


def in_words(part: str, column: str, value: Any, kinds: Mapping[str, str]) -> Any:
    """The value with words for its codes; `kinds` names kinds of help in the reader's language.

    What has no codes is given back as it is.
    """
    at = part, column
    if column == "slots":
        return [_slot(each) for each in value]
    if column == "phone":
        return say_phone(value)
    if column == "subject":
        return _subject(str(value))
    if at in _KINDS:
        return _each(value, lambda code: kinds.get(code, code))
    if at not in _WORDS:
        return value
    words, otherwise = _WORDS[at], _ELSE.get(at)
    return _each(value, lambda code: _(words.get(code.partition(":")[0], otherwise or code)))


def said_in(payload: Mapping[str, Any]) -> str:
    """A message of somebody's, as a line: its words, or what it was."""
    return str(payload.get("text") or _(_SENT.get(str(payload.get("kind")), "")) if payload else "")


def _each(value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        value = [code for codes in value.values() for code in codes]
    return [say(each) for each in value] if isinstance(value, list) else say(value)


def _slot(slot: str) -> str:
    day, _between, part = slot.partition("_")
    if day not in DAY_LABELS or part not in PART_LABELS:
        return slot
    return _("{day}{part}").format(day=_(DAY_LABELS[day]), part=_(PART_LABELS[part]))


def _subject(subject: str) -> str:
    kind, _between, number = subject.partition(":")
    return _("单号 {number}").format(number=number) if kind == "order" else _("您的资料")
