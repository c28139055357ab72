"""What an emergency is answered with: fixed texts that a clinician and the fire brigade can check.

They need no database. Who is being called stands in them as `calling`, whatever is true then.
"""

from collections.abc import Callable

from handlers.emergency import Emergency, EmergencyKind
from handlers.emergency_rules import rules
from handlers.language import _, in_every_language
from models.words import N_


def answer(emergency: Emergency, calling: str = "") -> str:
    """The text for this emergency in the language spoken now; a line without words is left out."""
    text = _RESCUES[emergency.about] if emergency.about else _ANSWERS[emergency.kind]
    numbers = rules().numbers
    lift = _("电梯救援电话：{number}").format(number=numbers.lift) if numbers.lift else ""
    filled = _(text).format(
        fire=numbers.fire,
        medical=numbers.medical,
        police=numbers.police,
        talk=numbers.talk,
        lift=lift,
        calling=calling,
    )
    return "\n".join(line for line in filled.splitlines() if line)


def in_case(emergency: Emergency) -> str:
    """One line beside what she wants, where it is not sure that somebody is in danger."""
    if emergency.kind in ("selfharm", "selfharm_soft"):
        said = _("心里撑不住的时候打 {number}，\n什么时候都有人听。")
        return said.format(number=emergency.number)
    return _("要是现在就有危险，先打 {number}，\n别等我们。").format(number=emergency.number)


def answer_in_all(emergency: Emergency, calling: Callable[[], str]) -> str:
    """The answer in every language: without the database nobody can look up which one she reads."""
    return in_every_language(lambda: answer(emergency, calling()))


_RESCUES: dict[str, str] = {
    "gas": N_(
        "到了楼外打 {fire}。我打不了电话，要您来打。\n"
        "现在别开灯、别按门铃、别打火。\n"
        "开窗，走楼梯下楼。\n"
        "{calling}\n您在几号楼几单元几号？"
    ),
    "lift": N_(
        "现在打 {fire}。我打不了电话，要您来打。\n"
        "按电梯里的警铃。别扒门，别跳，靠边站稳。\n"
        "{lift}\n"
        "{calling}\n您在哪部电梯？"
    ),
    "means": N_(
        "先打 {medical}。我打不了电话，要您来打。\n"
        "药、刀、绳子，先离它远一点。\n"
        "想有人听您说：{talk}，打不通打 {police}。\n"
        "{calling}\n您在哪儿？"
    ),
    "rescue": N_(
        "现在打 {fire}。我打不了电话，要您来打。\n"
        "别自己下水，别往里钻，离远些喊人。\n"
        "{calling}\n您在哪儿？"
    ),
}
_ANSWERS: dict[EmergencyKind, str] = {
    "fire": N_(
        "现在打 {fire}。我打不了电话，要您来打。\n"
        "能出去就走楼梯，别坐电梯，别拿东西。\n"
        "楼道全是烟，就关门堵缝，到窗口喊。\n"
        "{calling}\n您在几号楼几单元几号？"
    ),
    "medical": N_(
        "现在打 {medical}。我打不了电话，要您来打。\n"
        "别喂水喂药，别急着扶起来。\n"
        "开免提，照 {medical} 说的做。\n"
        "{calling}\n您在几号楼几单元几号？"
    ),
    "police": N_(
        "现在打 {police}。我打不了电话，要您来打。\n"
        "先顾自己安全，别上前拦。\n"
        "正在转钱的，先停下，电话先挂掉。\n"
        "{calling}\n您在哪儿？"
    ),
    "selfharm": N_(
        "{talk} 现在就能打，有人听您说。\n"
        "身边有药、有刀，或已经吃了，打 {medical}。\n"
        "{calling}\n您在哪儿？"
    ),
    "selfharm_soft": N_(
        "您这句话我放在心上了，想问一句：\n"
        "您是说气话，还是真的不想活了？\n"
        "想现在有人听您说：{talk}，打不通打 {police}。"
    ),
    "welfare_check": N_(
        "没人应，先打 {police}。听见里面有人喊，打 {medical}。\n"
        "闻到煤气味，别按门铃别开灯，下楼打 {fire}。\n"
        "{calling}\n那家住几号楼几门？"
    ),
}
