"""Every table, imported once so that the metadata is whole: for migrations and house tests."""

from importlib import import_module

from models.base import Base

NAMES = (
    "account",
    "address",
    "assignment",
    "audit",
    "button",
    "community",
    "consent",
    "contact",
    "conversation",
    "evaluation",
    "group_chat",
    "inbox",
    "media",
    "membership",
    "need_kind",
    "notice",
    "opt_out",
    "order",
    "order_event",
    "outbox",
    "person",
    "project",
    "retention",
    "service_record",
    "station",
    "team",
    "timer",
    "visit",
    "web",
)
MODULES = tuple(import_module(f"models.{name}") for name in NAMES)
METADATA = Base.metadata
