"""What an account may do, by what it is: WeChat's table of privileges, and what we make of it.

Sources: the official table (Explanation of official account interface privileges), and reports that
accounts other than a verified service account answer msgmenu with 40200.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abilities:
    """What one kind of account may do. All may receive, and answer within the same post."""

    #: write to somebody after the answer (customer messages), and fetch what they sent
    custom: bool = False
    #: links in a text that say a line of it
    links: bool = False
    #: the menu below the chat
    menu: bool = False
    #: template messages, notices that people agree to, and codes that bring a station along
    templates: bool = False
    subscriptions: bool = False
    codes: bool = False


#: 服务号 and 订阅号, verified and not; by the value of [wechat] account
ABILITIES: dict[str, Abilities] = {
    "service": Abilities(
        custom=True, links=True, menu=True, templates=True, subscriptions=True, codes=True
    ),
    "subscription": Abilities(custom=True, menu=True),
    "service_unverified": Abilities(menu=True),
    "subscription_unverified": Abilities(),
}
