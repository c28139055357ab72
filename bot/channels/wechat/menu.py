"""The menu below the chat: three doors, and what is behind them. Pressing one says its word."""

from typing import Any

from bot.channels.wechat.api import Api
from handlers.language import _, pgettext

#: WeChat's limits: UTF-8 bytes of a name that is always shown, and of one that opens
NAME_BYTES, SUB_NAME_BYTES = 16, 40


def menu() -> dict[str, Any]:
    """The menu in the language spoken now; the keys are words that work everywhere."""
    return {
        "button": [
            _press(pgettext("menu", "找人帮忙"), "/need"),
            _opens(
                pgettext("menu", "我来帮忙"),
                _press(_("看谁要帮忙"), "/help_out"),
                _press(pgettext("menu", "我到了"), "/here"),
                _press(pgettext("menu", "我走了"), "/leave"),
                _press(pgettext("menu", "活动"), "/activities"),
                _press(pgettext("menu", "时长"), "/hours"),
            ),
            _opens(
                pgettext("menu", "我的"),
                _press(_("办到哪一步了"), "/mine"),
                _press(_("请社区打给我"), "找社区"),
                _press(pgettext("menu", "设置"), "/settings"),
                _press(pgettext("menu", "隐私"), "/privacy"),
                _press(pgettext("menu", "帮助"), "/help"),
            ),
        ]
    }


async def publish(api: Api) -> None:
    """Put it below everybody's chat; it shows within five minutes. Raises what a call raises."""
    await api.post("menu/create", menu())


def _press(name: str, key: str) -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


def _opens(name: str, *buttons: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "sub_button": list(buttons)}
