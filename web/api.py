"""The JSON door: `POST /api/ask`, and whether the server is alive and ready."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from bot.clean import LONGEST_QUESTION
from web.ask import READY_RETRY_SECONDS, Desk
from web.errors import Refusal
from web.gate import client_of
from web.question import asked_as_json


async def whole_body(request: Request) -> bytes:
    """The request's body; the body limit has read and measured it already."""
    return await request.body()


# The body is read by hand, more strictly than a model would; this tells the description what it holds.
QUESTION = {
    "type": "object",
    "required": ["question"],
    "properties": {
        "question": {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION},
        "history": {"type": "array", "items": {"type": "object"}, "description": "the `turn` objects of past answers"},
    },
}
ASKED = {"requestBody": {"required": True, "content": {"application/json": {"schema": QUESTION}}}}
Body = Annotated[bytes, Depends(whole_body)]


def api_routes(desk: Desk, proxy_hops: int) -> APIRouter:
    """The routes that answer in JSON."""
    router = APIRouter()

    @router.post("/api/ask", openapi_extra=ASKED)
    def ask(request: Request, body: Body) -> JSONResponse:
        """Answer a question from the documents; fields and kinds as the HTTP contract has them."""
        asked = asked_as_json(request.headers.get("content-type", ""), body)
        return JSONResponse(desk.ask(asked, client_of(request, proxy_hops)).as_json())

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the process is alive."""
        return {"status": "alive"}

    @router.get("/readyz")
    def readyz() -> dict[str, Any]:
        """Whether questions can be answered, from which index, and over how much."""
        bot = desk.bot
        if bot.fingerprint is None:
            raise Refusal("not_ready", READY_RETRY_SECONDS)
        counts = {"documents": len(bot.documents), "passages": len(bot.passages)}
        return {"status": "ready", "index": bot.fingerprint, **counts}

    return router
