"""Which function carries out which method, and what it counts as for the pace."""

from collections.abc import Callable, Mapping

from tests.telegram_api import edits, own, sends
from tests.telegram_api.state import Doing

#: its files have names that no parameter has
ALBUM = "sendMediaGroup"

Method = Callable[[Doing], object]

SENDS: Mapping[str, Method] = {
    "sendMessage": sends.send_message,
    "sendPhoto": sends.sender_of("photo"),
    "sendVoice": sends.sender_of("voice"),
    "sendDocument": sends.sender_of("document"),
    ALBUM: sends.send_media_group,
}
EDITS: Mapping[str, Method] = {
    "editMessageText": edits.edit_text,
    "editMessageCaption": edits.edit_caption,
    "editMessageReplyMarkup": edits.edit_markup,
    "deleteMessage": edits.delete_message,
}
ANSWERS: Mapping[str, Method] = {
    "answerCallbackQuery": edits.answer_press,
    "sendChatAction": sends.send_chat_action,
}
UNPACED: Mapping[str, Method] = {
    "getMe": own.get_me,
    "getChat": own.get_chat,
    "leaveChat": own.leave_chat,
    "getFile": own.get_file,
    "setMyCommands": own.set_commands,
    "getMyCommands": own.get_commands,
    "deleteMyCommands": own.delete_commands,
    "setMyName": own.setter("name"),
    "getMyName": own.getter("name"),
    "setMyDescription": own.setter("description"),
    "getMyDescription": own.getter("description"),
    "setMyShortDescription": own.setter("short_description"),
    "getMyShortDescription": own.getter("short_description"),
}
CARRIED_OUT: Mapping[str, Method] = {**SENDS, **EDITS, **ANSWERS, **UNPACED}
#: what each paced method counts as
PACED: Mapping[str, str] = {
    **dict.fromkeys(SENDS, "send"),
    **dict.fromkeys(EDITS, "edit"),
    **dict.fromkeys(ANSWERS, "answer"),
}
