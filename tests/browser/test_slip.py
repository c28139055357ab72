"""The slip on paper: one page of A5 in large letters, also for the longest words."""

import re

import pytest

from bot.web.routes import STATIC
from bot.web.site import make_pages
from bot.web.slip import Paper, draw
from handlers.slip import Slip
from models.community import Community
from tests.browser.test_poster import paper
from tests.browser.windows import Camera, Window

pytestmark = pytest.mark.browser
__all__ = ["paper"]
#: large type: what an old man reads without his glasses
LEAST_POINTS = 14
SLIPS = {
    "waiting": Slip("理发", "等电话定日子", "不收钱，不看存折，不卖东西", "8000 0123", ""),
    "set": Slip(
        "陪去区医院复查",
        "11月27日 周五上午8点",
        "不收钱，不看存折，不卖东西",
        "022-5550 0137",
        "4826",
    ),
    "codes": Slip(
        "陪去区医院复查",
        "11月24日 周二上午8点到12点",
        "不收钱，不看存折，不卖东西",
        "022-5550 0137",
        "4826",
        "石榴",
        "5290",
    ),
    "english": Slip(
        "Going to the doctor together",
        "Fri 27 Nov, 8 am to 12 noon",
        "No money, no bankbook, nothing to buy",
        "022-5550 0137",
        "4826",
        "石榴 shíliu",
        "5290",
    ),
}


@pytest.mark.parametrize("which", SLIPS)
def test_a_slip_is_one_page_of_a5_in_large_letters(
    paper: Window, camera: Camera, which: str
) -> None:
    language = "en" if which == "english" else "zh"
    community = Community(name="葵园社区" * 5, language=language)
    page = draw(make_pages(), Paper(community, "1123-11", SLIPS[which]))
    css = (STATIC / "slip.css").read_text("utf-8")
    paper.page.set_viewport_size({"width": 560, "height": 794})
    paper.page.set_content(
        re.sub(r"<link[^>]+>", "", page).replace("</head>", f"<style>{css}</style>")
    )
    camera(paper, f"08-slip-{which}")
    pdf = paper.page.pdf(prefer_css_page_size=True, print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    over, smallest = paper.page.evaluate(
        """() => {
            const all = [...document.querySelectorAll("main, main *")];
            const over = all.filter((each) => {
                const box = each.getBoundingClientRect();
                return box.right > 560.5 || box.bottom > 794.5
                    || each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
            });
            const sizes = all.map((each) => parseFloat(getComputedStyle(each).fontSize));
            return [over.map((each) => each.textContent.trim()), Math.min(...sizes)];
        }"""
    )
    assert over == []
    assert smallest * 0.75 >= LEAST_POINTS
