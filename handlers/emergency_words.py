"""The phrases by which an emergency is heard, and the contexts in which they mean something else.

Each row is a regular expression over folded text without blanks (see emergency.py). A phrase that
stands in one of the calm contexts of its clause (a drill, a talk, the news) is passed over.
"""

#: Who can be lost, hurt or locked in.
_PERSON = (
    "(?:孩子|小孩|娃|儿子|女儿|孙子|孙女|老人|老头|老太|大爷|大妈|奶奶|爷爷|姥姥|姥爷|外婆|外公|我妈|我爸"
    "|妈妈|爸爸|母亲|父亲|老伴|老公|老婆|邻居|有人|人)"
)
#: Who is often out of reach without anybody being in danger.
_BUSY = "(?:物业|居委|客服|快递|师傅|房东|维修|商家|公司|网点|厂家)"
_DAYS = r"(?:[一二两三四五六七八九十几好\d]{1,4}天|昨天?到现在|整天)"

GAS = (
    r"(?:煤气|燃气|天然气|液化气|瓦斯)[^,。!?;]{0,4}(?:漏|泄)|漏(?:煤气|燃气|天然气)|泄漏(?:煤气|燃气)"
    r"|(?:闻到|好大|很大|一股|全是|有股|好浓|很浓)(?:的)?(?:煤气|燃气|天然气|液化气)味|gasleak|smellgas"
)
LIFT = (
    r"(?:困|卡|关|夹)(?:在)?(?:了)?电梯|电梯[^,。!?;]{0,6}(?:困|关)(?:住|着)?了?人?"
    r"|(?:stuck|trapped)inthe(?:lift|elevator)"
)
WATER = (
    r"被水困|落水|溺水|掉(?:进|到|下|入)?(?:冰窟窿|冰面|河|湖|江|水库|鱼塘|池塘|井)"
    r"|(?:房子|房屋|楼|墙|屋顶|天花板|脚手架)[^,。!?;]{0,2}(?:塌|倒塌)了?|(?:有人|他|她|谁)[^,。!?;]{0,4}要?跳(?:楼|桥|河)"
    r"|要跳楼(?:了)?$|被(?:压|埋)(?:在|住)"
)
FIRE = (
    r"(?<!打不)着火|起火|失火|火灾|着了火|火势|(?<!发)烧起来|冒(?:着)?(?:浓|黑|大)烟|(?:还|在|直)冒烟|(?<!嗓子)(?<!喉咙)冒烟了"
    r"|(?:车|瓶|电池|煤气罐|罐|高压锅|热水器)(?:突然)?(?:爆炸|炸)了?|爆炸了|zhaohuo|qihuo|onfire(?!wall)|caughtfire|housefire"
    r"|afire(?!d|drill|work|place|man|fight|ext|esc|truck|safe|alarmtest)|^(?:please)?(?:help,?)?fire!"
)
MEDICAL = (
    r"晕倒|昏倒|昏过去|晕过去|昏迷|不省人事|叫不醒|没(?:有)?(?:呼吸|心跳|意识|知觉)|没气了|不喘气|不会喘气"
    r"|(?:胸口|心口|胸)[^,。!?;]{0,3}[疼痛闷][^,。!?;]{0,3}(?:厉害|受不了|不行|难受)|(?:胸口|心口)[疼痛]|胸痛|喘不[上过]气|呼吸困难"
    r"|嘴(?:巴)?歪|口眼歪斜|(?:半边|半个)身子[^,。!?;]{0,3}(?:动不了|不能动|麻|没知觉)|中风了|(?:人|快|要)不行了|心梗|心脏病(?:发|犯)"
    r"|抽搐|抽过去|口吐白沫|大出血|血止不住|止不住血|流血不止|流了(?:好|很)多血|[喝吃](?:了)?(?:农药|百草枯|敌敌畏|老鼠药)"
    r"|误[食服]|吃错(?:了)?药|煤气中毒|食物中毒|一氧化碳|触电|被(?:车|电动车|汽车|摩托)[^,。!?;]{0,2}撞"
    r"|摔[^,。!?;]{0,6}(?:起不来|动不了|不能动)|(?:倒|躺)在地上[^,。!?;]{0,6}(?:起不来|动不了|不动)|要生了(?![病气])|羊水破"
    r"|噎住|噎着了|卡(?:住)?(?:了)?(?:喉咙|嗓子)|喘不过来气|heartattack|can'?tbreathe|notbreathing|unconscious"
    r"|passedout|choking|bleedingbadly|fainted|collapsed|can'?tgetup|chest(?:hurts|pain)|astroke"
)
SELFHARM = (
    r"不想活|想自杀|要自杀|自杀|轻生|寻短见|活够了|活着没(?:什么|啥|有)?意思|活不下去|不如死|死了算了|结束(?:自己|生命|这条命)"
    r"|一了百了|割腕|(?<!要)跳楼(?![价机甩大])|我(?:真的?|就|现在)?要跳楼|遗书|(?<!了)不活了|离开这个世界"
    r"|[吃吞](?:了|下)?(?:好多|很多|一瓶|整瓶|一整瓶|一把|半瓶)(?:的)?安眠药|(?<!得)想死(?=$|[,。!?;了算的])"
    r"|zisha|buxianghuo|killmyself|wanttodie|don'?twanttolive|endmylife|suicid"
)
SELFHARM_SOFT = r"吃安眠药|撑不下去|熬不下去|想死"
POLICE = (
    r"有人打架|打起来了|动(?:了)?刀|拿着刀|持刀|砍人|抢劫|入室(?!维修|服务|检查|安装|探访|走访|前)|家暴"
    r"|打(?:老婆|孩子|媳妇|老人)|被(?:他|她|老公|丈夫|人|儿子)?打(?:了(?![折扰针电疫招个])|得|伤)|被跟踪|猥亵|性侵|强奸|非法拘禁|绑架"
    rf"|{_PERSON}[^,。!?;]{{0,6}}(?:不见了|走丢|走失|丢了|找不着了|找不到人)|联系不上"
    r"|正在[^,。!?;]{0,4}转[账钱]|[骗叫让][我她他老][^,。!?;]{0,4}(?:转账|汇款)|(?:被|遭)骗[^,。!?;]{0,4}转账|撬(?:我家?)?门|救命|jiuming"
    r"|有人(?:在)?打(?:我|人|她|他)(?!电话|招呼|听|扫)|砸(?:我家?)?门|要打人|进(?:了)?(?:小偷|贼)|(?:小偷|贼)(?:进|在)(?:了)?(?:屋|家|门)|拿(?:着)?(?:菜)?刀(?!具)"
    r"|breakingin|brokenin|domesticviolence|beingrobbed|hasaknife"
)
WELFARE = (
    rf"{_DAYS}(?:都|也)?没(?:见(?![面你您过到太])|出(?:过)?(?:门|来|屋|房)|出$|下楼|动静|接电话)|{_DAYS}没见到?[他她老人邻]"
    r"|敲门[^,。!?;]{0,6}(?:没人应|不应|没反应|没动静)|打电话[^,。!?;]{0,4}(?:一直)?(?:没人接|不接)"
    r"|(?:doesn|won|isn|didn)'?tanswer(?:ing)?(?:the|her|his|their)door"
)

