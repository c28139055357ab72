"""The channels by name: one file each, one line here."""

from bot.channels.contract import Channel
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat

CHANNELS: dict[str, type[Channel]] = {
    Terminal.name: Terminal,
    WebChat.name: WebChat,
}
