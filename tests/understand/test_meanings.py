"""Words by what they mean: written as they are looked up, and found as they are written."""

from collections import Counter

from handlers.emergency import hear, scan
from handlers.emergency_likeness import is_surely_calm
from handlers.understand.likeness import features
from handlers.understand.meanings import meanings, told_meanings
from handlers.understand.normal import plain

SHORTEST, LONGEST, LONGEST_LATIN = 2, 8, 12


def test_every_word_stands_in_plain_form_and_once_below_its_meaning() -> None:
    told = list(told_meanings())
    assert [word for word, _meaning in told if plain(word) != word] == []
    assert [pair for pair, times in Counter(told).items() if times > 1] == []
    lengths = {(len(word), word.isascii()) for word, _meaning in told}
    assert min(lengths)[0] >= SHORTEST
    assert max(length for length, is_latin in lengths if not is_latin) <= LONGEST
    assert max(length for length, _is_latin in lengths) <= LONGEST_LATIN


def test_the_longest_word_at_a_place_tells_the_meaning() -> None:
    assert set(meanings("跳楼价")) == {"figurative_danger_words", "calm_hyper"}
    assert "self_harm_means" in set(meanings("要跳楼"))


def test_a_word_in_latin_letters_is_found_alone_and_in_no_other() -> None:
    assert "medical_examinations" in set(meanings("book a ct for monday"))
    assert set(meanings("doctype")) == set()


def test_a_text_of_one_character_means_nothing() -> None:
    assert list(meanings("")) == list(meanings("火")) == []


def test_what_a_message_is_weighed_by_holds_its_meanings() -> None:
    assert "=unconscious_breathing" in features("老爷子厥过去了,喊不应")


def test_a_phrase_of_danger_in_what_is_surely_calm_wakes_nobody() -> None:
    calm = "教我怎么把手机铃声调大,老是没听见,孩子打电话没人接"
    assert is_surely_calm(calm)
    assert hear(calm) is None


def test_a_phrase_of_danger_alone_is_never_passed_over() -> None:
    assert not is_surely_calm("着火了")
    found = scan("着火了")
    assert found is not None
    assert found.code == "fire_119"


def test_whoever_speaks_of_dying_is_never_passed_over() -> None:
    found = scan("明天上午请人来修水龙头 我不想活了")
    assert found is not None
    assert found.kind == "selfharm"
