"""The commands behind Telegram's menu key and the words on an empty chat, in both languages.

Which there are depends on the chat: a group has one, staff have more in their own. Each is asked
for first and written only where it differs, so a start costs reading calls alone.
"""

from collections.abc import Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from handlers.language import _, speaking

#: Telegram's code of each language; the empty one is for everybody whose language we do not speak
TELEGRAM_CODES = {"zh": "", "en": "en"}


async def publish_commands(bot: Bot) -> None:
    """Let everybody see what can be done here. Raises telegram.error.TelegramError."""
    for language in TELEGRAM_CODES:
        with speaking(language):
            await _set_commands(bot, language, BotCommandScopeAllPrivateChats(), everybody())
            await _set_commands(bot, language, BotCommandScopeAllGroupChats(), group())
            await _describe(bot, language)


async def publish_for_staff(bot: Bot, chat_id: int) -> None:
    """Let a worker or coordinator see theirs too, in their own chat. Raises TelegramError."""
    for language in TELEGRAM_CODES:
        with speaking(language):
            await _set_commands(bot, language, BotCommandScopeChat(chat_id), staff())


def everybody() -> list[BotCommand]:
    """For residents and volunteers, in the language spoken now."""
    return [
        BotCommand("start", _("开始：这里能办什么")),
        BotCommand("need", _("找人帮忙：写一句话就行")),
        BotCommand("help_out", _("我来帮忙：看谁要帮忙")),
        BotCommand("mine", _("我的：办到哪一步了")),
        BotCommand("here", _("我到了：记下到的时间")),
        BotCommand("leave", _("我走了：记下走的时间")),
        BotCommand("activities", _("活动：今天和接下来的")),
        BotCommand("hours", _("时长：服务了多久")),
        BotCommand("profile", _("我的资料：会什么，哪天有空")),
        BotCommand("teams", _("队伍：加入、看队友")),
        BotCommand("stations", _("站点：哪里有人，几点开门")),
        BotCommand("settings", _("设置：语言、安静时间、大字")),
        BotCommand("link", _("连号：在别处也收得到")),
        BotCommand("language", _("语言：中文或英文")),
        BotCommand("privacy", _("隐私：记了什么，谁看得到")),
        BotCommand("help", _("帮助：能写些什么")),
        BotCommand("cancel", _("取消：正在写的不办了")),
    ]


def staff() -> list[BotCommand]:
    """For those who check and hand on: theirs come first."""
    return [
        BotCommand("list", _("清单：等着看的单子")),
        BotCommand("door", _("询单：在门口替人写一张")),
        BotCommand("round", _("走访：今天走了哪几户")),
        BotCommand("doors", _("楼门：哪个门有联系人")),
        BotCommand("figures", _("本周：收到多少，办完多少")),
        BotCommand("duty", _("值班：这周谁在")),
        BotCommand("incidents", _("事件：出了什么事，看过没有")),
        BotCommand("roles", _("身份：谁管什么")),
        BotCommand("trust", _("信任：谁可以单独上门")),
        BotCommand("groups", _("群：哪个群听什么")),
        BotCommand("notice", _("通知：给大家说一声")),
        *everybody(),
    ]


def group() -> list[BotCommand]:
    """In a group nothing is asked, so there is only the way to begin."""
    return everybody()[:1]


def description() -> str:
    """What stands in a chat before the first word."""
    return _(
        "这里是社区的邻里。\n"
        "有事要帮忙，直接写一句话就行。\n"
        "想帮别人，写“我来帮忙”。\n"
        "急事先打 110、119、120。"
    )


def short_description() -> str:
    """What stands on the bot's own page."""
    return _("有事要帮忙，写一句话就行。")


async def _set_commands(
    bot: Bot, language: str, scope: BotCommandScope, wanted: Sequence[BotCommand]
) -> None:
    code = TELEGRAM_CODES[language]
    if list(await bot.get_my_commands(scope, code)) != list(wanted):
        await bot.set_my_commands(wanted, scope, code)


async def _describe(bot: Bot, language: str) -> None:
    code = TELEGRAM_CODES[language]
    if (await bot.get_my_description(code)).description != description():
        await bot.set_my_description(description(), code)
    if (await bot.get_my_short_description(code)).short_description != short_description():
        await bot.set_my_short_description(short_description(), code)
