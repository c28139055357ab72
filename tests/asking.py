"""What tests about asking share: the rows behind a chat."""

from sqlalchemy import select

from models.contact import Contact
from models.order import Order
from models.person import Person
from tests.transcript import Someone, World


def orders(world: World) -> list[Order]:
    """All orders, the first one first."""
    with world.db.reading() as session:
        found = list(session.scalars(select(Order).order_by(Order.id)))
        session.expunge_all()
        return found


def the_order(world: World) -> Order:
    """The only order."""
    [order] = orders(world)
    return order


def served(world: World) -> Person:
    """Whom the only order serves."""
    with world.db.reading() as session:
        person = session.get_one(Person, the_order(world).served_person_id)
        session.expunge(person)
        return person


def gives_a_chat_to_her(world: World, address: str) -> Someone:
    """The person served gets a chat of her own, tied to her by the station."""
    someone = world.known(address)
    with world.db.session() as session:
        contact = session.scalars(select(Contact).filter_by(address=address)).one()
        contact.person_id = the_order(world).served_person_id
    return someone
