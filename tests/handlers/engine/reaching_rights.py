"""How the questions about one's own data are reached, and an answer each can read."""

from collections.abc import Callable

from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching import posted
from tests.transcript import World


def saying(good: str, *said: str) -> Callable[[World], Reached]:
    """A resident who has asked for something once, and says this much."""

    def reach(world: World) -> Reached:
        wang = posted(world).wang
        for words in said:
            wang.say(words)
        return Reached(wang, good)

    return reach


QUESTIONS: dict[str, Callable[[World], Reached]] = {
    "correct.door": saying("5号楼1单元302", "改一项", "门牌"),
    "correct.name": saying("李老师", "改一项", "称呼"),
    "correct.phone": saying("13900000456", "改一项", "电话"),
    "correct.which": saying("称呼", "改一项"),
    "leave.how": saying("不退了", "退出"),
    "privacy.what": saying("要一份记录", "隐私"),
    "withdraw.which": saying("都留着", "我的同意"),
}
#: any words will do there
TAKE_WORDS = {"privacy.what"}
