"""For whom somebody asks: 我妈, 邻居王奶奶, my neighbour. What is not said is not guessed.

我跟老伴 are two who ask for themselves; somebody who has died is nobody to send help to.
"""

import re
from dataclasses import dataclass

from handlers.understand.normal import fold

#: the words for each, longest first where one begins another
_KIN: tuple[tuple[str, str], ...] = (
    ("parents", "爸妈|父母|爹妈|爹娘|parents"),
    ("mother_in_law", "婆婆|岳母|丈母娘|mother-in-law"),
    ("father_in_law", "公公|岳父|老丈人|father-in-law"),
    ("mother", "老?妈妈?|母亲|老娘|mother|mum|mom"),
    ("father", "老?爸爸?|父亲|老爹|father|dad"),
    ("grandmother", "奶奶|姥姥|外婆|grandmother|grandma|granny"),
    ("grandfather", "爷爷|姥爷|外公|grandfather|grandpa"),
    ("spouse", "老伴|爱人|老公|老婆|丈夫|妻子|媳妇|husband|wife"),
    ("relative", "大?姑妈?|大?姨妈?|舅舅|舅妈|叔叔|大伯|婶婶?|大?哥|大?姐姐?|亲戚|aunt|uncle"),
    ("elder", "老人家?"),
)
_NEAR = "邻居|街坊|对门|隔壁|楼上|楼下|同楼|neighbou?r"
_ELDER = "老|奶奶|爷爷|大爷|大妈|大娘|阿姨|叔|婶|师傅|大姐|女士|先生"
_WHO = "|".join(f"(?P<{code}>{words})" for code, words in _KIN)
_FAMILY = re.compile(
    rf"(?:(?<![跟和同与])(?:我|俺|咱)们?(?:家里?)?的?|\bmy\s|(?:帮|替|给"
    rf"|陪)我?们?家?(?=[^我]))(?:{_WHO})"
    r"(?!们|以前|留|走了|没了|不在|去世|过世|出差|上班|在外|[和跟]我)",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(
    rf"(?:帮|替|给|代)(?:我们?)?(?:的)?(?:{_NEAR})"
    rf"|(?:我们?)?(?:家)?(?:的)?(?:{_NEAR})(?:的|家)?[^,，。；\s]{{0,2}}?(?:{_ELDER})"
    r"|\bmy neighbou?r\b",
    re.IGNORECASE,
)
_SAYS_SO = re.compile("我是(?:她|他|老人|本人)?的?(?:女儿|儿子|闺女|媳妇|女婿|孙子|孙女|家属|侄)")


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who is to be helped: which of the words above, and how the two stand."""

    code: str
    #: "family" or "neighbour"
    relation: str

    @property
    def lives_here(self) -> bool:
        """Whether the asker's own door and phone are theirs too."""
        return self.code == "spouse"


def read_other(text: str) -> Other | None:
    """Who is to be helped, when it is not whoever writes."""
    plain = fold(text)
    near = _NEIGHBOUR.search(plain)
    kin = _FAMILY.search(plain)
    if near is not None and (kin is None or near.start() < kin.start()):
        return Other("neighbour", "neighbour")
    if kin is not None:
        return Other(str(kin.lastgroup), "family")
    return Other("elder", "family") if _SAYS_SO.search(plain) else None
