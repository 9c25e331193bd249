"""The web application: settings and a bot in, an ASGI app out."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from bot.messages import Messages
from bot.replies import product_version
from web.api import api_routes
from web.ask import Bot, Desk
from web.embed import embed_routes
from web.errors import Guard, Refusal, error_response, http_refusal, wants_page
from web.look import STATIC, templates
from web.pages import Pages, page_routes
from web.security import BodyLimit, SecurityHeaders
from web.settings import Settings


class Kept(StaticFiles):
    """Files that a browser may keep for an hour: they hold nothing private and carry an entity tag."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, marked as keepable."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def create_app(settings: Settings, bot: Bot) -> FastAPI:
    """The application over a bot. Nothing is read from the environment here."""
    messages = Messages.load(settings.language)
    desk = Desk(settings, bot)
    pages = Pages(desk, templates(settings, messages), settings.proxy_hops)
    # FastAPI's own page of the interface loads scripts from elsewhere; ours is a template like the others.
    app = FastAPI(
        title="Footnote",
        version=product_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if settings.docs else None,
    )
    app.include_router(api_routes(desk, settings.proxy_hops))
    app.include_router(page_routes(pages, settings))
    app.include_router(embed_routes(pages, settings, messages))
    app.mount("/static", Kept(directory=STATIC), "static")

    if settings.docs:

        @app.get("/docs", include_in_schema=False)
        def docs() -> HTMLResponse:
            described = app.openapi()
            return pages.page("docs.html", paths=described["paths"], title=app.title, version=app.version)

    @app.exception_handler(Refusal)
    def refuse(request: Request, refusal: Refusal) -> Response:
        if not wants_page(request):
            return error_response(refusal, messages)
        page = pages.page("refusal.html", refusal.status, code=refusal.code)
        page.headers.update(refusal.headers)
        return page

    @app.exception_handler(HTTPException)
    def refuse_route(request: Request, error: HTTPException) -> Response:
        return refuse(request, http_refusal(error.status_code))

    # Exact origins, no credentials: an allowed site may ask with a page of its own. No list, no site.
    app.add_middleware(
        CORSMiddleware, allow_origins=settings.allowed_sites, allow_methods=["POST"], allow_headers=["Content-Type"]
    )
    # The last added is the outermost: headers stand on whatever the others answer.
    app.add_middleware(BodyLimit, messages=messages)
    app.add_middleware(Guard, messages=messages)
    app.add_middleware(SecurityHeaders)
    return app
