"""Row four: what a process holds after many updates over a community of a whole city."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.load import Server, Users
from bench.ours import Desk
from bench.processes import free_port, resident_mib
from bench.stub import stand_in
from bench.table import Figure
from bench.talk import REPLIES_OURS, STEPS

USERS = 50
PARTS = 10
FIRST_CHAT = 1_000
LIMIT_MIB, GROWTH_MIB = 220, 5


@dataclass(frozen=True, slots=True)
class Size:
    """How many people live there, and how many messages come."""

    people: int
    updates: int


#: a minute, as one bench of all; and what the bar asks for
SHORT, FULL = Size(10_000, 6_000), Size(120_000, 50_000)


async def measure(size: Size) -> list[Figure]:
    """Fill the database, load one process, look at its memory half way and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.command("sample", "--people", str(size.people), "--seed", "7")
        held = await _held(desk, size)
    half, end = held[PARTS // 2 - 1], held[-1]
    what = f"after {size.updates:,} updates over {size.people:,} people"
    return [
        Figure(f"memory {what}", f"{end:.0f} MiB", "<= 220 MiB", end <= LIMIT_MIB, must=True),
        Figure(
            "its growth in the last half",
            f"{end - half:.1f} MiB",
            "<= 5 MiB",
            end - half <= GROWTH_MIB,
        ),
    ]


async def _held(desk: Desk, size: Size) -> list[float]:
    """MiB after each tenth of the updates."""
    port, api_port = free_port(), free_port()
    chats = await stand_in(api_port)
    held = []
    with desk.serving(port, api_port) as pid:
        server = Server("ours", (port,), (pid,), REPLIES_OURS)
        many = -(-size.updates // (STEPS * PARTS))
        for part in range(PARTS):
            first = FIRST_CHAT + part * many
            await Users(server, chats).round(range(first, first + many), USERS)
            held.append(resident_mib(pid))
    return held
