"""`linli chat`: talking to the desk with a keyboard, from an empty folder."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def talk(
    folder: Path, *lines: str, options: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run it in an empty folder and write these lines."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "bot", "chat", *options],
        cwd=folder,
        env=env,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_an_order_can_be_made_from_an_empty_folder(tmp_path: Path) -> None:
    lines = ("厨房灯不亮了", "明天上午", "3号楼2单元501", "13900000123", "1", "不写", "我的")
    said = talk(tmp_path, *lines)
    assert said.returncode == 0
    assert "您好，这里是葵园社区邻里。" in said.stdout
    assert "发出去了，单号" in said.stdout
    assert "您有 1 件办着的事：" in said.stdout
    again = talk(tmp_path, "我的")
    assert "您有 1 件办着的事：" in again.stdout


def test_a_worker_of_the_sample_can_be_played_but_not_where_it_is_public(tmp_path: Path) -> None:
    listed = talk(tmp_path, "清单", options=("--as", "worker"))
    assert "等着看的" in listed.stdout
    (tmp_path / "config.toml").write_text('[web]\npublic_url = "https://linli.example.org"\n')
    refused = talk(tmp_path, "清单", options=("--as", "worker"))
    assert refused.returncode == 1
    assert "refused" in refused.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[web]\nprot = 1\n")
    said = talk(tmp_path, "您好")
    assert said.returncode == 2
    assert "web.prot" in said.stderr
