"""The section [wechat]: Official Accounts, their keys, and what may knock at a closed window."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator


class TemplateSection(BaseModel):
    """One template of an Official Account, and which of its fields we fill."""

    model_config = ConfigDict(extra="forbid")

    id: str
    #: a field for a few words, and one for a moment where the template has it
    thing: str = "thing1"
    time: str = ""


class SubscriptionSection(TemplateSection):
    """A template that people agree to: a yes is one message, or many where it lasts (长期订阅)."""

    lasts: bool = False


class WeChatAccount(BaseModel):
    """One Official Account. Without an appid it is off. The keys stand on mp.weixin.qq.com."""

    model_config = ConfigDict(extra="forbid")

    appid: str = ""
    secret: SecretStr = SecretStr("")
    #: ours to choose: WeChat signs its posts with it
    token: SecretStr = SecretStr("")
    encoding_aes_key: SecretStr = SecretStr("")
    #: the one before, while WeChat changes over
    previous_aes_key: SecretStr = SecretStr("")
    mode: Literal["plain", "compatible", "safe"] = "safe"
    #: what the account is, and so what it may do (bot/channels/wechat/abilities.py)
    account: Literal["service", "service_unverified", "subscription", "subscription_unverified"] = (
        "service"
    )
    api_base: str = "https://api.weixin.qq.com/cgi-bin/"
    #: calls a second, all processes together
    pace: float = Field(default=25, gt=0)
    #: the kind of a notice -> what says that there is one, where nothing else may be sent
    templates: dict[str, TemplateSection] = {}
    #: the same for who has agreed to it (订阅通知); it goes before a template
    subscriptions: dict[str, SubscriptionSection] = {}


class FurtherWeChat(WeChatAccount):
    """An account of another community, by that community's name."""

    community: str


class WeChatSection(WeChatAccount):
    """The first account, for the first community, and further ones by name (`[a-z0-9]+`)."""

    accounts: dict[Annotated[str, StringConstraints(pattern="^[a-z0-9]+$")], FurtherWeChat] = {}

    @model_validator(mode="after")
    def _are_whole(self) -> Self:
        """An account that is on needs its keys; one that was named needs a community too."""
        for name, each in self.named().items():
            where = "[wechat]" if name == "main" else f"[wechat.accounts.{name}]"
            if not (
                each.appid and each.secret.get_secret_value() and each.token.get_secret_value()
            ):
                raise ValueError(f"{where} needs an appid, a secret and a token")
            if each.mode != "plain" and not each.encoding_aes_key.get_secret_value():
                raise ValueError(f'{where} needs an encoding_aes_key, or mode = "plain"')
        if "main" in self.accounts:
            raise ValueError("[wechat.accounts.main] is the name of the first account")
        if not all(each.community for each in self.accounts.values()):
            raise ValueError("each of [wechat.accounts] needs a community")
        return self

    def named(self) -> dict[str, WeChatAccount]:
        """Every account that is on, by the name of its row; the first one is `main`."""
        first: dict[str, WeChatAccount] = {"main": self} if self.appid else {}
        return {**first, **self.accounts}
