"""What WeCom posts, for the tests of the way in."""

from datetime import UTC, datetime
from typing import Any

from bot.channels.wecom.inbound import Source

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
SENT = int(NOW.timestamp()) - 2
CORP = "ww5823bf96d3bd56c7"
AGENT = 1000002
SOURCE = Source(account_id=7, community_id=3, agentid=AGENT)


def message(kind: str = "text", **fields: Any) -> dict[str, str]:
    """A message of 陈静; a text unless `kind` says otherwise."""
    base = {
        "ToUserName": CORP,
        "FromUserName": "ChenJing",
        "CreateTime": SENT,
        "MsgType": kind,
        "MsgId": 7201234567890123456,
        "AgentID": AGENT,
    }
    return {name: str(value) for name, value in {**base, **fields}.items()}


def event(name: str, **fields: Any) -> dict[str, str]:
    """An event; it has no number."""
    made = message("event", Event=name, **fields)
    del made["MsgId"]
    return made


def press(key: str = "abc.0 通过", **fields: Any) -> dict[str, str]:
    """A pressed button of a card."""
    base = {"EventKey": key, "TaskId": "o5_1", "ResponseCode": "c-1"}
    return event("template_card_event", CardType="button_interaction", **{**base, **fields})
