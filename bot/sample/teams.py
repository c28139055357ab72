"""Eighteen teams with their leaders, and the 23 projects of the community's library."""

from sqlalchemy.orm import Session

from bot.sample.people import Cast
from models.membership import Role, grant
from models.project import Project, ProjectState
from models.team import Team, TeamMember

#: name and what it does; volunteer i is in team i modulo 18
TEAMS = (
    ("白衣邻居", "在职和退休的医护，陪诊、量血压"),
    ("巧手小修队", "水电、门锁、家具，两人一组上门"),
    ("晨光宣讲队", "把政策讲成家常话"),
    ("绿荫护绿队", "花坛、树穴、楼前绿地"),
    ("银剪理发队", "每周二设点，下不了床的上门"),
    ("老伙计结对队", "年纪轻些的老人陪年纪大的老人"),
    ("推一把助残队", "推轮椅、陪出门、跑手续"),
    ("小书桌辅导队", "放学后陪写作业"),
    ("老兵平安队", "退役军人，夜里巡楼"),
    ("和事老调解队", "两位一起去，两边都听"),
    ("问得清法律队", "执业律师和法学老师答疑"),
    ("热汤送餐队", "给下不了楼的人送饭"),
    ("慢慢学手机队", "挂号、视频、防骗，一步一步教"),
    ("小黄帽护学队", "上学放学路口值守"),
    ("葵园合唱队", "唱歌、拉琴，节日下楼演"),
    ("墨香书法队", "写春联，教孩子写字"),
    ("听您说陪伴队", "聊天、读报、下棋"),
    ("有备应急队", "急救、消防演练、雪天铲冰"),
)

R, P, C = ProjectState.RUNNING, ProjectState.PENDING, ProjectState.CLOSED
#: title, service category of the national list, team, state
PROJECTS = (
    ("一起去医院", "卫生健康", 0, R),
    ("周三量血压", "卫生健康", 0, R),
    ("小修不出门", "社区服务", 1, R),
    ("扶手装到家", "社区服务", 1, R),
    ("楼门里的大事小情", "文明风尚", 2, R),
    ("护绿巡逻", "环境保护", 3, R),
    ("认养一棵树", "环境保护", 3, P),
    ("上门理个发", "关爱特殊群体", 4, R),
    ("花甲陪耄耋", "关爱特殊群体", 5, R),
    ("轮椅出门日", "关爱特殊群体", 6, R),
    ("听得见的电影", "关爱特殊群体", 16, R),
    ("四点半小书桌", "支教助学", 7, R),
    ("平安夜巡", "平安综治", 8, R),
    ("有话好好说", "平安综治", 9, R),
    ("律师在楼下", "法律服务", 10, R),
    ("一碗热汤", "扶贫减贫", 11, R),
    ("扶危济困微基金", "扶贫减贫", 11, P),
    ("教您用手机", "科技科普", 12, R),
    ("护学岗", "交通引导", 13, R),
    ("广场歌会", "文化艺术", 14, R),
    ("春联进家门", "文化艺术", 15, C),
    ("楼道无杂物", "志愿消防", 17, R),
    ("人人会急救", "应急救援", 17, R),
)


def add_teams(session: Session, cast: Cast) -> None:
    """Write teams, members and projects; a leader comes after the first 18 volunteers."""
    chief, count = cast.staff[0], len(TEAMS)
    leaders = cast.volunteers[count : 2 * count]
    teams = [
        Team(community_id=chief.community_id, name=name, about=about, leader_id=leader.id)
        for (name, about), leader in zip(TEAMS, leaders, strict=True)
    ]
    session.add_all(teams)
    session.flush()
    for index, person in enumerate(cast.volunteers):
        session.add(
            TeamMember(
                community_id=person.community_id,
                team_id=teams[index % count].id,
                person_id=person.id,
                joined_at=person.created_at,
            )
        )
    for leader in leaders:
        grant(session, leader, Role.TEAM_LEADER, leader.created_at, chief)
    for title, category, team, state in PROJECTS:
        session.add(
            Project(
                community_id=chief.community_id,
                title=title,
                category=category,
                team_id=teams[team].id,
                state=state,
            )
        )
    session.flush()
