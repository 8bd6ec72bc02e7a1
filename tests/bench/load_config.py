"""Milliseconds from nothing imported to a checked config of N feeds (500), each run in a process of its own.

python tests/bench/load_config.py [N]
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 9
FEED = """[[feeds]]
url = "https://site{0}.example/feed/rss.xml"
name = "Site {0}"
section = "World"
tags = ["a", "b"]
interval = "15m"

"""
# What every command has imported before it looks at the config is not counted.
MEASURED = """
import sys, time
from pathlib import Path
import newsreader.model, newsreader.paths, newsreader.cli
start = time.perf_counter()
from newsreader.config.load import load
imported = time.perf_counter()
load(Path(sys.argv[1]))
print((imported - start) * 1000, (time.perf_counter() - imported) * 1000)
"""


def main() -> None:
    """Print the medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_text("".join(FEED.format(number) for number in range(count)))
        runs = [_run(file) for _ in range(RUNS)]
    imports, loads = (statistics.median(column) for column in zip(*runs, strict=True))
    print(
        f"{count} feeds: {imports:.1f} ms of imports, {loads:.1f} ms to read and check, {imports + loads:.1f} ms in all"
    )


def _run(file: Path) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=True)
    imports, loads = map(float, done.stdout.split())
    return imports, loads


if __name__ == "__main__":
    main()
