"""The words the page's script needs; {n} and {phone} are filled in there."""

from handlers.language import _


def script_words() -> dict[str, str]:
    """Each in the language spoken now."""
    return {
        "waiting": _("等着发"),
        "waiting_net": _("等着发，连上就发"),
        "failed": _("没发出去"),
        "again": _("再发一次"),
        "amend": _("改一改"),
        "drop": _("不发了"),
        "lost": _("这台手机没存住它，请再选一次。"),
        "refused": _("这条没收下。改一改再发，或者打 {phone}。"),
        "offline": _("网断了。您写的先存在手机里，连上就发。"),
        "trouble": _("我这边出了点问题，您写的都在，过一会儿自己会发。"),
        "unread": _("新消息 {n} 条"),
        "still": _("还在办，办好告诉您"),
        "photo": _("［照片］"),
        "voice": _("［语音］{n} 秒"),
        "place": _("我的位置"),
        "locating": _("正在找您的位置。手机问的话，请点“允许”。"),
        "place_denied": _("手机没让我看位置。写楼号、单元和门牌就行。"),
        "place_none": _("找不到您的位置。写楼号、单元和门牌就行。"),
        "voice_denied": _("手机没让我用话筒。打字，或者打 {phone}。"),
        "voice_none": _("这里录不了音。打字，或者打 {phone}。"),
    }
