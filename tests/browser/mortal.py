"""The application in a process of its own, which is killed when it is asked.

`python -m tests.browser.mortal HOME PORT HOW`: `at once`, before it answers; `midway`, with half of the answer sent;
or `never`.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.clinic import WordBot
from web.app import create_app
from web.settings import Settings

ROOT = Path(__file__).parents[2]
# Longer than the half of an answer takes to the browser on the same machine.
FLUSH_SECONDS = 0.3


class Mortal:
    """ASGI middleware that ends the process, as a full memory would, while it answers a question."""

    def __init__(self, app: ASGIApp, how: str) -> None:
        self.app, self.how = app, how

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the answer to a question."""

        async def half(message: Message) -> None:
            if self.how == "at once":
                os.kill(os.getpid(), signal.SIGKILL)
            if body := message.get("body", b""):
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
                await asyncio.sleep(FLUSH_SECONDS)
                os.kill(os.getpid(), signal.SIGKILL)
            await send(message)

        doomed = scope["type"] == "http" and scope["method"] == "POST" and self.how != "never"
        await self.app(scope, receive, half if doomed else send)


@contextmanager
def mortal(home: Path, port: int, how: str) -> Iterator[str]:
    """A running application that dies so; its origin."""
    command = [sys.executable, "-m", "tests.browser.mortal", str(home), str(port), how]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(port, process)
        yield f"http://chat.test:{port}"
    finally:
        process.kill()
        process.wait(10)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server ended with {process.returncode} before it listened")


if __name__ == "__main__":
    folder, number, ending = sys.argv[1:]
    application = create_app(Settings(rate_limit=0, home=Path(folder)), WordBot())
    uvicorn.run(Mortal(application, ending), host="127.0.0.1", port=int(number), log_level="critical")
