"""Skills (技能): what a volunteer can do, by the list of the field; some count only when proven."""

from dataclasses import dataclass

from models.words import N_


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: its code, what people call it, and words by which it is recognised."""

    code: str
    label: str
    words: tuple[str, ...]
    #: the law wants a licence for it (Regulation art. 16): it counts once somebody has seen one
    is_licensed: bool = False


_LIST = (
    Skill("medical", N_("医护"), ("医生", "护士", "护理", "doctor", "nurse"), is_licensed=True),
    Skill("first_aid", N_("急救"), ("急救证", "红十字", "first aid"), is_licensed=True),
    Skill("counselling", N_("心理咨询"), ("心理", "counsellor"), is_licensed=True),
    Skill("social_work", N_("社工"), ("社工证", "social worker"), is_licensed=True),
    Skill("law", N_("法律"), ("律师", "法务", "lawyer", "legal"), is_licensed=True),
    Skill("teaching", N_("教书辅导"), ("教师", "老师", "辅导", "教书", "teacher", "tutor")),
    Skill(
        "plumbing_electric",
        N_("水电小修"),
        ("水电", "水电维修", "电工", "水暖", "修灯", "plumber", "electrician"),
        is_licensed=True,
    ),
    Skill("appliance", N_("家电维修"), ("家电", "修电器", "appliances")),
    Skill("haircut", N_("理发"), ("剪头发", "剪发", "hairdresser")),
    Skill("photo", N_("摄影摄像"), ("摄影", "摄像", "拍照", "photography", "video")),
    Skill("calligraphy", N_("书法"), ("毛笔字", "写字")),
    Skill("music", N_("乐器"), ("二胡", "钢琴", "吉他", "唱歌", "piano", "guitar")),
    Skill("opera_dance", N_("戏曲舞蹈"), ("戏曲", "舞蹈", "跳舞", "京剧", "dance", "opera")),
    Skill("sign_language", N_("手语"), ()),
    Skill("languages", N_("外语"), ("英语", "日语", "翻译", "english")),
    Skill("computer", N_("电脑手机"), ("电脑", "手机", "computer", "phone")),
    Skill("driving", N_("开车"), ("驾驶", "司机", "驾照", "driver"), is_licensed=True),
    Skill("cooking", N_("做饭"), ("烹饪", "厨师", "炒菜", "cook")),
    Skill("sewing", N_("缝补"), ("裁缝", "缝纫", "sew")),
    Skill("mediation", N_("调解"), ("劝和", "mediator")),
    Skill("speaking", N_("宣讲"), ("主持", "讲课", "talks")),
    Skill("gardening", N_("园艺"), ("种花", "养花", "garden")),
    Skill("rescue", N_("应急救援"), ("救援", "消防")),
    Skill("lifting", N_("搬重物"), ("搬东西", "搬运", "体力", "力气活")),
)
SKILLS: dict[str, Skill] = {each.code: each for each in _LIST}
#: these count only with a licence that somebody of the community has seen
LICENSED = frozenset(each.code for each in _LIST if each.is_licensed)
