"""How the stand-in says no: Telegram's answer, and whether the caller is at fault."""

from typing import Any


class Refused(Exception):
    """A call that is not carried out."""

    def __init__(
        self,
        status: int,
        description: str,
        parameters: dict[str, Any] | None = None,
        fault: str = "",
    ) -> None:
        """`fault` says what a correct caller would not have done; empty where it may happen."""
        super().__init__(description)
        self.status, self.description = status, description
        self.parameters, self.fault = parameters, fault

    @property
    def body(self) -> dict[str, Any]:
        """What the answer holds."""
        made = {"ok": False, "error_code": self.status, "description": self.description}
        return made | {"parameters": self.parameters} if self.parameters else made


def wrong(reason: str, fault: str = "") -> Refused:
    """400 for a call that no correct caller makes."""
    return Refused(400, f"Bad Request: {reason}", fault=fault or reason)


def unlucky(reason: str) -> Refused:
    """400 that a correct caller may get: what it asked for has changed meanwhile."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403: this chat takes nothing from the bot now."""
    return Refused(403, f"Forbidden: {reason}")
