"""Whether an errand is one at an office, with papers: 代办医保, 老年证, 居住证明, not a parcel."""

import re

from handlers.understand.normal import plain

_PAPERS = re.compile(
    "(?:老年|残疾|居住|身份|结婚|低保|生育|健康|失业|暂住)证|户口|社保|医保|公积金|养老金|养老保险"
    "|公交卡|老年卡|爱心卡|社保卡|证明|盖(?:个)?章|报销|年审|认证|登记手续|档案|补贴|津贴|代办手续|跑手续"
    r"|\b(?:id card|permit|certificate|social security|medical insurance|paperwork|residence)\b"
)


def is_agency(text: str) -> bool:
    """By her words."""
    return _PAPERS.search(plain(text)) is not None
