"""What was called, what was refused, and what a correct caller would not have done."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.telegram_api.signatures import Upload


@dataclass(slots=True)
class Call:
    """One call. `outcome` is ok or the refusal's words; `fault` the mishap that struck it."""

    method: str
    chat: int
    params: Mapping[str, Any]
    at: float
    #: it came in the answer to a webhook's post
    rode: bool = False
    outcome: str = ""
    status: int = 0
    carried_out: bool = False
    fault: str = ""
    #: the message that was made or changed
    message_id: int = 0


@dataclass
class Record:
    """Of one stand-in."""

    calls: list[Call] = field(default_factory=list)
    #: sentences: when, what, to whom, and what was wrong about it
    violations: list[str] = field(default_factory=list)
    #: how many calls got which status, and for which reason
    refused: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def blame(self, at: float, method: str, chat: int, what: str) -> None:
        """Write a violation down."""
        whom = f" to {chat}" if chat else ""
        self.violations.append(f"{at:.3f} {method}{whom}: {what}")

    def refuse(self, status: int, reason: str) -> None:
        """Count a refusal."""
        self.refused[status] += 1
        self.reasons[reason] += 1

    def of(self, *methods: str, chat: int = 0) -> list[Call]:
        """The calls of these methods (or all) to that chat (or any)."""
        return [
            each
            for each in self.calls
            if (not methods or each.method in methods) and (not chat or each.chat == chat)
        ]

    def dump(self) -> dict[str, Any]:
        """Everything as JSON can hold it."""
        return {
            "calls": [call_json(each) for each in self.calls],
            "violations": self.violations,
            "refused": {str(status): count for status, count in self.refused.items()},
            "reasons": dict(self.reasons),
        }

    def write(self, path: Path) -> None:
        """Everything into a JSON file."""
        path.write_text(json.dumps(self.dump(), ensure_ascii=False, indent=1), encoding="utf-8")


def call_json(call: Call) -> dict[str, Any]:
    """One call as JSON can hold it; a file is its name and size."""
    return asdict(call) | {"params": {key: _short(each) for key, each in call.params.items()}}


def _short(value: object) -> object:
    if isinstance(value, Upload):
        return f"{value.name} ({len(value.data)} bytes)"
    return value
