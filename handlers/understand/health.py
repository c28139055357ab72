"""What her words hold of health or hardship: so that it is asked apart before anybody is told.

Living alone is a mark too, but it is nothing that whoever goes has to hear.
"""

import re
from dataclasses import dataclass

from handlers.understand.normal import fold
from models.care import Care

_WORDS: tuple[tuple[Care, str], ...] = (
    (Care.LIVES_ALONE, "一个人(?:住|在家|过|生活)|独居|自己住|身边没人|live[s]? alone"),
    (Care.BEDRIDDEN, "下不了床|下不来床|卧床|瘫(?:痪|在床|了)?|起不来床|bedridden"),
    (Care.WHEELCHAIR, "坐轮椅|轮椅|wheelchair"),
    (
        Care.UNSTEADY,
        "腿脚(?:也)?(?:不太|不|没)(?:好|便|方便|利索|灵便|行)|腿(?:疼|不好|断了|摔)|走不动|走不了路"
        "|下不了楼|上不了楼|拄拐|骨折|行动不便|残疾|半身不遂|偏瘫"
        "|can't walk|disabled|trouble walking",
    ),
    (Care.HARD_OF_HEARING, "耳背|耳朵(?:不好|背|聋)|听不(?:清|见)|聋|deaf|hard of hearing"),
    (Care.POOR_SIGHT, "眼(?:睛|神)?儿?(?:不好|花了?|看不清|看不见)|失明|白内障|blind"),
    (Care.MEMORY, "老年痴呆|痴呆|阿尔茨海默|记性(?:不好|差)|忘事|犯糊涂|dementia"),
    (Care.LOW_SPIRITS, "抑郁|焦虑症|心里(?:难受|堵得慌|闷)|想不开|精神病|depress(?:ed|ion)"),
    (
        Care.ILLNESS,
        "去?复查|复诊|透析|化疗|放疗|癌|肿瘤|糖尿病|高血压|心脏病|中风|脑梗|(?:做"
        "|动)?手术|住院|出院"
        "|生病|病了|哮喘|输液|换药|怀孕|发烧|尿毒症|帕金森|肝炎|check-up|cancer|diabetes|surgery",
    ),
    (
        Care.HARDSHIP,
        "低保|特困|没钱|吃不上饭?|交不起\\w{0,3}|看不起病|家里困难|生活困难|下岗|失业"
        "|can't afford|low income",
    ),
)
_FIND = tuple((mark, re.compile(words, re.IGNORECASE)) for mark, words in _WORDS)
_ASKED = frozenset(Care) - {Care.LIVES_ALONE}
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Health:
    """What was found: the marks it amounts to, and her own words for them."""

    marks: tuple[Care, ...]
    words: tuple[str, ...]

    @property
    def sensitive(self) -> str:
        """For the order: "health", "hardship" or both."""
        poor = Care.HARDSHIP in self.marks
        ill = any(mark is not Care.HARDSHIP for mark in self.marks)
        return ",".join(name for name, is_so in (("health", ill), ("hardship", poor)) if is_so)

    @property
    def quoted(self) -> str:
        """Her own words, as many as fit into a question."""
        return "、".join(self.words[:_QUOTED])


def read_marks(text: str) -> tuple[Care, ...]:
    """Every mark these words name, living alone among them."""
    plain = fold(text)
    return tuple(mark for mark, pattern in _FIND if pattern.search(plain))


def read_health(text: str) -> Health | None:
    """What is to be asked apart; None when the words hold nothing of the kind."""
    plain = fold(text)
    found = [
        (match.start(), mark, text[match.start() : match.end()])
        for mark, pattern in _FIND
        if mark in _ASKED
        for match in pattern.finditer(plain)
    ]
    if not found:
        return None
    found.sort(key=lambda each: each[0])
    marks = dict.fromkeys(mark for _at, mark, _words in found)
    return Health(tuple(marks), tuple(dict.fromkeys(words for _at, _mark, words in found)))
