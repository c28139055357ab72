"""Whether an errand is one at an office, with papers: 代办医保, 老年证, 居住证明, not a parcel."""

import re

from handlers.understand.normal import plain

_PAPERS = re.compile(
    "(?:老年|残疾|居住|身份|结婚|低保|生育|健康|失业|暂住)证|户口|社保|医保|公积金|养老金|养老保险"
    "|公交卡|老年卡|爱心卡|社保卡|证明|盖(?:个)?章|报销|年审|认证|登记手续|档案|补贴|津贴|代办手续|跑手续"
    r"|\b(?:id card|permit|certificate|social security|medical insurance|paperwork|residence)\b"
)


_NAMED = (
    "身份证|户口[本簿]|医保卡|社保卡|老年证|残疾证|退休证|结婚证|房产证|居住证|病历本?|诊断书"
    "|发票|收据|照片|申请表"
)
#: what somebody says they have ready for whoever goes: 带户口本复印件, 材料有身份证、照片
_READY = re.compile(
    rf"(?:带上?|拿着?|附上?|备[好了]|材料[是有:：]?)(?P<all>(?:[、,和跟]?(?:{_NAMED})(?:原件|复印件)?)+)"
)
_PAPER = re.compile(rf"(?:{_NAMED})(?:原件|复印件)?")


def papers_in(text: str) -> str:
    """The papers that she says go along, 户口本复印件、照片; "" where she names none."""
    match = _READY.search(plain(text))
    return "、".join(_PAPER.findall(match["all"])) if match else ""


def is_agency(text: str) -> bool:
    """By her words."""
    return _PAPERS.search(plain(text)) is not None
