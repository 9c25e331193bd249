"""The HTML doors: the chat page, with or without its script, and the documents."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment

from bot.answer import Answer, Turn
from web.api import Body
from web.ask import Desk
from web.errors import Refusal, wants_page
from web.gate import client_of
from web.look import theme
from web.question import MOST_TURNS, asked_as_form
from web.ratings import RATED, rated_as_form
from web.reading import parts
from web.reply import reply
from web.settings import LOGO_TYPES, Settings

# What the clinic sets holds nothing private and changes with a restart.
KEPT = {"Cache-Control": "public, max-age=300"}


class Pages:
    """Renders this clinic's pages from its templates and its bot."""

    def __init__(self, desk: Desk, environment: Environment, proxy_hops: int) -> None:
        self.desk = desk
        self._proxy_hops = proxy_hops
        self._environment = environment
        environment.globals.update(frame=False, turn_json=turn_json, rated=RATED)

    def page(self, name: str, status: int = 200, **context: Any) -> HTMLResponse:
        """One template as a response."""
        return HTMLResponse(self._environment.get_template(name).render(**context), status)

    def ask(self, request: Request, body: bytes, frame: bool = False) -> HTMLResponse:
        """Answer the form: the whole page, or the answer alone for the page's script.

        Raises:
            Refusal: the form holds no usable question, or may not be asked now.
        """
        asked = asked_as_form(request.headers.get("content-type", ""), body)
        answer = self.desk.ask(asked, client_of(request, self._proxy_hops))
        if wants_page(request):
            return self.chat(answer, asked.history, frame)
        return self.exchange(answer)

    def chat(self, answer: Answer | None = None, history: tuple[Turn, ...] = (), frame: bool = False) -> HTMLResponse:
        """The whole chat page, or the widget's `frame`; with an answer where the form was sent without a script."""
        turns = (*history, answer.turn) if answer else ()
        return self.page(
            "chat.html",
            frame=frame,
            reply=reply(answer, self.desk.bot.passages) if answer else None,
            newest=True,
            history=history,
            history_json=json.dumps([turn_fields(turn) for turn in turns[-MOST_TURNS:]]),
            suggestions=self.desk.bot.suggestions(),
        )

    def exchange(self, answer: Answer) -> HTMLResponse:
        """One answer alone, for the page's script to put into the conversation."""
        return self.page("answer.html", reply=reply(answer, self.desk.bot.passages), newest=False)

    def rate(self, request: Request, body: bytes) -> HTMLResponse:
        """Keep one rating; a page of thanks, or the thanks alone for the page's script.

        Raises:
            Refusal: the clinic keeps none, the form is not one of ours, or it cannot be kept now.
        """
        ratings = self.desk.ratings
        ratings.expire()
        if not ratings.days:
            raise Refusal("not_found")
        rating = rated_as_form(request.headers.get("content-type", ""), body, self.desk.bot.passages)
        self.desk.count(client_of(request, self._proxy_hops))
        ratings.keep(rating, self.desk.bot.fingerprint)
        return self.page("rated.html" if wants_page(request) else "thanks.html")

    def document(self, document_id: str, start: int, end: int) -> HTMLResponse:
        """One document as readable HTML, the characters `start` to `end` marked.

        Raises:
            Refusal: `not_found`.
        """
        bot = self.desk.bot
        if document_id not in bot.documents:
            raise Refusal("not_found")
        document = bot.documents[document_id]
        read = parts(document, bot.passages.values(), ((start, end),))
        return self.page("document.html", document=document, sections=read)


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


def page_routes(pages: Pages, settings: Settings) -> APIRouter:
    """The routes that answer in HTML, and the clinic's own colour and logo."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/")
    def start() -> HTMLResponse:
        pages.desk.ratings.expire()
        return pages.chat()

    @router.post("/rating")
    def rate(request: Request, body: Body) -> HTMLResponse:
        return pages.rate(request, body)

    @router.post("/")
    def ask(request: Request, body: Body) -> HTMLResponse:
        return pages.ask(request, body)

    @router.get("/theme.css")
    def colours() -> Response:
        return Response(theme(settings.colour), media_type="text/css", headers=KEPT)

    @router.get("/logo")
    def logo() -> FileResponse:
        if settings.logo is None:
            raise Refusal("not_found")
        return FileResponse(settings.logo, media_type=LOGO_TYPES[settings.logo.suffix.lower()], headers=KEPT)

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
