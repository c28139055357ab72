"""The page where people agree to be knocked: which questions it puts, and who has such a page."""

import pytest
from pydantic import SecretStr

from bot.channels.wechat.agreeing import Question, asks_at, questions
from bot.config_wechat import SubscriptionSection, WeChatAccount

URL = "https://linli.example.org/"


def once(name: str) -> SubscriptionSection:
    return SubscriptionSection(id=name)


def test_three_templates_are_asked_for_at_once_and_lasting_ones_apart() -> None:
    lasting = SubscriptionSection(id="L", lasts=True)
    found = questions([once("d"), once("a"), lasting, once("b"), once("c"), once("a")])
    assert found == [Question("a,b,c", False), Question("d", False), Question("L", True)]
    assert questions([]) == []


@pytest.mark.parametrize(
    ("account", "has_some", "url", "at"),
    [
        ("service", True, URL, "https://linli.example.org/wechat/notices"),
        ("service", False, URL, ""),
        ("service", True, "", ""),
        ("subscription", True, URL, ""),
        ("service_unverified", True, URL, ""),
    ],
)
def test_a_page_is_where_there_is_something_to_agree_to(
    account: str, has_some: bool, url: str, at: str
) -> None:
    made = WeChatAccount(
        appid="wx1",
        secret=SecretStr("s"),
        account=account,  # type: ignore[arg-type]
        subscriptions={"coming": once("a")} if has_some else {},
    )
    assert asks_at(made, url, "/wechat") == at
