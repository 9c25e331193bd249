"""The HTML doors: the chat page, with or without its script, and the documents."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from bot.answer import Answer, Turn
from web.api import Body
from web.ask import Desk
from web.errors import Refusal, wants_page
from web.gate import client_of
from web.question import asked_as_form
from web.reading import anchor, parts, pieces


class Pages:
    """Renders this clinic's pages from its templates and its bot."""

    def __init__(self, desk: Desk, environment: Environment) -> None:
        self.desk = desk
        self._environment = environment
        environment.globals.update(pieces=pieces, anchor=anchor, turn_json=turn_json)

    def page(self, name: str, status: int = 200, **context: Any) -> HTMLResponse:
        """One template as a response."""
        return HTMLResponse(self._environment.get_template(name).render(**context), status)

    def chat(self, answer: Answer | None = None, history: tuple[Turn, ...] = ()) -> HTMLResponse:
        """The whole chat page; with an answer where the form was sent without a script."""
        turns = (*history, answer.turn) if answer else ()
        return self.page(
            "chat.html",
            answer=answer,
            history=history,
            history_json=json.dumps([turn_fields(turn) for turn in turns]),
            suggestions=self.desk.bot.suggestions(),
        )

    def document(self, document_id: str, start: int, end: int) -> HTMLResponse:
        """One document as readable HTML, the characters `start` to `end` marked.

        Raises:
            Refusal: `not_found`.
        """
        bot = self.desk.bot
        if document_id not in bot.documents:
            raise Refusal("not_found")
        document = bot.documents[document_id]
        read = parts(document, tuple(bot.passages.values()), ((start, end),))
        return self.page("document.html", document=document, parts=read)


def turn_fields(turn: Turn) -> dict[str, Any]:
    """A turn as the JSON object that the client hands back."""
    return {
        "question": turn.question,
        "understood_as": turn.understood_as,
        "kind": turn.kind,
        "passages": list(turn.passages),
    }


def turn_json(turn: Turn) -> str:
    """A turn as JSON text, for a `data-` attribute."""
    return json.dumps(turn_fields(turn))


def page_routes(pages: Pages, proxy_hops: int) -> APIRouter:
    """The routes that answer in HTML."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/")
    def start() -> HTMLResponse:
        return pages.chat()

    @router.post("/")
    def ask(request: Request, body: Body) -> HTMLResponse:
        asked = asked_as_form(request.headers.get("content-type", ""), body)
        answer = pages.desk.ask(asked, client_of(request, proxy_hops))
        if wants_page(request):
            return pages.chat(answer, asked.history)
        return pages.page("answer.html", answer=answer)

    @router.get("/documents")
    def documents() -> HTMLResponse:
        return pages.page("documents.html", documents=pages.desk.bot.documents.values())

    @router.get("/documents/{document_id}")
    def document(document_id: str, request: Request) -> HTMLResponse:
        start, end = (_offset(request.query_params.get(name, "")) for name in ("start", "end"))
        return pages.document(document_id, start, end)

    return router


def _offset(text: str) -> int:
    """An offset from an address; anything else marks nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
