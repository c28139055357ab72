"""The section [wecom]: self-built apps of a company, and how fast they may be called."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator


class WeComAccount(BaseModel):
    """One app. Without a corpid it is off. The keys stand in the company's admin console."""

    model_config = ConfigDict(extra="forbid")

    corpid: str = ""
    #: of this app; every app has its own
    secret: SecretStr = SecretStr("")
    agentid: int = 0
    #: made there for the callback, as the key
    token: SecretStr = SecretStr("")
    encoding_aes_key: SecretStr = SecretStr("")
    #: the one before, while WeCom changes over
    previous_aes_key: SecretStr = SecretStr("")
    api_base: str = "https://qyapi.weixin.qq.com/cgi-bin/"
    #: calls a second, all processes together; messages a second to one member: WeCom drops the
    #: 31st of a minute without a word
    pace: float = Field(default=25, gt=0)
    chat_pace: float = Field(default=0.48, gt=0)
    #: messages to one member in an hour: the 1,001st is dropped as silently, and a long one of
    #: ours is several of theirs
    chat_hour: int = Field(default=900, gt=1, le=1000)
    #: members who are told of a notice in one call. A lost answer or a dying process leaves one
    #: call in doubt; 200 are looked at within 40 ms, in which nobody else writes on SQLite
    batch: int = Field(default=200, ge=1, le=1000)
    #: departments and tags are read once an hour, and everybody in the app's visible range is known
    #: and may be told, who never wrote, too
    directory: bool = False


class FurtherWeCom(WeComAccount):
    """An app of another community, by that community's name."""

    community: str


class WeComSection(WeComAccount):
    """The first app, for the first community, and further ones by name (`[a-z0-9]+`)."""

    accounts: dict[Annotated[str, StringConstraints(pattern="^[a-z0-9]+$")], FurtherWeCom] = {}

    @model_validator(mode="after")
    def _are_whole(self) -> Self:
        """An app that is on needs its keys; one that was named needs a community too."""
        for name, each in self.named().items():
            where = "[wecom]" if name == "main" else f"[wecom.accounts.{name}]"
            secrets = (each.secret, each.token, each.encoding_aes_key)
            if not (
                each.corpid and each.agentid and all(key.get_secret_value() for key in secrets)
            ):
                what = "a corpid, a secret, an agentid, a token and an encoding_aes_key"
                raise ValueError(f"{where} needs {what}")
        if "main" in self.accounts:
            raise ValueError("[wecom.accounts.main] is the name of the first app; take another")
        if not all(each.community for each in self.accounts.values()):
            raise ValueError("each of [wecom.accounts] needs a community")
        return self

    def named(self) -> dict[str, WeComAccount]:
        """Every app that is on, by the name of its row; the first one is `main`."""
        first: dict[str, WeComAccount] = {"main": self} if self.corpid else {}
        return {**first, **self.accounts}
