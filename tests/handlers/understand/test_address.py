"""Where help is wanted and where somebody is taken, in the writer's own words."""

import pytest

from handlers.understand.address import read_address
from handlers.understand.normal import fold


def said(text, kind="errand"):
    found = read_address(fold(text), kind, written=text)
    return {part: words for part, words in found.parts().items() if words}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("周六想请人带孩子去市少年宫", "市少年宫"),
        ("谁能陪我去大剧院看戏", "大剧院"),
        ("想去市图书馆还书，腿不好", "市图书馆"),
        ("下午要到桂花镇卫生院换药", "桂花镇卫生院"),
        ("得去城西街道办事处盖个章", "城西街道办事处"),
        ("带我去新华书店买本字典", "新华书店"),
        ("陪我去趟药店", "药店"),
        ("去不动产登记的政务服务中心办证", "政务服务中心"),
        ("有人去趟早市吗", "早市"),
        ("can someone take me to the public library", "public library"),
    ],
)
def test_a_public_place_to_which_somebody_goes_is_a_destination(text, place):
    assert said(text)["destination"] == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("周四早上要到省中医针灸", "省中医"),
        ("周二，协和，做核磁，求人陪", "协和"),
        ("后天上午市一院拍片，没人陪", "市一院"),
        ("明天要去县妇幼产检", "县妇幼"),
        ("周一早上在省肿瘤医院拍片，要人陪", "省肿瘤医院"),
    ],
)
def test_a_hospital_is_known_by_the_short_name_people_use(text, place):
    assert said(text, "medical_escort")["destination"] == place


@pytest.mark.parametrize(
    ("text", "landmark", "destination"),
    [
        ("下课后从育红小学接到新华书店", "育红小学", "新华书店"),
        ("请人领着从长安街道办事处走到文化宫", "长安街道办事处", "文化宫"),
    ],
)
def test_from_and_to_are_where_she_waits_and_where_she_goes(text, landmark, destination):
    assert said(text, "child_escort") == {"landmark": landmark, "destination": destination}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我只读到高中，想学电脑", "digital_help"),
        ("娃上小学二年级，作业没人看", "tutoring"),
        ("有车，周日可以送老人去人民医院", ""),
        ("陪我去医院", "medical_escort"),
    ],
)
def test_a_school_that_was_finished_an_offer_and_any_hospital_are_no_destination(text, kind):
    assert "destination" not in said(text, kind)


def test_an_estate_with_a_door_is_where_it_is_brought_and_no_destination():
    assert said("帮我取快递，送到东湖社区6栋203") == {
        "community": "东湖社区",
        "building": "6栋",
        "room": "203",
    }


def test_an_estate_to_which_somebody_moves_is_a_destination():
    assert said("周日搬到隔壁幸福小区，缺人手")["destination"] == "幸福小区"


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("地下车库C1入口的减速带断了", "地下车库C1入口"),
        ("西门台阶塌了一块", "西门台阶"),
        ("小学后墙有条裂缝", "小学后墙"),
        ("巷口的电线垂下来了", "巷口"),
        ("桥头护栏松了", "桥头"),
        ("中心湖冰面上有小孩", "中心湖"),
        ("滑梯旁边一地碎玻璃", "滑梯旁边"),
        ("社区活动室的灯管掉了", "社区活动室"),
    ],
)
def test_a_landmark_keeps_what_stands_before_and_behind_it(text, landmark):
    assert said(text, "public_hazard")["landmark"] == landmark


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("周六上午，文化礼堂，包粽子缺五个人", "文化礼堂"),
        ("七点钟，人民广场集合", "人民广场"),
        ("周日九点，北湖公园集合", "北湖公园"),
    ],
)
def test_where_people_meet_is_a_landmark(text, landmark):
    assert said(text, "event_support")["landmark"] == landmark


def test_a_named_community_stands_apart_from_its_service_station():
    assert said("要八个人卸到青山社区服务站", "labour_help") == {
        "community": "青山社区",
        "landmark": "服务站",
    }


def test_a_layer_of_ice_is_no_floor():
    assert "floor" not in said("南门台阶上冻了一层冰", "public_hazard")


def test_of_a_hazard_at_a_building_only_the_number_is_kept():
    assert said("消防通道让三轮车堵了，9幢", "public_hazard") == {"building": "9幢"}
    assert said("二号楼门口那个窨井盖翘了", "public_hazard")["landmark"] == "门口窨井"


def test_a_parcel_waits_at_its_landmark_even_where_the_door_is_known():
    found = said("快递在菜鸟驿站，送到3号楼501")
    assert (found["landmark"], found["room"]) == ("菜鸟驿站", "501")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("錦繡花園5座9樓C室", ("錦繡花園", "5座", "", "C室", "9樓")),
        ("住永興大廈B座3樓", ("永興大廈", "B座", "", "", "3樓")),
        ("梅花邨乙单元四楼", ("梅花邨", "", "乙单元", "", "四楼")),
        ("楼上703漏水，春和里6幢", ("春和里", "6幢", "", "703", "")),
        ("Rose Gardens, Building 4, Room 902", ("Rose Gardens", "Building 4", "", "902", "")),
    ],
)  # fmt: skip
def test_the_parts_of_a_door_keep_the_characters_of_the_writer(text, parts):
    found = read_address(fold(text), "home_repair", written=text)
    assert (found.community, found.building, found.unit, found.room, found.floor) == parts


def test_a_district_stands_before_the_estate():
    found = read_address("城东区向阳新村8幢2单元3楼")
    assert (found.district, found.community) == ("城东区", "向阳新村")


def test_a_place_with_an_english_name_is_a_landmark():
    found = said("Pick up my son after school, Sunshine Kindergarten", "child_escort")
    assert found["landmark"] == "Sunshine Kindergarten"


def test_a_floor_to_which_something_is_carried_is_one_unless_it_comes_from_another():
    assert said("冰箱要抬上五楼", "labour_help")["floor"] == "五楼"
    assert "floor" not in said("柜子从二楼抬到五楼", "labour_help")


def test_what_lies_on_the_way_to_a_destination_is_no_landmark():
    assert said("想去区图书馆，路上有个天桥过不去") == {"destination": "区图书馆"}
