"""The reader of a wheel's list of files; `make wheel` gives it a real one."""

from tests.house.wheel import KINDS, faults

OURS = {kind.replace("*", "one") for kind in KINDS}


def test_a_wheel_with_all_our_files_is_whole() -> None:
    assert list(faults(OURS | {"linli-0.1.0.dist-info/METADATA"}, OURS)) == []


def test_a_wheel_without_its_catalogue_is_not() -> None:
    lost = "handlers/locale/one/LC_MESSAGES/one.po"
    assert list(faults(OURS - {lost}, OURS)) == [
        f"missing: {lost}",
        "nothing like handlers/locale/*/LC_MESSAGES/*.po",
    ]


def test_a_wheel_carries_no_tests() -> None:
    assert list(faults(OURS | {"tests/rows.py"}, OURS)) == ["does not belong: tests/rows.py"]
