"""What stands beside the order: a team, a group, a wish to be called, a cry for help, a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.contact import Contact
from models.order import OrderState
from models.person import Person
from models.service_record import Evidence
from models.tables import METADATA
from models.visit import Visit
from tests.filled import Filler
from tests.rights.cast import Cast, cast
from tests.rights.changes import fingerprints
from tests.transcript import World

#: what only some may read of it
TOLD, LINE, NUMBER = "他喝多了，骂人", "药在桌上", "13900000777"
#: what was written of an emergency, and where it is
DANGER, SPOT = "胸口疼得厉害", "老水塔边上"
#: what a worker heard in a voice
SPOKEN = "想找人读信"


@dataclass(frozen=True, slots=True)
class Beside:
    """The cast of an order during its visit, and how buttons name what is beside it."""

    cast: Cast
    subjects: Mapping[str, str]


def beside(world: World) -> Beside:
    """Write all of it."""
    everybody = cast(world, OrderState.IN_SERVICE)
    with world.db.session() as session:
        subjects = _write(session, everybody)
        session.flush()
        everybody.before.update(fingerprints(session.connection(), METADATA.tables))
    return Beside(everybody, subjects)


def _write(session: Session, everybody: Cast) -> dict[str, str]:
    world, order_id = everybody.world, everybody.order_id
    who = {
        name: session.get_one(Contact, contact_id).person_id
        for name, contact_id in everybody.contacts.items()
    }
    fill = Filler(
        session.connection(),
        {"community": world.community_id, "account": world.account_id, "service_order": order_id},
    )
    team = fill.row("team", name="红马甲队", leader_id=who["leader"])
    fill.row("team_member", team_id=team, person_id=who["goes"], joined_at=world.now)
    group = fill.row("group_chat", title="5号楼邻居", address="group:5", left_at=None)
    call = fill.row("call_request", contact_id=everybody.contacts["asker"], person_id=who["asker"])
    heard: dict[str, Any] = {"heard": SPOKEN, "heard_by_id": who["worker"]}
    spoken = fill.row("call_request", contact_id=everybody.contacts["asker"], **heard)
    session.execute(update(Person).where(Person.id == who["asker"]).values(phone=NUMBER))
    told = fill.row("incident", reported_by_id=who["goes"], kind="unsafe", text=TOLD, state="open")
    cry = fill.row("incident", reported_by_id=who["goes"], kind="help", state="open")
    line = fill.row(
        "relay_line",
        from_person_id=who["asker"],
        to_person_id=who["goes"],
        text=LINE,
        reported_at=world.now,
    )
    danger: dict[str, Any] = {"contact_id": everybody.contacts["asker"], "person_id": who["asker"]}
    danger |= {"words": DANGER, "place": SPOT}
    alert = fill.row("alert", **danger, state="open")
    taken = fill.row("alert", **danger, state="taken", taken_by_id=who["worker"])
    station = fill.row("station", name="葵园站", kind="community", tier="station")
    request = fill.row("rights_request", person_id=who["goes"], kind="correct", state="open")
    visit = session.scalars(select(Visit)).one()
    fill.row("visit", person_id=who["leader"], in_at=visit.in_at, in_evidence=Evidence.CODE)
    return {
        "alert": f"alert:{alert}",
        "alert_taken": f"alert:{taken}",
        "order": everybody.order,
        "team": f"team:{team}",
        "applicant": f"team:{team}-{who['volunteer']}",
        "group": f"group:{group}",
        "call": f"call:{call}",
        "heard": f"call:{spoken}",
        "told": f"incident:{told}",
        "cry": f"incident:{cry}",
        "line": f"line:{line}",
        "station": f"station:{station}",
        "request": f"request:{request}",
        "visit": visit.subject,
        "invited": f"{everybody.order}:{who['volunteer']}",
    }
