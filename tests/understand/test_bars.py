"""The bars, on messages and emergency lines that nothing was tuned on.

`tuning.jsonl` and `emergencies_tuning.jsonl` may be looked at while a reader is changed; the
`held_out` files only say at the end how good it is.
"""

import pytest

from bench.understanding import UNSEEN, judge, judge_emergencies, messages_of

SCORES = judge(messages_of(UNSEEN))
DANGERS = judge_emergencies(messages_of(["emergencies_held_out"]))
BARS = ["orders", "intent", "kind", "day", "minute", "confident", "address", "people", "phone"]


@pytest.mark.parametrize("field", BARS)
def test_a_field_of_unseen_messages_reaches_its_bar(field: str) -> None:
    score = SCORES[field]
    assert score.of > 0
    assert score.is_met, "\n".join([f"{score.share:.1%}", *score.wrong])


@pytest.mark.parametrize("field", ["recall", "alarms"])
def test_unseen_danger_is_heard_and_daily_life_left_alone(field: str) -> None:
    score = DANGERS[field]
    assert score.is_met, "\n".join([f"{score.share:.1%}", *score.wrong])


def test_there_is_enough_to_judge_by() -> None:
    messages = messages_of(["tuning", "held_out"])
    dangers = messages_of(["emergencies_tuning", "emergencies_held_out"])
    calm = [line for line in dangers if "emergency_class" not in line]
    assert len(messages) >= 300
    assert len({message["now"] for message in messages}) >= 6
    assert len(dangers) >= 200
    assert 0.4 <= len(calm) / len(dangers) <= 0.6
