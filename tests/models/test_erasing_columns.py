"""No table points at somebody without a word on what becomes of that when they leave."""

from models.tables import METADATA

#: who is pointed at and stays so: a number that names nobody any more
STAYS = {
    "action_button.contact_id",
    "activity.deputy_id",
    "activity.leader_id",
    "activity.made_by_id",
    "activity.settled_by_id",
    "activity_change.by_id",
    "activity_template.leader_id",
    "assignment.invited_by_id",
    "assignment.person_id",
    "attendance.noted_by_id",
    "attendance.person_id",
    "audit.actor_id",
    "call_item.done_by_id",
    "call_log.caller_id",
    "call_request.done_by_id",
    "chat_head.contact_id",
    "consent.by_person_id",
    "consent.person_id",
    "consent.witness_id",
    "contact.person_id",
    "conversation.contact_id",
    "evaluation.rater_id",
    "evaluation.written_by_id",
    "home_enquiry.person_id",
    "home_enquiry.worker_id",
    "hours_objection.answered_by_id",
    "hours_objection.person_id",
    "inbox.contact_id",
    "incident.handled_by_id",
    "incident.reported_by_id",
    "membership.granted_by_id",
    "membership.person_id",
    "notice.approver_id",
    "notice.author_id",
    "order_event.actor_id",
    "outbox.contact_id",
    "pasted_line.entered_by_id",
    "person.merged_into_id",
    "qualification.verified_by_id",
    "rights_request.person_id",
    "service_order.requested_by_id",
    "service_order.served_person_id",
    "service_record.approved_by_id",
    "service_record.leader_id",
    "service_record.person_id",
    "service_record.recorder_id",
    "sign_up.added_by_id",
    "sign_up.excused_by_id",
    "sign_up.person_id",
    "standing_help.requested_by_id",
    "standing_help.served_person_id",
    "trust.given_by_id",
    "visit.person_id",
    "volunteer_profile.person_id",
}
#: rows that go, or columns that are emptied
GOES = {
    "acts_for.for_person_id",
    "acts_for.person_id",
    "calendar_feed.person_id",
    "call_item.person_id",
    "call_request.contact_id",
    "call_request.person_id",
    "chat_line.contact_id",
    "device_code.contact_id",
    "door.contact_person_id",
    "guardian_code.minor_id",
    "media.contact_id",
    "one_time_link.person_id",
    "opt_out.person_id",
    "pasted_line.person_id",
    "qualification.person_id",
    "relay_line.from_person_id",
    "relay_line.to_person_id",
    "sent_message.contact_id",
    "service_order.wants_person_id",
    "team.leader_id",
    "team_member.person_id",
    "text_message.person_id",
    "trust.person_id",
    "web_session.contact_id",
}


def test_every_column_that_names_somebody_is_thought_of() -> None:
    pointing = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in ("person", "contact")
    }
    assert pointing == STAYS | GOES
    assert not STAYS & GOES
