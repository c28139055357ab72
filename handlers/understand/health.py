"""What of health or frailty stands in somebody's words, as they were said: 下不了床, 腿脚不好."""

import re

from handlers.understand.normal import normalise

_SAID = re.compile(
    "下不了床|下不来床|起不了床|起不来床|卧床|躺在?床上|瘫(?:痪|了|在床上)?|偏瘫|半身不遂|坐轮椅"
    "|(?:腿脚?|腰|膝盖|手脚?|胳膊|身体|身子|心脏|眼睛?|耳朵?|记性|脑子)(?:不太|不大|不)(?:好|方便|便|行|灵|利索)"
    "|走不[了动]路?|站不[住稳起]|下不了楼|看不[清见]|听不[清见]|耳背|失明|残疾|痴呆|糊涂了"
    "|中过?风|脑梗|心梗|高血压|糖尿病|心脏病|哮喘|癌症?|透析|化疗|刚?出院|刚?做[完了]手术|骨折|摔[了过伤]"
    "|bedridden|can't get out of bed|wheelchair|can't walk|poor sight|hard of hearing"
)


def read_health(text: str) -> str:
    """The first such words, or ""."""
    found = _SAID.search(normalise(text))
    return found.group() if found else ""
