"""What a copy holds of a company's directory: where it lists somebody."""

from sqlalchemy import ColumnElement, select

from models.directory import DirectoryGroup, DirectoryMember, DirectoryPlace
from models.part import Part, chats
from models.words import N_


def _where_listed(person_id: int) -> ColumnElement[bool]:
    """The departments and tags in which their company lists them."""
    places = select(DirectoryPlace.group_id).join(
        DirectoryMember, DirectoryMember.id == DirectoryPlace.member_id
    )
    return DirectoryGroup.id.in_(places.where(DirectoryMember.contact_id.in_(chats(person_id))))


LISTED = Part(DirectoryGroup, N_("企业微信里的部门和标签"), _where_listed, {"name": N_("名字")})
