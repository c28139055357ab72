"""Whether a message says hello and nothing else."""

import re

from handlers.understand.normal import fold, visible

_LONGEST = 100
_GREETING = re.compile(
    r"(?:您好|你好|大家好|[早中下晚][上午]?好|喂|在吗|在不在|在么|有人吗|有人在吗|有人么"
    r"|哈[喽罗啰]|嗨|请问|社区的?|同志|邻里|打扰了|hello|hi|hey"
    r"|good (?:morning|afternoon|evening)|[啊呀吗呢哦诶哎]|[\s,.。!?~、…]"
    r"|[\U0001f300-\U0001faff])+",
    re.IGNORECASE,
)


def is_greeting(text: str) -> bool:
    """Whether there is a hello in it and nothing else; an empty text is no greeting."""
    plain = fold(visible(text)[:_LONGEST].strip())
    return bool(plain) and _GREETING.fullmatch(plain) is not None
