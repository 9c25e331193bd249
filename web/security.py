"""What guards every response and request: headers, a content policy without inline anything, and a body limit."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.messages import Messages
from web.errors import Refusal, error_response

# Contract: 16 KiB of JSON. A form percent-encodes (up to 12 bytes for one emoji) and carries the history as well.
JSON_LIMIT = 16 * 1024
FORM_LIMIT = 64 * 1024
FORMS = ("/", "/widget")
# A body of this size takes a slow phone (2G, 20 kbit/s) about 7 s; longer is a client that holds the line.
BODY_SECONDS = 20.0

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}


def content_policy(frame_ancestors: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy of a page that the given sites may frame; nobody may by default."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors " + (" ".join(frame_ancestors) or "'none'")
    )


class SecurityHeaders:
    """ASGI middleware that gives every response the headers above, where the handler set none of its own.

    A handler lifts one by setting it to the empty string (`X-Frame-Options` on a page that may be framed).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its response."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "Content-Security-Policy": content_policy()}.items():
                    if headers.setdefault(name, value) == "":
                        del headers[name]
            await send(message)

        await self.app(scope, receive, complete)


class BodyLimit:
    """ASGI middleware that reads the whole body, refuses one that is too large or too slow, and hands it on."""

    def __init__(self, app: ASGIApp, messages: Messages) -> None:
        self.app = app
        self.messages = messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 as soon as the body is known to pass the limit, before anything parses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = FORM_LIMIT if scope["path"] in FORMS else JSON_LIMIT
        try:
            body = await asyncio.wait_for(_read(scope, receive, limit), BODY_SECONDS)
        except TimeoutError:
            await error_response(Refusal("body_incomplete"), self.messages)(scope, receive, send)
        except Refusal as refusal:
            await error_response(refusal, self.messages)(scope, receive, send)
        else:
            await self.app(scope, _replay(body, receive), send)


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if declared.isdigit() and int(declared[:20]) > limit:
        raise Refusal("too_large")
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal("body_incomplete")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise Refusal("too_large")
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
