"""A stand-in for WeChat on loopback: one Official Account, its API, and people who follow it.

It checks every call and every answer (signature, seal, time, windows, quotas, use of tokens), and
makes go wrong what a test asks for.
"""

from tests.wechat_api.api import WeChatApi
from tests.wechat_api.faults import Wrong
from tests.wechat_api.people import Follower
from tests.wechat_api.state import Setup

__all__ = ["Follower", "Setup", "WeChatApi", "Wrong"]
