"""The application as a process of its own, over a socket: what leaves it, what it writes, how it bears bad input."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.server

ROOT = Path(__file__).parent.parent
# Serves the worked bot with the product's own server options; any connection beyond this machine ends the process.
PROGRAM = """
import socket, sys
from pathlib import Path

def only_here(connect):
    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            print("NETWORK", address, flush=True)
        return connect(self, address)
    return guarded

socket.socket.connect = only_here(socket.socket.connect)
from tests.clinic import WordBot
from web import cli
from web.app import create_app
from web.settings import Settings
cli._bot_or_stand_in = lambda settings: WordBot()
sys.argv = ["footnote", "serve", "--port", sys.argv[1]]
cli.main()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("process")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[httpx.Client]:
    """A client of a running process; its output goes to `home/log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "FOOTNOTE_HOME": str(home), "HOME": str(home)}
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(port)],
            cwd=home,
            stdout=log,
            stderr=log,
            env={**environment, "FOOTNOTE_RATE_LIMIT": "0"},
        )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        for _ in range(300):
            try:
                client.get("/healthz")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield client
    running.send_signal(signal.SIGTERM)
    running.wait(10)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b'{"question": NaN}', 400, "malformed_json"),
        (b"[" * 9000, 400, "malformed_json"),
        (b'{"question": "\xff"}', 400, "not_utf8"),
        (b"x" * 1_000_000, 413, "too_large"),
        (b'{"question": 7}', 422, "question_not_text"),
        (b'{"question": " "}', 422, "question_empty"),
        (json.dumps({"question": "x" * 2001}).encode(), 422, "question_too_long"),
        (b'{"question": "\\ud800"}', 422, "question_unusable"),
        (b'{"question": "\\u0000"}', 422, "question_unusable"),
    ],
)
def test_bad_input_gets_its_error_over_a_socket(server: httpx.Client, body: bytes, status: int, code: str) -> None:
    response = server.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_a_body_in_chunks_without_a_length_is_limited_too(server: httpx.Client) -> None:
    response = server.post("/api/ask", content=(b"x" * 1000 for _ in range(100)))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


def test_a_question_is_in_no_log_no_file_and_no_address(server: httpx.Client, home: Path) -> None:
    canary = "xq7canary"
    for number in range(20):
        question = f"{canary}{number} what is in it?"
        assert server.post("/api/ask", json={"question": question}).status_code == 200
        page = server.post("/", data={"question": question, "history": "[]"}, headers={"accept": "text/html"})
        assert (page.status_code, "set-cookie" in page.headers) == (200, False)
        server.post(
            "/api/ask", content=f'{{"question": "{canary}"'.encode(), headers={"content-type": "application/json"}
        )
        server.get(f"/{canary}")
        server.get(f"/documents/{canary}?start={canary}")
    found = [path for path in home.rglob("*") if path.is_file() and canary.encode() in path.read_bytes()]
    assert found == []


def test_nothing_beyond_this_machine_is_contacted(server: httpx.Client, home: Path) -> None:
    server.post("/api/ask", json={"question": "what is in it?"})
    for path in ("/", "/documents", "/documents/kit", "/widget", "/widget.js", "/readyz"):
        assert server.get(path).status_code == 200
    assert b"NETWORK" not in (home / "log").read_bytes()


def test_no_header_names_the_server(server: httpx.Client) -> None:
    assert "server" not in server.get("/healthz").headers
