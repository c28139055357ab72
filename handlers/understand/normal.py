"""One written form for many: full-width letters and digits, dashes, traditional characters.

Folding keeps the length, so a place found in the folded text is the same place in the text as
written. Only invisible characters are dropped. Digits keep their value and their order.
"""

import re

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]"
)
_DASHES = "‐‑‒–—―−﹣"
_TILDES = "〜∼˜"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"
# Only characters that some reader looks for: this is no converter of texts.
_TRADITIONAL = (
    "點號樓棟單個週禮後時間電話門兩幾裡裏進來見門婦兒殺壽鐘鬧邊從麼這還過開關熱轉賬騙離覺藥"
)
_SIMPLIFIED = (
    "点号楼栋单个周礼后时间电话门两几里里进来见门妇儿杀寿钟闹边从么这还过开关热转账骗离觉药"
)
_MORE_TRADITIONAL = (
    "煙燒體嚴氣煤濃塌癱噁喫灣園區棄輕遺書結斷車撞傷產噎搶刀蹤誤農毒掉嗎請幫換燈壞陪醫著"
)
_MORE_SIMPLIFIED = (
    "烟烧体严气煤浓塌瘫恶吃湾园区弃轻遗书结断车撞伤产噎抢刀踪误农毒掉吗请帮换灯坏陪医着"
)

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(map(ord, _DASHES), ord("-"))
_FOLD |= dict.fromkeys(map(ord, _TILDES), ord("~"))
_FOLD |= dict.fromkeys(map(ord, _SPACES), ord(" "))
_FOLD |= {
    ord(old): ord(new)
    for old, new in zip(
        _TRADITIONAL + _MORE_TRADITIONAL, _SIMPLIFIED + _MORE_SIMPLIFIED, strict=True
    )
}


def visible(text: str) -> str:
    """The text without characters that take no room (joiners, direction marks, keycap frames)."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """The plain form of every character, one for one."""
    return text.translate(_FOLD)


def normalise(text: str) -> str:
    """The form that all readers read."""
    return fold(visible(text))
