"""What a refused request gets back: one shape, a code, a sentence from the catalogue, and nothing of what was sent."""

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.messages import Messages

log = logging.getLogger("footnote")

# Status of each code of the contract; the words stand in the catalogue under `error.<code>`.
STATUS = {
    "malformed_json": 400,
    "not_utf8": 400,
    "malformed_form": 400,
    "body_incomplete": 400,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "not_json": 415,
    "not_form": 415,
    "question_missing": 422,
    "question_not_text": 422,
    "question_empty": 422,
    "question_too_long": 422,
    "question_unusable": 422,
    "rating_unusable": 422,
    "rate_limited": 429,
    "internal": 500,
    "not_ready": 503,
    "overloaded": 503,
    "rating_unkept": 503,
}


class Refusal(Exception):
    """A request that is refused: a code of `STATUS` and, for 429 and 503, the seconds to wait."""

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS[self.code]

    @property
    def headers(self) -> dict[str, str]:
        """`Retry-After` in seconds where waiting helps, otherwise nothing."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def error_json(refusal: Refusal, messages: Messages) -> dict[str, Any]:
    """The contract's error object."""
    return {"error": {"code": refusal.code, "message": messages.text(f"error.{refusal.code}")}}


def error_response(refusal: Refusal, messages: Messages) -> JSONResponse:
    """The contract's error object with its status and headers."""
    return JSONResponse(error_json(refusal, messages), refusal.status, refusal.headers)


class Guard:
    """ASGI middleware for what nobody foresaw: an answer in the error shape, and a log line without the message.

    An exception's message may hold the question, so only its type and place are logged.
    """

    def __init__(self, app: ASGIApp, messages: Messages) -> None:
        self.app = app
        self.messages = messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 if it raises before the response has begun."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            log.error("unforeseen %s at %s", type(error).__name__, place(error))
            if scope["type"] != "http":
                raise
            if not begun:
                await error_response(Refusal("internal"), self.messages)(scope, receive, send)


def place(error: BaseException) -> str:
    """`file:line` of the innermost frame of an exception."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


def wants_page(request: Request) -> bool:
    """Whether the client reads HTML; the page's own script asks for JSON errors by accepting both."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept and "application/json" not in accept


def http_refusal(status: int) -> Refusal:
    """The refusal that stands for a status which the router itself gives."""
    return Refusal({404: "not_found", 405: "method_not_allowed"}.get(status, "internal"))
