"""The doctor's look at the database: reachable, of our shape, on time, and whether work goes on."""

import fcntl
import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.ages import age
from bot.clock import Surroundings
from bot.config import Settings
from bot.doctor.finding import Finding, broken, look, ok
from bot.figures import Figures, figures
from bot.timer_figures import TimerFigure, timer_figures
from models.database import Database, open_database
from models.inbox import Inbox, InboxState
from models.migrate import is_current
from models.outbox import Lane, OutboxState
from models.vault import CannotOpen, Vault

SKEW = timedelta(seconds=5)
#: what waits for longer is not on its way
PATIENCE = timedelta(minutes=5)
URL = "[database] url (LINLI_DATABASE__URL)"
RUNS = "Is `linli run` active? Its log says what keeps it"
_OTHERS = text(
    "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()"
)


def opened(settings: Settings, vault: Vault) -> tuple[Database | None, list[Finding]]:
    """The database, open for reading; None where there is none to look at."""
    try:
        url = make_url(settings.database.url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return None, [look("database", f"no {url.database} yet; `linli run` makes it")]
        db = open_database(settings.database.url, vault)
    except ModuleNotFoundError as error:
        return None, [broken("database", f"{error.name} is missing", "pip install linli[postgres]")]
    except ArgumentError:
        return None, [broken("database", "its address cannot be read", f"Mend {URL}")]
    shown = url.render_as_string(hide_password=True)
    if db.is_sqlite and not os.access(url.database or "", os.W_OK):
        return None, [broken("database", f"{shown} cannot be written", "Give this user the file")]
    try:
        shape = is_current(db.read)
    except DBAPIError as error:
        db.close()
        how = f"{shown} does not answer ({type(error.orig).__name__})"
        return None, [broken("database", how, f"Start it, or mend {URL}")]
    if not shape:
        db.close()
        how = f"{shown} has another shape than this version"
        return None, [broken("database", how, "`linli migrate` brings it up to date")]
    return db, [ok("database", f"{shown} answers and is up to date")]


def examined(db: Database, settings: Settings, around: Surroundings) -> list[Finding]:
    """What an open database of our shape shows."""
    with db.read.connect() as connection:
        at = around.now()
        found = figures(connection, at)
        return [
            *_clock(connection, around),
            *_runs(connection, settings),
            *_inbox(found, at),
            *_outbox(found, at),
            *_timers(found, at),
            *_kinds(timer_figures(connection), at),
        ]


def fitting(db: Database) -> list[Finding]:
    """Whether the keys it was opened with are those it was written with."""
    try:
        with db.read.connect() as connection:
            connection.execute(select(Inbox.payload).order_by(Inbox.id.desc()).limit(1)).first()
    except CannotOpen:
        do = "Take the keys from the backup that this database came from"
        return [broken("keys", "they do not open what this database holds", do)]
    return []


def _clock(connection: Connection, around: Surroundings) -> list[Finding]:
    """A file has no clock of its own."""
    if connection.dialect.name == "sqlite":
        return []
    theirs = connection.execute(select(func.clock_timestamp())).scalar_one()
    ahead = around.now() - theirs
    return [clock("clock", ahead, "the database's")]


def clock(what: str, ahead: timedelta, whose: str) -> Finding:
    """Whether our clock agrees with another; leases bear five seconds."""
    seconds = ahead.total_seconds()
    if abs(ahead) <= SKEW:
        return ok(what, f"{abs(seconds):.0f} s from {whose}")
    way = "ahead of" if seconds > 0 else "behind"
    how = f"this machine's is {age(abs(ahead))} {way} {whose}"
    return broken(what, how, "Set both by the network's time (NTP)")


def _runs(connection: Connection, settings: Settings) -> list[Finding]:
    if connection.dialect.name != "sqlite":
        running = connection.execute(_OTHERS).scalar_one()
        told = f"{running} of `linli run` use this database"
        return [ok("process", told) if running else look("process", "no `linli run` is active")]
    file = Path((make_url(settings.database.url).database or "") + ".lock")
    if file.exists() and _is_held(file):
        return [ok("process", "`linli run` is active and holds the database file")]
    return [look("process", "no `linli run` is active")]


def _is_held(file: Path) -> bool:
    with file.open() as other:
        try:
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _inbox(found: Figures, at: datetime) -> list[Finding]:
    findings = []
    if failed := found.inbox[InboxState.FAILED]:
        do = "`linli inbox list` names them; after the fix `linli inbox retry`"
        findings.append(look("inbox", f"{failed} messages met a bug and wait", do))
    waits = at - found.accepted_at if found.accepted_at else timedelta()
    if waits > PATIENCE:
        findings.append(broken("inbox", f"a message has waited {age(waits)} for its turn", RUNS))
    return findings or [ok("inbox", "nothing waits")]


def _outbox(found: Figures, at: datetime) -> list[Finding]:
    findings = _paused(found, at)
    for lane, since in found.due_since.items():
        if at - since > PATIENCE and lane is not Lane.BULK:
            how = f"a {lane.value} has waited {age(at - since)} to be sent"
            findings.append(look("outbox", how) if findings else broken("outbox", how, RUNS))
    if doubtful := found.outbox[OutboxState.UNCERTAIN]:
        do = "`linli outbox list --state uncertain` names them"
        findings.append(look("outbox", f"{doubtful} messages may have arrived or not", do))
    told = f"{found.outbox[OutboxState.DUE]} to send, {found.outbox[OutboxState.GAVE_UP]} given up"
    return findings or [ok("outbox", told)]


def _paused(found: Figures, at: datetime) -> list[Finding]:
    return [
        look("outbox", f"{channel} {name} was asked to be silent for another {age(until - at)}")
        for (channel, name), until in found.paused.items()
    ]


def _timers(found: Figures, at: datetime) -> list[Finding]:
    due = found.next_timer
    if due is None:
        return [ok("timers", "none is set")]
    if due > at:
        return [ok("timers", f"the next in {age(due - at)}")]
    if at - due <= PATIENCE:
        return [ok("timers", "firing now")]
    return [broken("timers", f"the oldest is {age(at - due)} late", RUNS)]


def _kinds(found: list[TimerFigure], at: datetime) -> list[Finding]:
    """A line for each kind that is set or has fired."""
    return [_kind(each, at) for each in found if each.next_at or each.last_at]


def _kind(found: TimerFigure, at: datetime) -> Finding:
    told = []
    if found.next_at is not None:
        ahead = found.next_at - at
        late = f"due for {age(-ahead)}"
        told.append(f"next in {age(ahead)}" if ahead > timedelta() else late)
    if found.last_at is not None:
        told.append(f"last {age(at - found.last_at)} ago, {age(found.took)} late")
    what, how = f"timer {found.kind}", "; ".join(told)
    return broken(what, how, RUNS) if found.late(at) > PATIENCE else ok(what, how)
