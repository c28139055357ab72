"""The six-step intake that every server goes through, as Telegram would post it."""

import json
from typing import Any

STEPS = 6
#: what the desk sends for one intake: an answer each step, and the order's own card
REPLIES_OURS = 7
REPLIES_PEER = 6
#: each names what is to be done and nothing else, so that all other steps are asked
NEEDS = (
    "厨房的灯不亮了，想找人来看看",
    "家里水龙头漏水，能不能来个师傅瞅瞅",
    "手机不会用，想学学怎么挂号",
    "一个人在家闷得慌，想有人来陪我聊聊天",
)
START_AT = 1_795_400_000


def texts(chat_id: int) -> tuple[str, ...]:
    """The six messages of one conversation."""
    return (
        NEEDS[chat_id % len(NEEDS)],
        "明天上午",
        f"{chat_id % 29 + 1}号楼{chat_id % 4 + 1}单元{chat_id % 17 + 1}01",
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


def message_of(posted: dict[str, Any]) -> tuple[int, int, int, str]:
    """Update id, chat id, date and text of a posted update."""
    message = posted["message"]
    return posted["update_id"], message["chat"]["id"], message["date"], message["text"]
