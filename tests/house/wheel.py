"""What a built wheel must carry: every file of bot, handlers and models, and nothing else.

`python -m tests.house.wheel dist/linli-0.1.0-py3-none-any.whl` (make wheel).
"""

import sys
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests.house.tree import PACKAGES, name_of, repository_files

# One file of each kind that a build could lose without any import failing.
KINDS = (
    "bot/web/templates/*.html",
    "bot/web/static/*.css",
    "bot/web/static/*.js",
    "handlers/locale/*/LC_MESSAGES/*.po",
    "models/migrations/env.py",
    "models/migrations/script.py.mako",
    "models/migrations/versions/*.py",
)


def faults(carried: set[str], ours: set[str]) -> Iterator[str]:
    """What is wrong with a wheel's list of files, a line each."""
    packed = {name for name in carried if not name.split("/")[0].endswith(".dist-info")}
    yield from (f"missing: {name}" for name in sorted(ours - packed))
    yield from (f"does not belong: {name}" for name in sorted(packed - ours))
    for kind in KINDS:
        if not any(fnmatch(name, kind) for name in packed):
            yield f"nothing like {kind}"


def main(wheel: str) -> int:
    """Print what the wheel lacks or should not have."""
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if not name.endswith("/")}
    names = [name_of(path) for path in repository_files()]
    wrong = list(faults(carried, {name for name in names if name.split("/")[0] in PACKAGES}))
    for line in wrong:
        print(line)
    print(f"{Path(wheel).name}: {len(carried)} files, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
