"""`linli understand`: one line for each message, in the words that evaluation uses."""

import json
from pathlib import Path

import pytest

from tests.command_line import linli

MESSAGE = {
    "id": "INV-01",
    "now": "2026-11-23T09:00:00+08:00",
    "text": "喂，社区的同志吗，我妈一个人住3号楼2单元501，腿脚不方便，"
    "后天上午想去区医院复查，能不能找个人陪着去一趟？",
}
ADDRESS = {
    "district": None,
    "street": None,
    "lane": None,
    "community": None,
    "building": "3号楼",
    "unit": "2单元",
    "room": "501",
    "floor": None,
    "landmark": None,
    "destination": "区医院",
}


def _run(*words: str) -> tuple[int, str]:
    result = linli("understand", *words)
    return result.exit_code, result.output


def test_a_file_of_messages_becomes_a_line_for_each(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    fire = {"id": "2", "now": MESSAGE["now"], "text": "快来人，3栋厨房着火了"}
    file.write_text("\n".join(json.dumps(row) for row in (MESSAGE, fire)), "utf-8")
    code, output = _run("--jsonl", str(file))
    first, second = (json.loads(line) for line in output.splitlines())
    assert code == 0
    assert first == {
        "id": "INV-01",
        "intent": "need",
        "need_type": "medical_escort",
        "urgency": "U2",
        "time_expr": "后天上午",
        "start": "2026-11-25T08:00",
        "end": "2026-11-25T12:00",
        "rrule": None,
        "address": ADDRESS,
        "people_needed": None,
        "phone": None,
        "order_created": True,
        "emergency_class": None,
    }
    assert (second["intent"], second["urgency"], second["emergency_class"]) == (
        "emergency",
        "U0",
        "fire_119",
    )
    assert second["order_created"]
    assert second["need_type"] is None


def test_one_message_is_told_with_its_reasons() -> None:
    code, output = _run(MESSAGE["text"], "--now", "2026-11-23T09:00")
    assert code == 0
    for words in (
        "medical_escort",
        "“找个人”",
        "Wed 2026-11-25 08:00",
        "后天上午",
        "区医院",
        "腿脚不方便",
    ):
        assert words in output


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "Give a message"), (("灯坏了", "--now", "noon"), "is no moment")],
)
def test_what_cannot_be_read_is_said_in_plain_words(words: tuple[str, ...], said: str) -> None:
    code, output = _run(*words)
    assert code == 2
    assert said in output


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text('{"id": "1"}\n', "utf-8")
    code, output = _run("--jsonl", str(file))
    assert code == 1
    assert "line 1" in output
