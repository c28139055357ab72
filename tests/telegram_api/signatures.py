"""What each method may be given, read once from the signatures of `telegram.Bot`.

Positional parameters there are Telegram's own; keyword-only ones are the library's.
"""

import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from telegram import Bot

from tests.telegram_api.refusing import Refused, wrong

_NOT_METHODS = {"initialize", "shutdown"}
#: required by Telegram, optional in the library because it takes an object instead
_REQUIRED = {
    "sendContact": {"phone_number", "first_name"},
    "sendLocation": {"latitude", "longitude"},
    "sendVenue": {"latitude", "longitude", "title", "address"},
}
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"-?\d{1,19}")
_USERNAME = re.compile(r"@[A-Za-z]\w{3,31}")
_TRUTH = {"true": True, "false": False}


class Kind(Enum):
    """What a value must be."""

    TEXT = "a text"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TRUTH = "true or false"
    CHAT = "a chat's number or @name"
    LIST = "a JSON list"
    OBJECT = "a JSON object"
    FILE = "a file or its id"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """One method of the Bot API."""

    name: str
    kinds: Mapping[str, Kind]
    required: frozenset[str]

    def read(self, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
        """The call's values, typed. Raises Refused where one is unknown, wrong or missing."""
        values: dict[str, Any] = {}
        for key, value in raw.items():
            kind = self.kinds.get(key)
            if kind is None:
                raise wrong(f'unexpected parameter "{key}"', f"has no parameter {key}")
            values[key] = _value(key, kind, value)
        files = (each for each in uploads if self.kinds.get(each) is Kind.FILE)
        values |= {key: uploads[key] for key in files}
        if not values.keys() >= self.required:
            missing = sorted(self.required - values.keys())[0]
            raise wrong(_missing(missing), f"lacks {missing}")
        return values


def _missing(key: str) -> str:
    if key == "text":
        return "message text is empty"
    if key == "chat_id":
        return "chat_id is empty"
    return f'parameter "{key}" is required'


def _value(key: str, kind: Kind, value: object) -> Any:
    read = _from_text(kind, value) if isinstance(value, str) else _from_json(kind, value)
    if read is None:
        raise wrong(f'invalid value of "{key}" specified', f"{key} must be {kind.value}")
    return read


def _from_text(kind: Kind, value: str) -> Any:
    if kind is Kind.TEXT or kind is Kind.FILE:
        return value
    if kind is Kind.CHAT:
        return int(value) if _NUMBER.fullmatch(value) else _username(value)
    if kind is Kind.WHOLE:
        return int(value) if _NUMBER.fullmatch(value) else None
    if kind is Kind.TRUTH:
        return _TRUTH.get(value)
    try:
        return _from_json(kind, json.loads(value))
    except (ValueError, RecursionError):
        return None


def _username(value: str) -> str | None:
    return value if _USERNAME.fullmatch(value) else None


_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.WHOLE: (int,),
    Kind.CHAT: (int,),
    Kind.NUMBER: (int, float),
    Kind.TRUTH: (bool,),
    Kind.LIST: (list,),
    Kind.OBJECT: (dict,),
}


def _from_json(kind: Kind, value: object) -> object:
    if isinstance(value, bool) and kind is not Kind.TRUTH:
        return None
    return value if isinstance(value, _TYPES.get(kind, ())) else None


def _kind(annotation: object) -> Kind:
    """Read from the annotation's words, which name Telegram's types."""
    words = set(_WORD.findall(str(annotation)))
    if words & {"FileInput", "IO"}:
        return Kind.FILE
    if "Sequence" in words:
        return Kind.LIST
    if "bool" in words:
        return Kind.TRUTH
    if {"int", "str"} <= words:
        return Kind.CHAT
    if "float" in words:
        return Kind.NUMBER
    if "str" in words:
        return Kind.TEXT
    return Kind.WHOLE if words & {"int", "Literal"} else Kind.OBJECT


def _signature(name: str) -> Signature:
    taken = [
        each
        for each in inspect.signature(getattr(Bot, name)).parameters.values()
        if each.name != "self" and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    required = {each.name for each in taken if each.default is each.empty}
    kinds = {each.name: _kind(each.annotation) for each in taken}
    return Signature(name, kinds, frozenset(required | _REQUIRED.get(name, set())))


#: every method by its name in lower case: Telegram does not mind the case
METHODS: Mapping[str, Signature] = {
    name.lower(): _signature(name)
    for name in dir(Bot)
    if "_" not in name
    and name not in _NOT_METHODS
    and inspect.iscoroutinefunction(getattr(Bot, name))
}


def signature_of(name: str) -> Signature:
    """Raises Refused for a method that Telegram does not have."""
    found = METHODS.get(name.lower())
    if found is None:
        raise Refused(404, "Not Found", fault="is no method of the Bot API")
    return found
