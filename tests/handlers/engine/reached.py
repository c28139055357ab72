"""Somebody at a question, for tests that go to every one of them."""

from dataclasses import dataclass

from tests.transcript import Someone


@dataclass(frozen=True)
class Reached:
    """Somebody at an open question; `good` is an answer that it takes."""

    someone: Someone
    good: str
