"""Rows one and three: our desk on SQLite and on PostgreSQL beside both peers, round about.

All servers run from the beginning to the end; each round loads one of them, and every figure of
ours stands beside that of the peers a few seconds later.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from sys import executable

from bench import books, reading
from bench.load import Round, Server, Users, resend
from bench.ours import Desk
from bench.postgres import postgres
from bench.processes import ROOT, free_port, module, resident_mib
from bench.stub import Chats, stand_in
from bench.table import Figure
from bench.talk import REPLIES_OURS, REPLIES_PEER

USERS = 200
CONVERSATIONS = 200
ROUNDS = 3
WARM = 40
RESENT = 20
FIRST_CHAT = 1_000
OURS, OURS_PG, PTB, AIOGRAM = "ours", "ours, PostgreSQL", "ConversationHandler", "aiogram"
BENCH_PYTHON = ROOT / "build/bench-venv/bin/python"


async def measure() -> list[Figure]:
    """Start all processes, run the rounds, count, report."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        api_port = free_port()
        chats = await stand_in(api_port)
        desks, servers = await asyncio.to_thread(_start, stack, Path(folder), api_port)
        rounds, chat_ids = await _rounds(servers, chats)
        figures = [*_row_one(rounds), *_row_three(rounds), _memory(servers)]
        figures += await _books(servers, desks, chats, chat_ids)
    return figures


def _start(stack: ExitStack, folder: Path, api_port: int) -> tuple[dict[str, Desk], list[Server]]:
    """All desks and all servers; they run until the stack ends. The stand-in serves meanwhile."""
    lite = Desk(folder / "lite")
    large = Desk(folder / "large", stack.enter_context(postgres(folder / "postgres")))
    servers = [
        _ours(stack, OURS, lite, 1, api_port),
        _peer(stack, PTB, Path(executable), "bench.peer_ptb", api_port),
        _peer(stack, AIOGRAM, BENCH_PYTHON, "bench.peer_aiogram", api_port),
        _ours(stack, OURS_PG, large, 2, api_port),
    ]
    return {OURS: lite, OURS_PG: large}, servers


def _ours(stack: ExitStack, name: str, desk: Desk, processes: int, api_port: int) -> Server:
    """Several processes start one after the other: the first makes the tables."""
    ports = tuple(free_port() for _n in range(processes))
    pids = tuple(stack.enter_context(desk.serving(port, api_port)) for port in ports)
    return Server(name, ports, pids, REPLIES_OURS)


def _peer(stack: ExitStack, name: str, python: Path, code: str, api_port: int) -> Server:
    if not python.exists():
        raise FileNotFoundError(f"{python} is not there: run `make bench`")
    port = free_port()
    pid = stack.enter_context(module(python, code, port, str(api_port)))
    return Server(name, (port,), (pid,), REPLIES_PEER)


async def _rounds(
    servers: Sequence[Server], chats: Chats
) -> tuple[dict[str, list[Round]], dict[str, list[int]]]:
    """Rounds A B C D A B C D after a warm-up of all; every conversation has a chat of its own."""
    rounds: dict[str, list[Round]] = {each.name: [] for each in servers}
    chat_ids: dict[str, list[int]] = {each.name: [] for each in servers}
    first = FIRST_CHAT
    for n in range(ROUNDS + 1):
        for server in servers:
            many = range(first, first + (CONVERSATIONS if n else WARM))
            done = await Users(server, chats).round(many, min(USERS, len(many)))
            chat_ids[server.name].extend(many)
            if n:
                rounds[server.name].append(done)
            first = many.stop
    return rounds, chat_ids


