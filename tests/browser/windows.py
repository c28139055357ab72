"""A window of the chat page as a person uses it: says, presses, reads."""

import re
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Locator, Page, expect

#: what Chromium says on its own when a line is cut on purpose
CUT_LINE = re.compile(r"net::ERR_|Failed to load resource")
NEED = "明天上午10点帮我取个快递，3号楼2单元501"
#: of those who ask on one desk: two who write the same of one door are asked whether it is one
_rooms = count(601)


class Chat:
    """One chat page: a whole tab, or a frame of the two windows."""

    def __init__(self, page: Page | Frame) -> None:
        """`page` may still be empty."""
        self.page = page

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#field")

    @property
    def lines(self) -> Locator:
        """Every line that has its place in the log."""
        return self.page.locator("#log > .line[data-position]")

    @property
    def mine(self) -> Locator:
        """The person's own lines, sent or waiting."""
        return self.page.locator(".line.mine")

    @property
    def last(self) -> Locator:
        """The newest line of the desk."""
        return self.page.locator("#log > .line.desk").last

    @property
    def options(self) -> Locator:
        """The choices that can be pressed now."""
        return self.page.locator("#log .opt:visible")

    @property
    def amber(self) -> Locator:
        """The line under the header that says the desk cannot be reached."""
        return self.page.locator("#off")

    def line(self, *words: str) -> Locator:
        """The newest line of the desk that has all these words."""
        found = self.page.locator("#log > .line.desk")
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    def writes(self, text: str) -> None:
        """Write and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def says(self, text: str) -> None:
        """Write and send; back when the own line is in its place."""
        known = self.lines.filter(has_text=text).count()
        self.writes(text)
        expect(self.lines.filter(has_text=text)).not_to_have_count(known)

    def presses(self, label: str, within: Locator | None = None) -> None:
        """Press the newest button of that name in the log, or the one in `within`."""
        place = within or self.page.locator("#log")
        place.locator("button:visible").filter(has_text=label).last.click()

    def reads(self, *words: str) -> None:
        """The newest line of the desk comes to say all this."""
        for each in words:
            expect(self.last).to_contain_text(each)

    def finds(self, *words: str) -> None:
        """One line of the desk comes to say all this."""
        expect(self.line(*words)).to_be_visible()

    def asks_for_help(self) -> None:
        """As somebody unknown, each at her own door: write, leave a number, up to the card."""
        self.says(NEED.replace("501", str(next(_rooms))))
        self.reads("留个电话")
        self.says("13900001234")
        self.reads("我念一遍")

    def sideways(self) -> int:
        """By how many pixels something is wider than its place; a phone should say 0."""
        width: Any = self.page.evaluate(
            "Math.max(document.documentElement.scrollWidth - innerWidth,"
            " ...[...document.querySelectorAll('.talk')].map(e => e.scrollWidth - e.clientWidth))"
        )
        return int(width)


class Window(Chat):
    """A browser of one person; `troubles` is what the console complained of."""

    page: Page

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Nothing is open yet."""
        self.context, self.address = context, address
        self.troubles: list[str] = []
        self.line_may_break = False
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        super().__init__(context.new_page())

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if not (self.line_may_break and CUT_LINE.search(message.text)):
            self.troubles.append(message.text)

    def open(self, path: str = "/chat") -> "Window":
        """Go to a page of ours."""
        self.page.goto(self.address + path)
        return self

    def enter(self, door: str) -> "Window":
        """Come in by one of the three doors."""
        self.open("/")
        self.page.get_by_role("button", name=door).click()
        expect(self.page).to_have_url(re.compile("/chat"))
        self.page.wait_for_load_state()  # until then Enter is only a new line
        return self

    def tab(self) -> Chat:
        """A second tab of the same person."""
        page = self.context.new_page()
        page.goto(self.address + "/chat")
        return Chat(page)

    def pane(self, name: str) -> Chat:
        """One of the two windows of /try."""
        frame = self.page.frame(name=name)
        assert frame is not None
        return Chat(frame)

    def picture(self, path: str) -> bytes:
        """What the server gives for an address on the page."""
        answer = self.context.request.get(self.address + path)
        assert answer.ok
        return answer.body()


class Camera:
    """Keeps pictures where `--pictures` asks for them, and does nothing otherwise."""

    def __init__(self, folder: str | None) -> None:
        """`folder` is made at the first picture."""
        self.folder = Path(folder) if folder else None

    def __call__(self, window: Window, name: str) -> None:
        """Take one of what the window shows now."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            window.page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
