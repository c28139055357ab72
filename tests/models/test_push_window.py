"""When we may write to somebody first: windows that they open, and what is left in them."""

from datetime import timedelta

from models.contact import meet
from models.database import Database
from models.push_window import Opens, give_back, open_window, pushes_left, shut, spend
from tests.transcript import MONDAY, World


def a_contact(db: Database) -> tuple[int, int]:
    world = World(db, "wechat")
    world.runner.close()
    with db.patient.begin() as connection:
        contact = meet(connection, world.community_id, world.account_id, "oWang", MONDAY)
    return world.community_id, contact


def test_a_message_opens_for_five_within_two_days(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        assert spend(connection, wang, MONDAY) is None
        open_window(connection, community, wang, Opens.MESSAGE, MONDAY)
        assert [spend(connection, wang, MONDAY) for _ in range(6)] == [Opens.MESSAGE] * 5 + [None]
        open_window(connection, community, wang, Opens.MESSAGE, MONDAY)
        assert pushes_left(connection, wang, MONDAY) == 5
        assert pushes_left(connection, wang, MONDAY + timedelta(hours=48)) == 0
        assert spend(connection, wang, MONDAY + timedelta(hours=48)) is None


def test_a_tap_opens_for_three_within_a_minute_and_goes_first(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        open_window(connection, community, wang, Opens.MESSAGE, MONDAY)
        open_window(connection, community, wang, Opens.TAP, MONDAY)
        assert [spend(connection, wang, MONDAY) for _ in range(4)] == [
            *[Opens.TAP] * 3,
            Opens.MESSAGE,
        ]
        open_window(connection, community, wang, Opens.TAP, MONDAY)
        assert spend(connection, wang, MONDAY + timedelta(seconds=58)) is Opens.MESSAGE


def test_what_did_not_go_is_given_back_and_what_the_platform_shut_is_shut(db: Database) -> None:
    community, wang = a_contact(db)
    with db.patient.begin() as connection:
        open_window(connection, community, wang, Opens.MESSAGE, MONDAY)
        assert spend(connection, wang, MONDAY) is Opens.MESSAGE
        give_back(connection, wang, Opens.MESSAGE)
        assert pushes_left(connection, wang, MONDAY) == 5
        shut(connection, wang)
        assert spend(connection, wang, MONDAY) is None
