"""A stand-in for WeCom on loopback: one company's app, its API, and members who use it.

It checks every call and every answer (signature, seal, format, lengths, pace, use of tokens and of
card codes), and makes go wrong what a test asks for (the mishaps of tests/wechat_api).
"""

from tests.wechat_api.faults import Wrong
from tests.wecom_api.api import WeComApi
from tests.wecom_api.people import Member
from tests.wecom_api.state import SEND, Setup

__all__ = ["SEND", "Member", "Setup", "WeComApi", "Wrong"]
