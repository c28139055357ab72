"""config.example.toml shows every setting there is, and none that is not.

A setting that is off by default stands there commented out: `# key = value`.
"""

import re
import tomllib
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from bot.config import Settings
from tests.house.tree import ROOT

EXAMPLE = ROOT / "config.example.toml"
_SETTING = re.compile(r"^#?\s?(\[[\w.]+\]|[a-z_]+ = .*)$")


def test_the_example_shows_every_setting() -> None:
    shown = set(_shown(_example(), ()))
    missing = [key for key in _settings(Settings, ()) if not _covers(shown, key)]
    assert missing == []


def test_the_example_shows_nothing_else() -> None:
    known = set(_settings(Settings, ()))
    assert [key for key in sorted(_shown(_example(), ())) if not _is_known(known, key)] == []


def _example() -> dict[str, Any]:
    """The example with its commented settings switched on; prose comments are left out."""
    lines = (_SETTING.match(line.strip()) for line in EXAMPLE.read_text("utf-8").splitlines())
    return tomllib.loads("\n".join(line.group(1) for line in lines if line))


def _shown(table: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _shown(value, (*above, name))
        else:
            yield (*above, name)


def _settings(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every key; `*` for a name the operator chooses, as in [telegram.accounts.NAME]."""
    for name, field in model.model_fields.items():
        key = (*above, field.alias or name)
        for kind in _kinds(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _settings(kind, key)
                break
            if get_origin(kind) is dict and _is_model(get_args(kind)[1]):
                yield from _settings(get_args(kind)[1], (*key, "*"))
                break
        else:
            yield key


def _kinds(annotation: Any) -> list[Any]:
    """The annotation without Optional and Annotated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [kind for each in get_args(annotation) for kind in _kinds(each)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _covers(shown: set[tuple[str, ...]], key: tuple[str, ...]) -> bool:
    """A named account needs one example, not every key again; a free table needs one entry."""
    if "*" in key:
        above = key[: key.index("*")]
        return any(each[: len(above)] == above and len(each) > len(above) for each in shown)
    return any(each[: len(key)] == key for each in shown)


def _is_known(known: set[tuple[str, ...]], key: tuple[str, ...]) -> bool:
    return any(
        len(key) >= len(each) and all(a in ("*", b) for a, b in zip(each, key, strict=False))
        for each in known
    )