#: In the same clause these make a phrase harmless, whatever it is: it is taught, not lived.
CALM = (
    r"培训|演练|演习|讲座|宣传|知识|课程|手环|报名|电影|电视[里上剧]|小说|新闻"
    r"|预防|防止|防范|安全月|火锅"
)
#: What is over, or only feared; never enough to pass over somebody who speaks of dying.
PAST = r"去年|前年|上次|那年|上个月|后遗症|保险"
#: The same for one class only.
CALM_FOR = {
    "fire": rf"{PAST}|怕(?!是)|万一|如果|要是|(?:手机|钥匙|球|鞋)掉",
    "medical": rf"{PAST}|(?:煤气|燃气|天然气|轮胎|车胎|车|球|罐|打火机|灶)[^,。]*没气"
    r"|(?:忙|累|压力)[^,。]*喘",
    "police": rf"{PAST}|{_BUSY}[^,。]*联系不上|救命[恩药钱]"
    r"|(?:猫|狗|鸟|钥匙|钱包)[^,。]*(?:不见|走丢|丢了|找不)|教[^,。]*转账",
    "selfharm": r"甩卖|自杀式",
    "selfharm_soft": r"想死[你您我他她它](?:们)?(?:了|啦|哟|哦|呀)?(?=$|[,。!?;])"
    r"|想死(?:妈|爸|奶奶|爷爷|家|孙)",
    "welfare_check": rf"{_BUSY}[^,。]*(?:没人接|不接|没人应)"
    r"|我(?:已经|都|有|这|也)?[一二两三四五六七八九十几好\d]+天没(?:出|下楼)",
}