def _row_one(rounds: dict[str, list[Round]]) -> list[Figure]:
    ratio, each = _ratio(rounds, OURS, PTB)
    beside, _each = _ratio(rounds, OURS, AIOGRAM)
    p99 = {name: _middle(rounds[name], 0.99) for name in rounds}
    cpu, theirs = _cpu(rounds[OURS]), _cpu(rounds[PTB])
    understanding = reading.per_update()
    rode = sum(each.rode for each in rounds[OURS]) / sum(each.updates for each in rounds[OURS])
    return [
        *_each_of(rounds),
        Figure(
            f"updates/s, ours : {PTB}",
            f"{ratio:.2f} ({each})",
            ">= 1.5 (aim 2.5)",
            ratio >= 1.5,
            must=True,
        ),
        Figure(f"updates/s, ours : {AIOGRAM}", f"{beside:.2f}", "> 1", beside > 1),
        Figure(
            f"reply p99, ours | {PTB}",
            f"{p99[OURS]:.0f} | {p99[PTB]:.0f} ms",
            "no worse",
            p99[OURS] <= p99[PTB],
        ),
        Figure(
            "CPU per update beside understanding",
            f"{cpu - understanding:.2f} ms ({cpu:.2f} in all)",
            "<= 1.6 ms (aim 1.0)",
            cpu - understanding <= 1.6,
        ),
        Figure(f"CPU per update, ours : {PTB}", f"{cpu / theirs:.2f}"),
        Figure("replies that rode in the answer", f"{rode:.0%}"),
    ]


def _row_three(rounds: dict[str, list[Round]]) -> list[Figure]:
    ratio, each = _ratio(rounds, OURS_PG, PTB)
    cpu, theirs = _cpu(rounds[OURS_PG]), _cpu(rounds[PTB])
    return [
        Figure(
            f"updates/s, {OURS_PG} : {PTB}",
            f"{ratio:.2f} ({each})",
            ">= 0.6 (aim 1.0)",
            ratio >= 0.6,
        ),
        Figure(f"CPU per update, {OURS_PG}", f"{cpu:.2f} ms", "<= 2.2 ms", cpu <= 2.2),
        Figure(f"CPU per update, {OURS_PG} : {PTB}", f"{cpu / theirs:.2f}"),
    ]


def _each_of(rounds: dict[str, list[Round]]) -> list[Figure]:
    """One line a server: the middle of its rounds."""
    return [
        Figure(
            name,
            f"{statistics.median(each.rate for each in many):.0f}/s, "
            f"{_cpu(many):.2f} ms CPU, "
            f"reply p50 {_middle(many, 0.5):.0f}, p99 {_middle(many, 0.99):.0f} ms",
        )
        for name, many in rounds.items()
    ]


def _ratio(rounds: dict[str, list[Round]], one: str, other: str) -> tuple[float, str]:
    """The middle of the rounds' ratios, and all of them."""
    ratios = [a.rate / b.rate for a, b in zip(rounds[one], rounds[other], strict=True)]
    return statistics.median(ratios), " ".join(f"{each:.2f}" for each in ratios)


def _cpu(rounds: Sequence[Round]) -> float:
    return statistics.median(each.cpu_ms for each in rounds)


def _middle(rounds: Sequence[Round], share: float) -> float:
    return statistics.median(each.wait(share) for each in rounds)


def _memory(servers: Sequence[Server]) -> Figure:
    most = {each.name: max(resident_mib(pid) for pid in each.pids) for each in servers}
    figure = ", ".join(f"{name} {mib:.0f}" for name, mib in most.items())
    ours = max(most[OURS], most[OURS_PG])
    return Figure("memory of a process, MiB", figure, "ours <= 220", ours <= 220)


async def _books(
    servers: Sequence[Server],
    desks: dict[str, Desk],
    chats: Chats,
    chat_ids: dict[str, list[int]],
) -> list[Figure]:
    """Nothing lost and nothing doubled, also when posts come again."""
    figures = []
    for server in servers:
        many = chat_ids[server.name]
        if server.name in desks:
            await resend(server.ports[0], range(many[0], many[0] + RESENT))
            db = desks[server.name].open()
            figures.append(books.ours(server.name, db, many))
            db.close()
        else:
            figures.append(await books.peer(server, many))
        figures.append(books.replies(server, chats, many))
    return figures
