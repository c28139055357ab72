"""Configuration: config.toml, then the environment. Unknown keys are errors in both.

Every key is also LINLI_SECTION__KEY; lists are JSON there. A missing file means the defaults.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.config_sms import SmsSection
from bot.config_wechat import FurtherWeChat, WeChatSection
from bot.config_wecom import FurtherWeCom, WeComSection
from handlers.emergency_rules import Numbers, Rules

PREFIX = "LINLI_"
#: the test suite's own
ALLOWED = frozenset({"LINLI_REQUIRE"})


class Section(BaseModel):
    """A section refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid")


class CommunitySection(Section):
    """Seeds the first community; afterwards its row counts."""

    name: str = "我们社区"
    timezone: str = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    station_phone: str = ""


class DatabaseSection(Section):
    """Where the rows are. `durability = "fast"` accepts a loss at a power cut (SQLite)."""

    url: str = "sqlite:///data/linli.db"
    durability: Literal["full", "fast"] = "full"


class WebSection(Section):
    """Where the pages are served, and under which address people reach them."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""

    @property
    def address(self) -> str:
        """What a link to a page of ours begins with."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


class SecuritySection(Section):
    """Keys, newest first. Without any, they are made once and kept beside the data."""

    keys: list[SecretStr] = []
    index_key: SecretStr = SecretStr("")
    session_key: SecretStr = SecretStr("")


class StorageSection(Section):
    """Where photos and voice are kept, encrypted."""

    path: Path = Path("data")


class NumbersSection(Section):
    """Whom people are told to ring; `lift` is the local lift rescue, empty where there is none."""

    fire: str = "119"
    medical: str = "120"
    police: str = "110"
    talk: str = "12356"
    lift: str = ""


class EmergencySection(Section):
    """What the desk does with an emergency. Times in minutes."""

    numbers: NumbersSection = NumbersSection()
    #: who does not press is followed by the next; when all were called, all are called again
    next_after: float = Field(default=3, gt=0)
    again_after: float = Field(default=10, gt=0)
    #: Telegram chats that are written to directly while the database is away
    alert: list[int] = []

    @property
    def rules(self) -> Rules:
        """The same, as conversations know it."""
        return Rules(
            Numbers(**self.numbers.model_dump()),
            timedelta(minutes=self.next_after),
            timedelta(minutes=self.again_after),
        )


class TelegramAccount(Section):
    """One bot. Without a token it is off. `pace`s are ours, safely below what Telegram allows."""

    token: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    api_base: str = "https://api.telegram.org/bot"
    file_base: str = "https://api.telegram.org/file/bot"
    #: calls a second, all processes together; messages a second to one private chat (0 = no
    #: limit); messages a minute to one group
    pace: float = Field(default=25, gt=0)
    chat_pace: float = Field(default=1, ge=0)
    group_pace: float = Field(default=20, gt=0)
    #: ask before anything is used that was written on a foreign platform
    overseas_notice: bool = True


class FurtherAccount(TelegramAccount):
    """A bot of another community, by that community's name."""

    community: str


class TelegramSection(TelegramAccount):
    """The first bot, for the first community, and further ones by name (`[a-z0-9]+`)."""

    accounts: dict[Annotated[str, StringConstraints(pattern="^[a-z0-9]+$")], FurtherAccount] = {}

    @model_validator(mode="after")
    def _are_whole(self) -> Self:
        """An account that was named needs a token and a community."""
        for name, each in self.accounts.items():
            if not (each.token.get_secret_value() and each.community):
                raise ValueError(f"[telegram.accounts.{name}] needs a token and a community")
        if "main" in self.accounts:
            raise ValueError("[telegram.accounts.main] is the name of the first bot; take another")
        return self

    def named(self) -> dict[str, TelegramAccount]:
        """Every bot that is on, by the name of its account row; the first one is `main`."""
        first: dict[str, TelegramAccount] = {"main": self} if self.token.get_secret_value() else {}
        return {**first, **self.accounts}


class LimitsSection(Section):
    """How much the desk may write on its own: notices to many, for each person."""

    bulk_per_week: int = Field(default=7, ge=0)


class Settings(BaseSettings):
    """All of it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    community: CommunitySection = CommunitySection()
    database: DatabaseSection = DatabaseSection()
    web: WebSection = WebSection()
    security: SecuritySection = SecuritySection()
    storage: StorageSection = StorageSection()
    emergency: EmergencySection = EmergencySection()
    telegram: TelegramSection = TelegramSection()
    wechat: WeChatSection = WeChatSection()
    wecom: WeComSection = WeComSection()
    sms: SmsSection = SmsSection()
    limits: LimitsSection = LimitsSection()


_FURTHER: dict[str, type[BaseModel]] = {
    "TELEGRAM": FurtherAccount,
    "WECHAT": FurtherWeChat,
    "WECOM": FurtherWeCom,
}


def load_settings(file: Path | None = None) -> Settings:
    """Read the file, then the environment over it.

    Raises pydantic.ValidationError or ValueError with the name of what is wrong.
    """
    _refuse_unknown_names()

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's own signature
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, file or Path("config.toml"))

    if file is not None and not file.exists():
        raise ValueError(f"{file} does not exist")
    return FromFile()


def _refuse_unknown_names() -> None:
    known = {
        f"{PREFIX}{section}__{key}".upper()
        for section, field in Settings.model_fields.items()
        for key in field.annotation.model_fields  # type: ignore[union-attr]
    }
    names = {name for name in os.environ if name.upper().startswith(PREFIX)}
    unknown = sorted(name for name in names if not _is_known(name.upper(), known))
    if unknown:
        raise ValueError(f"unknown settings in the environment: {', '.join(unknown)}")


def _is_known(name: str, known: set[str]) -> bool:
    """One of ours, or a key of a further account: LINLI_TELEGRAM__ACCOUNTS__EAST__TOKEN."""
    section, _mark, rest = name.removeprefix(PREFIX).partition("__ACCOUNTS__")
    account, _mark, key = rest.partition("__")
    further = _FURTHER.get(section)
    if account and further is not None:
        return key.lower() in further.model_fields
    return name in known | ALLOWED
