"""Puts messages together that say the same to several people, where a platform takes them so.

Only notices to many are, and only those without buttons of one's own: what is pressed says whose
it is. Each row stays its own: it is marked, tried again and given up alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.contract import Channel
from bot.outbox_rows import Job


def most_in_a_call(job: Job, channel: Channel) -> int:
    """How many people may be told this in the call that tells it."""
    is_alone = not job.is_bulk or not job.notice_id or job.content.subject or job.replaces
    return 1 if is_alone or job.fellows else channel.together(job.content)


def put_together(jobs: Sequence[Job], channels: Mapping[int, Channel]) -> list[Job]:
    """One job for each call, in the order in which they were; `channels` by account id."""
    calls: list[list[Job]] = []
    open_calls: dict[Any, list[Job]] = {}
    for job in jobs:
        most = most_in_a_call(job, channels[job.account_id])
        key = (job.account_id, job.notice_id, job.language, job.content)
        call = open_calls.get(key) if most > 1 else None
        if call is None or len(call) >= most:
            call = []
            calls.append(call)
            if most > 1:
                open_calls[key] = call
        call.append(job)
    return [replace(first, fellows=tuple(others)) for first, *others in calls]


def only(job: Job, ids: Collection[int]) -> Job | None:
    """The same call, to those alone whose rows these are; None when there is nobody left."""
    left = [each for each in job.everybody if each.outbox_id in ids]
    if not left:
        return None
    first, *others = left
    return replace(first, at=job.at, fellows=tuple(others))
