"""The comparison behind `make texts`, tried on a small catalogue."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from tests.house.texts import Text, faults, two_questions

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
ACCEPT = Text(("接单",), "button", "handlers/claim.py:1")
NUMBER = Text(("单号 {number}。",), "", "handlers/post_need.py:1")


@pytest.mark.parametrize(
    ("entry", "text", "fault"),
    [
        ('msgctxt "button"\nmsgid "接单"\nmsgstr "I\'ll go"', ACCEPT, ""),
        ('msgid "接单"\nmsgstr "I\'ll go"', ACCEPT, "no English"),
        ('msgctxt "button"\nmsgid "接单"\nmsgstr ""', ACCEPT, "English is empty"),
        (
            '#, fuzzy\nmsgctxt "button"\nmsgid "接单"\nmsgstr "Go"',
            ACCEPT,
            "English is marked fuzzy",
        ),
        ('msgid "单号 {number}。"\nmsgstr "Order {number}."', NUMBER, ""),
        ('msgid "单号 {number}。"\nmsgstr "Order {no}."', NUMBER, "English fills other gaps"),
        ('#~ msgid "接单"\n#~ msgstr "Go"', NUMBER, "obsolete entry"),
    ],
)
def test_what_is_wrong_with_an_entry_is_named(entry: str, text: Text, fault: str) -> None:
    catalog = read_po(BytesIO((HEADER + entry + "\n").encode()), locale="en")
    found = list(faults((text,), catalog))
    assert found == [] if not fault else any(line.startswith(fault) for line in found)


def test_an_entry_without_a_text_is_named() -> None:
    catalog = read_po(BytesIO((HEADER + 'msgid "旧话"\nmsgstr "Old"\n').encode()), locale="en")
    assert list(faults((), catalog)) == ["no such text any more: '旧话'"]


def test_two_questions_in_one_text_are_worth_a_look() -> None:
    one = Text(("哪天？比如：周六。",), "", "here:1")
    two = Text(("哪天？几点？",), "", "here:2")
    assert two_questions((one, two)) == [two]
