"""What is to be said survives the outbox as it is."""

import json

import pytest

from handlers.content import Button, Card, Content, Line, Step


@pytest.mark.parametrize(
    "content",
    [
        Content(),
        Content("好", (Button("来", "a.0", "明天", "main"),), ask="phone", alert=True),
        Content(card=Card("灯", "1123-07", (Line("时间", "周二"),), (Step("找人", "now"),))),
        Content("有照片", subject="order:1", media=(3, 4)),
    ],
)
def test_a_message_survives_json(content: Content) -> None:
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_what_says_nothing_is_not_kept() -> None:
    assert Content("好").to_json() == {"text": "好"}
