"""What we do not do is told from what only sounds like it."""

import pytest

from handlers.understand.limits import read_limit
from models.kind_limit import shipped_limits


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("家里煤气管子老化了帮我换一根", "home_repair", "gas"),
        ("燃气灶打不着火，来个人修修", "home_repair", "gas"),
        ("帮我换个电表", "home_repair", "mains"),
        ("电箱老跳，能来人看看里面不", "home_repair", "mains"),
        ("谁能来家里给我打针", "health_clinic", "medical_act"),
        ("想找你们借我两千块钱周转一下", "hardship_aid", "lending"),
        ("志愿者拿我的存折去取两千", "errand", "cash"),
        ("窗户外面的玻璃帮着擦擦", "cleaning", "heights"),
        ("请律师替我出庭", "legal_advice", "court"),
    ],
)
def test_what_we_do_not_do_is_heard(text: str, kind: str, code: str) -> None:
    found = read_limit(text, kind, shipped_limits())
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("帮我交下煤气费", "errand"),
        ("换个灯泡，厨房的", "home_repair"),
        ("插座没电了，来看看", "home_repair"),
        ("陪我妈去医院打针", "medical_escort"),
        ("帮我去药房拿药", "errand"),
        ("我弟弟借了我三万不还，想问律师", "legal_advice"),
        ("陪我去银行取工资卡里的钱", "errand"),
        ("擦擦家里的窗户", "cleaning"),
        ("想问问律师打官司怎么走", "legal_advice"),
        ("家里没钱买米，能申请救助不", "hardship_aid"),
    ],
)
def test_what_we_do_is_left_alone(text: str, kind: str) -> None:
    assert read_limit(text, kind, shipped_limits()) is None
