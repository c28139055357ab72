"""The [wecom] section: what is missing is named before anything starts."""

from pathlib import Path

import pytest

from bot.config import Settings, load_settings

WHOLE: dict[str, object] = {
    "corpid": "ww1",
    "secret": "s",
    "agentid": 1000002,
    "token": "t",
    "encoding_aes_key": "k" * 43,
}


def test_without_a_corpid_it_is_off() -> None:
    assert Settings().wecom.named() == {}


def test_the_first_app_and_further_ones_have_names() -> None:
    east = {**WHOLE, "agentid": 1000003, "community": "东里社区"}
    made = Settings.model_validate({"wecom": {**WHOLE, "accounts": {"east": east}}})
    assert [*made.wecom.named()] == ["main", "east"]
    assert made.wecom.named()["east"].agentid == 1000003


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"corpid": "ww1"}, r"\[wecom\] needs a corpid, a secret, an agentid"),
        *(({**WHOLE, name: ""}, name) for name in ("secret", "token", "encoding_aes_key")),
        ({**WHOLE, "agentid": 0}, "an agentid"),
        ({**WHOLE, "chat_pace": 0}, "chat_pace"),
        ({**WHOLE, "accounts": {"east": WHOLE}}, "community"),
        ({**WHOLE, "accounts": {"main": {**WHOLE, "community": "x"}}}, "name of the first"),
        ({**WHOLE, "corpsecret": "x"}, "corpsecret"),
    ],
)
def test_what_is_missing_or_unknown_is_named(keys: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings.model_validate({"wecom": keys})


def test_a_further_app_can_stand_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {**WHOLE, "community": "东里社区"}.items():
        monkeypatch.setenv(f"LINLI_WECOM__ACCOUNTS__EAST__{name.upper()}", str(value))
    assert [*load_settings().wecom.named()] == ["east"]
    monkeypatch.setenv("LINLI_WECOM__ACCOUNTS__EAST__PHONE", "1")
    with pytest.raises(ValueError, match="PHONE"):
        load_settings()
