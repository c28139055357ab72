"""Configuration: config.toml, then the environment. Unknown keys are errors in both.

Every key is also LINLI_SECTION__KEY; lists are JSON there. A missing file means the defaults.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

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


class SecuritySection(Section):
    """Keys, newest first. Without any, they are made once and kept beside the data."""

    keys: list[SecretStr] = []
    index_key: SecretStr = SecretStr("")
    session_key: SecretStr = SecretStr("")


class StorageSection(Section):
    """Where photos and voice are kept, encrypted."""

    path: Path = Path("data")


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
    unknown = sorted(name for name in names if name.upper() not in known | ALLOWED)
    if unknown:
        raise ValueError(f"unknown settings in the environment: {', '.join(unknown)}")
