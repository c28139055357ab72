"""Turns per second: our desk and the peer, round about, the middle of their ratios."""

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from cryptography.fernet import Fernet

from bench import books
from bench.load import Round, Server, one_round, resend
from bench.processes import free_port, module, resident_mib
from bench.table import Figure
from bench.talk import REPLIES_OURS, REPLIES_PEER
from models.database import open_database
from models.vault import Vault

USERS = 150
CONVERSATIONS = 150
ROUNDS = 3
WARM = 30
RESENT = 20
#: what this stage must reach; the last one is 1.5, the aim 2.5
RATIO = 1.0


async def measure() -> list[Figure]:
    """Start all processes, run the rounds, count, report."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        api, own, other = free_port(), free_port(), free_port()
        url, key = f"sqlite:///{Path(folder) / 'linli.db'}", Fernet.generate_key().decode()
        stack.enter_context(module("bench.stub", api))
        own_pid = stack.enter_context(module("bench.ours", own, str(api), url, key))
        other_pid = stack.enter_context(module("bench.peer", other, str(api)))
        ours = Server("ours", own, own_pid, REPLIES_OURS)
        peer = Server("peer", other, other_pid, REPLIES_PEER)
        rounds, chats = await _rounds(ours, peer, api)
        await resend(own, range(chats["ours"][0], chats["ours"][0] + RESENT))
        memory = [resident_mib(each.pid) for each in (ours, peer)]
        db = open_database(url, Vault([key], "bench"))
        figures = [
            *_speed(rounds),
            Figure(
                "memory, ours | peer",
                "{:.0f} | {:.0f} MiB".format(*memory),
                "<= 220 MiB",
                memory[0] <= 220,
            ),
            books.ours(db, chats["ours"]),
            await books.replies(ours, api, chats["ours"]),
            await books.peer(peer, chats["peer"]),
            await books.replies(peer, api, chats["peer"]),
        ]
        db.close()
    return figures


async def _rounds(
    ours: Server, peer: Server, api: int
) -> tuple[dict[str, list[Round]], dict[str, list[int]]]:
    """Rounds A B A B after a warm-up of both; every conversation has a chat of its own."""
    rounds: dict[str, list[Round]] = {"ours": [], "peer": []}
    chats: dict[str, list[int]] = {"ours": [], "peer": []}
    first = 1_000
    for n in range(ROUNDS + 1):
        for server in (ours, peer):
            many = range(first, first + (CONVERSATIONS if n else WARM))
            done = await one_round(server, api, many, min(USERS, len(many)))
            chats[server.name].extend(many)
            if n:
                rounds[server.name].append(done)
            first = many.stop
    return rounds, chats


def _speed(rounds: dict[str, list[Round]]) -> list[Figure]:
    ours, peer = rounds["ours"], rounds["peer"]
    pairs = list(zip(ours, peer, strict=True))
    ratio = statistics.median(a.rate / b.rate for a, b in pairs)
    each = " ".join(f"{a.rate / b.rate:.2f}" for a, b in pairs)
    p99 = [statistics.median(r.wait(0.99) for r in side) for side in (ours, peer)]
    p50 = [statistics.median(r.wait(0.50) for r in side) for side in (ours, peer)]
    rate = [statistics.median(r.rate for r in side) for side in (ours, peer)]
    cpu = [sum(r.cpu for r in side) * 1000 / sum(r.updates for r in side) for side in (ours, peer)]
    return [
        Figure(
            "updates/s, ours : peer",
            f"{ratio:.2f} ({each})",
            ">= 1.0 (aim 2.5)",
            ratio >= RATIO,
            must=True,
        ),
        Figure("updates/s, ours | peer", "{:.0f} | {:.0f}".format(*rate)),
        Figure("webhook answer p50, ours | peer", "{:.0f} | {:.0f} ms".format(*p50)),
        Figure(
            "webhook answer p99, ours | peer",
            "{:.0f} | {:.0f} ms".format(*p99),
            "no worse",
            p99[0] <= p99[1],
        ),
        Figure(
            "CPU per update, ours | peer",
            "{:.2f} | {:.2f} ms".format(*cpu),
            "ours <= 1.6 ms",
            cpu[0] <= 1.6,
        ),
    ]
