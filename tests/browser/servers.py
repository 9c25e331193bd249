"""Servers for the browser: the application over a scripted bot, and websites of many names that carry its widget."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from tests.clinic import WordBot
from web.app import create_app
from web.settings import Settings


@dataclass
class Site:
    """A web server that answers to every name; `pages` maps a path to HTML and more headers."""

    port: int
    pages: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def origin(self, name: str = "clinic.test") -> str:
        """The origin of this server under a name."""
        return f"http://{name}:{self.port}"

    def put(self, path: str, html: str, **headers: str) -> str:
        """Serve a page; its address on `clinic.test`."""
        self.pages[path] = (html, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.origin() + path


@contextmanager
def website() -> Iterator[Site]:
    """A running site on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, headers = site.pages.get(self.path.partition("?")[0], ("", {}))
            body = html.encode()
            self.send_response(200 if html else 204)
            for name, value in {
                "Content-Type": "text/html; charset=utf-8",
                "Cache-Control": "no-store",
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Chat:
    """A running application: its origin, its bot, its home folder, and a way to stop it before its time."""

    origin: str
    bot: WordBot
    home: Path
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self) -> None:
        """Stop answering; later connections are refused."""
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(10)


@contextmanager
def serving(app: ASGIApp) -> Iterator[tuple[int, uvicorn.Server, threading.Thread]]:
    """An ASGI application on a free port, with its server and the thread that runs it."""
    line = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield line.getsockname()[1], server, thread
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@contextmanager
def chat(bot: WordBot | None = None, **given: object) -> Iterator[Chat]:
    """The application with these settings on a free port, under the name `chat.test`."""
    bot, settings = bot or WordBot(), Settings(**{"rate_limit": 0, **given})
    with serving(create_app(settings, bot)) as (port, server, thread):
        yield Chat(f"http://chat.test:{port}", bot, settings.home, server, thread)
