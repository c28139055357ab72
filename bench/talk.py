"""The six-step intake that every server goes through, as Telegram would post it.

Needs nothing but the standard library: one peer runs in an environment of its own.
"""

import json

STEPS = 6
TOKEN = "1:bench"
SECRET = "bench-secret"
#: what the desk sends for one intake: an answer each step, and the order's own card
REPLIES_OURS = 7
REPLIES_PEER = 6
#: what the peers keep in each step, and what they say to it
KEYS = ("need", "when", "place", "phone", "confirm", "name")
SAYINGS = (
    "什么时候来方便？\n1 明天上午\n2 明天下午\n3 别的时间",
    "到哪里去？写楼号、单元和门牌。\n比如“3号楼2单元501”。",
    "留个电话吧，来之前给您打一个。\n电话和门牌，只给来的人和社区看。",
    "我念一遍\n帮什么  {need}\n时间  {when}\n地点  {place}\n电话  {phone}\n1 发出\n2 先不发",
    "发出去了，给您回话。\n来的人怎么称呼您？不写也行。",
    "好，{name}。",
)
#: each names what is to be done and nothing else, so that all other steps are asked
NEEDS = (
    "厨房的灯不亮了，想找人来看看",
    "家里水龙头漏水，能不能来个师傅瞅瞅",
    "手机不会用，想学学怎么挂号",
    "一个人在家闷得慌，想有人来陪我聊聊天",
)


def _door(chat_id: int) -> str:
    """Nobody else's: two who write the same of one door are asked whether it is one."""
    building, unit = chat_id % 29 + 1, chat_id // 29 % 4 + 1
    return f"{building}号楼{unit}单元{chat_id // 116 % 9000 + 101}"


def texts(chat_id: int) -> tuple[str, ...]:
    """The six messages of one conversation."""
    return (
        NEEDS[chat_id % len(NEEDS)],
        "明天上午",
        _door(chat_id),
        f"138{chat_id % 100_000_000:08d}",
        "发出",
        f"叫我李阿姨{chat_id}",
    )


def update(chat_id: int, step: int, at: int) -> bytes:
    """The webhook's body for one message, with the fields that Telegram fills in."""
    person = {"id": chat_id, "is_bot": False, "first_name": "李", "language_code": "zh-hans"}
    return json.dumps(
        {
            "update_id": chat_id * 10 + step,
            "message": {
                "message_id": step + 1,
                "from": person,
                "chat": {"id": chat_id, "type": "private", "first_name": "李"},
                "date": at,
                "text": texts(chat_id)[step],
            },
        }
    ).encode()
