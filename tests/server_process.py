"""A real server, started as a webmaster starts it: `footnote serve` in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 180  # seconds until ready: the index is built first, on a machine that other tests keep busy


@dataclass(frozen=True)
class Server:
    """Where it listens, and the seconds from its start until it was ready."""

    url: str
    seconds_to_ready: float

    def ask(self, question: str) -> dict[str, Any]:
        """The answer to a question without history."""
        body = json.dumps({"question": question, "history": []}).encode()
        request = urllib.request.Request(f"{self.url}/api/ask", data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


@contextmanager
def running(home: Path, **settings: str) -> Iterator[Server]:
    """A server over a home folder, stopped afterwards; settings as in the environment, without their prefix."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {f"FOOTNOTE_{name.upper()}": value for name, value in settings.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", str(port)],
        env={**inherited, "HF_HUB_OFFLINE": "1", "FOOTNOTE_HOME": str(home), "FOOTNOTE_RATE_LIMIT": "0", **chosen},
        cwd=Path(__file__).parent.parent,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, started + PATIENCE)
        yield Server(url, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: "subprocess.Popen[bytes]", deadline: float) -> None:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it was ready")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise TimeoutError(f"the server was not ready after {PATIENCE} seconds")
