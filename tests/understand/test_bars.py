"""Messages and emergency lines that nothing was tuned on: what is reached, and what is aimed at.

`tuning.jsonl` and `emergencies_tuning.jsonl` may be looked at while a reader is changed; the
`held_out` files only say at the end how good it is. Whoever tunes on them moves them to tuning and
writes new ones. FLOORS are what the newest reach, less a little: a change that falls below has cost
something. `python -m bench reading` prints the bars beside them.
"""

import pytest

from bench.understanding import UNSEEN, judge, judge_emergencies, messages_of

SCORES = judge(messages_of(UNSEEN))
DANGERS = judge_emergencies(messages_of(["emergencies_held_out"]))
TUNED = judge_emergencies(messages_of(["emergencies_tuning"]))
#: the least share that is right
FLOORS = {
    "intent": 0.90,
    "kind": 0.85,
    "day": 0.88,
    "minute": 0.80,
    "address": 0.80,
    "people": 0.90,
    "phone": 1.0,
}
#: the most that may be wrong
CEILINGS = {"orders": 0.03, "confident": 0.05}


@pytest.mark.parametrize("field", FLOORS)
def test_a_field_of_unseen_messages_stays_as_right_as_it_was(field: str) -> None:
    score = SCORES[field]
    assert score.of > 0
    assert score.share >= FLOORS[field], "\n".join([f"{score.share:.1%}", *score.wrong])


@pytest.mark.parametrize("field", CEILINGS)
def test_what_may_not_happen_happens_no_oftener(field: str) -> None:
    score = SCORES[field]
    assert score.share <= CEILINGS[field], "\n".join([f"{score.share:.1%}", *score.wrong])


def test_unseen_danger_is_heard() -> None:
    recall = DANGERS["recall"]
    assert recall.share >= 0.95, "\n".join([f"{recall.share:.1%}", *recall.wrong])


@pytest.mark.parametrize("field", ["recall", "alarms"])
def test_danger_that_was_ever_missed_is_heard_now_and_daily_life_left_alone(field: str) -> None:
    score = TUNED[field]
    assert score.is_met, "\n".join([f"{score.share:.1%}", *score.wrong])


def test_there_is_enough_to_judge_by() -> None:
    messages = messages_of(["tuning", "held_out"])
    dangers = messages_of(["emergencies_tuning", "emergencies_held_out"])
    calm = [line for line in dangers if "emergency_class" not in line]
    assert len(messages) >= 300
    assert len({message["now"] for message in messages}) >= 6
    assert len(dangers) >= 200
    assert 0.4 <= len(calm) / len(dangers) <= 0.6
