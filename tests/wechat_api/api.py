"""The stand-in for one account: `async with WeChatApi() as api`, then people write and read."""

from typing import Any, ClassVar

from tests.wechat_api.calls import CALLS
from tests.wechat_api.people import Follower
from tests.wechat_api.posting import Poster
from tests.wechat_api.server import Server
from tests.wechat_api.state import Chat, Heard, Setup, State


class WeChatApi(Server):
    """One account at a loopback WeChat."""

    root: ClassVar[str] = "wx"
    token_path: ClassVar[str] = "stable_token"
    calls = CALLS
    state: State

    def __init__(self, setup: Setup | None = None) -> None:
        """Nobody follows yet."""
        super().__init__(State(setup or Setup()), Poster)

    def follower(self, openid: str) -> Follower:
        """Somebody, who follows already and has not written."""
        self.state.chats.setdefault(openid, Chat(openid))
        return Follower(self, openid)

    def show(self, body: dict[str, Any], said: dict[str, Any], *, untold: bool) -> dict[str, Any]:
        """What was said stands in the chat; of a template or a notice only that it was there."""
        told = dict(said)
        for way in ("text", "template", "notice"):
            if way in told:
                chat = self.state.chats[body["touser"]]
                chat.heard.append(Heard(told.pop(way), way, self.state.setup.now(), untold))
        if "msgid" in said and self.callback:
            self.follower(body["touser"]).was_shown(body["template_id"], said["msgid"])
        return told
