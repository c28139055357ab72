"""What was learned belongs to the examples that are there, and says why it chose."""

import pytest

from handlers.understand.intent import Intent, read_intent
from handlers.understand.kind import read_kind, seeded_kinds
from handlers.understand.likeness import features, learned
from learning.examples import examples, mark, of_danger, of_intents, of_kinds


@pytest.mark.parametrize("name", ["intent", "kind", "danger"])
def test_an_example_that_was_added_is_an_example_that_was_learned(name: str) -> None:
    assert learned(name).mark == mark(), "an example or a word changed: run `make learn`"


def test_every_class_has_examples_and_every_example_a_class_that_exists() -> None:
    told = examples()
    for name, chosen in (("intent", of_intents), ("kind", of_kinds), ("danger", of_danger)):
        assert {label for label, _text in chosen(told)} == set(learned(name).classes), name
    kinds = {kind.code for kind in seeded_kinds()}
    assert set(learned("kind").classes) <= kinds


def test_every_intent_can_be_learned() -> None:
    assert set(learned("intent").classes) == {*Intent} - {Intent.EMERGENCY}


def test_likely_shares_are_shares_of_one() -> None:
    shares = learned("danger").shares(features("厨房着火了烧到柜子了"))
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares, key=shares.__getitem__) == "fire_119"


def test_a_message_of_no_known_character_is_read_all_the_same() -> None:
    assert read_intent("ΩΩΩ").intent in Intent
    assert read_kind("ΩΩΩΩΩΩ", seeded_kinds()) is None


def test_a_reading_tells_the_pairs_and_cues_that_decided() -> None:
    said = read_intent("能不能找个人陪我妈去医院")
    assert said.intent is Intent.NEED
    assert any(cue.weight > 0 for cue in said.cues)
    kind = read_kind("能不能找个人陪我妈去医院", seeded_kinds())
    assert kind is not None
    assert kind.like
