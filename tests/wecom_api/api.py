"""The stand-in for one app: `async with WeComApi() as api`, then members write and read."""

from typing import Any, ClassVar

from tests.wechat_api.faults import Fault, Wrong
from tests.wechat_api.server import Server
from tests.wecom_api.calls import CALLS
from tests.wecom_api.people import Member
from tests.wecom_api.posting import WeComPoster
from tests.wecom_api.state import SEND, Chat, Setup, State


class WeComApi(Server):
    """One app at a loopback WeCom."""

    root: ClassVar[str] = "qy"
    token_path: ClassVar[str] = "gettoken"
    calls = CALLS
    state: State

    def __init__(self, setup: Setup | None = None) -> None:
        """Nobody is in the company yet."""
        super().__init__(State(setup or Setup()), WeComPoster)

    def member(self, userid: str) -> Member:
        """Somebody in the company who may use the app."""
        self.state.chats.setdefault(userid, Chat(userid))
        return Member(self, userid)

    def plan(self, kind: Wrong, path: str = SEND, **more: Any) -> Fault:
        """Let a call go wrong."""
        return self.faults.add(kind, path=path, **more)

    def whom(self, body: dict[str, Any]) -> str:
        """A message is to somebody or several; a card is changed for somebody."""
        return str(body.get("touser") or "".join(body.get("userids", [])))

    def show(self, body: dict[str, Any], said: dict[str, Any], *, untold: bool) -> dict[str, Any]:
        """The call itself has shown it."""
        for userid in self.whom(body).split("|") if untold and "touser" in body else ():
            chat = self.state.chats.get(userid)
            if chat is not None and chat.heard:
                chat.heard[-1].untold = True
        return said
