"""The [wechat] section: what is missing is named before anything starts."""

from pathlib import Path

import pytest

from bot.config import Settings, load_settings

WHOLE = {"appid": "wx1", "secret": "s", "token": "t", "encoding_aes_key": "k" * 43}


def test_without_an_appid_it_is_off() -> None:
    assert Settings().wechat.named() == {}


def test_the_first_account_and_further_ones_have_names() -> None:
    east = {**WHOLE, "appid": "wx2", "community": "东里社区", "account": "subscription"}
    made = Settings.model_validate({"wechat": {**WHOLE, "accounts": {"east": east}}})
    assert [*made.wechat.named()] == ["main", "east"]
    assert made.wechat.named()["east"].account == "subscription"


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"appid": "wx1"}, "an appid, a secret and a token"),
        ({**WHOLE, "encoding_aes_key": ""}, "encoding_aes_key"),
        ({**WHOLE, "account": "personal"}, "account"),
        ({**WHOLE, "mode": "open"}, "mode"),
        ({**WHOLE, "templates": {"coming": {"thing": "thing1"}}}, "id"),
        ({**WHOLE, "subscriptions": {"coming": {"id": "S", "often": True}}}, "often"),
        ({**WHOLE, "accounts": {"east": WHOLE}}, "community"),
        ({**WHOLE, "accounts": {"main": {**WHOLE, "community": "x"}}}, "name of the first"),
        ({**WHOLE, "appsecret": "x"}, "appsecret"),
    ],
)
def test_what_is_missing_or_unknown_is_named(keys: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings.model_validate({"wechat": keys})


def test_plain_mode_needs_no_key() -> None:
    made = Settings.model_validate({"wechat": {**WHOLE, "encoding_aes_key": "", "mode": "plain"}})
    assert [*made.wechat.named()] == ["main"]


def test_a_further_account_can_stand_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {**WHOLE, "community": "东里社区"}.items():
        monkeypatch.setenv(f"LINLI_WECHAT__ACCOUNTS__EAST__{name.upper()}", value)
    assert [*load_settings().wechat.named()] == ["east"]
    monkeypatch.setenv("LINLI_WECHAT__ACCOUNTS__EAST__PHONE", "1")
    with pytest.raises(ValueError, match="PHONE"):
        load_settings()
