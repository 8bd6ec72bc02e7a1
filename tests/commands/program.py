"""The program as a process, with a config and a data folder of its own."""

import json
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Program:
    """The program with a config and a data folder of its own."""

    folder: Path
    feeds: list[str] = field(default_factory=list)

    def subscribe(self, *urls: str, name: str = "") -> None:
        for url in urls:
            named = f"name = {json.dumps(name)}\n" if name else ""
            self.feeds.append(f"[[feeds]]\nurl = {json.dumps(url)}\n{named}")
        (self.folder / "config.toml").write_text("\n".join(self.feeds))

    @property
    def database(self) -> Path:
        return self.folder / "data" / "news.db"

    def argv(self, *args: str) -> list[str]:
        places = ["--config", str(self.folder / "config.toml"), "--data-dir", str(self.folder / "data")]
        return [sys.executable, "-m", "newsreader", *places, *args]

    def run(self, *args: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(self.argv(*args), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def start(self, *args: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(self.argv(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def events(self, *args: str, status: int = 0) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run("refresh", "--json", *args, status=status).stdout.splitlines()]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        db = sqlite3.connect(self.database)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()


def wait_for(condition: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
