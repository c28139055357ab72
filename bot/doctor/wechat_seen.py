"""One WeChat account as it is configured, for the doctor's findings about it."""

from dataclasses import dataclass

from bot.config_wechat import WeChatAccount

SITE = "mp.weixin.qq.com"


@dataclass(frozen=True, slots=True)
class Seen:
    """One account as configured; `has_row` once `linli run` has met it."""

    name: str
    settings: WeChatAccount
    has_row: bool
    public_url: str

    @property
    def what(self) -> str:
        """How findings name it."""
        return f"wechat {self.name}"

    def key(self, key: str) -> str:
        """How the configuration names one of its settings."""
        if self.name == "main":
            return f"[wechat] {key} (LINLI_WECHAT__{key.upper()})"
        name = f"LINLI_WECHAT__ACCOUNTS__{self.name.upper()}__{key.upper()}"
        return f"[wechat.accounts.{self.name}] {key} ({name})"
