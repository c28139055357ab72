"""Every table, imported once so that the metadata is whole: for migrations and house tests."""

from importlib import import_module

from models.base import Base

NAMES = (
    "account",
    "address",
    "assignment",
    "audit",
    "button",
    "call_log",
    "call_request",
    "community",
    "consent",
    "contact",
    "conversation",
    "evaluation",
    "group_chat",
    "guardian",
    "home_enquiry",
    "inbox",
    "incident",
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
    "qualification",
    "relay_line",
    "retention",
    "rights_request",
    "service_record",
    "station",
    "team",
    "timer",
    "trust",
    "visit",
    "volunteer_profile",
    "web",
)
MODULES = tuple(import_module(f"models.{name}") for name in NAMES)
METADATA = Base.metadata
