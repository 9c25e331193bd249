"""The chat on a clinic's own website: the loader, the page that it frames, and how a webmaster adds them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.messages import Messages
from web.api import Body
from web.errors import Refusal
from web.look import STATIC
from web.pages import Pages
from web.security import content_policy
from web.settings import Settings
from web.sites import Standing, missing, origin, standing

# Five minutes: a site that was just allowed, or a new wording, reaches visitors soon.
LOADER_HEADERS = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
# A policy pasted into the check box; real ones have a few hundred characters.
LONGEST_POLICY = 8000
WORDS = ("label", "title", "close", "page", "gone", "refused", "policy")


@dataclass(frozen=True, slots=True)
class Check:
    """What a webmaster's site lacks: its origin, its standing, the setting that would allow it, directives to add."""

    site: str
    standing: Standing
    setting: str
    directives: tuple[str, ...]


def loader(settings: Settings, messages: Messages) -> str:
    """The script of `/widget.js`: the function of `static/widget.js`, called with this clinic's words and sites."""
    lines = map(str.strip, (STATIC / "widget.js").read_text(encoding="utf-8").splitlines())
    # Comments are for us; without them 4 KB gzipped leave room for more features and more sites.
    source = "\n".join(line for line in lines if line and not line.startswith("//"))
    style = (STATIC / "widget.css").read_text(encoding="utf-8") + f":host {{ --brand: {settings.colour} !important; }}"
    clinic = {
        "name": settings.clinic_name or messages.text("page.name"),
        "words": {name: messages.text(f"widget.{name}", site="{site}", line="{line}") for name in WORDS},
        "language": messages.language,
        "direction": messages.direction,
        "sites": settings.allowed_sites,
        "style": style,
    }
    return f"{source}({json.dumps(clinic)});\n"


def framed(page: HTMLResponse, sites: Sequence[str]) -> HTMLResponse:
    """The page with headers that let the given sites, and our own, frame it; every other site is kept out."""
    # X-Frame-Options knows no list of sites; the policy's `frame-ancestors` stands in for it.
    page.headers["X-Frame-Options"] = ""
    # Over plain http browsers complain of an opener policy, and in a frame it has no meaning.
    page.headers["Cross-Origin-Opener-Policy"] = ""
    page.headers["Content-Security-Policy"] = content_policy(("'self'", *sites))
    return page


def check(site: str, policy: str, allowed: Sequence[str], server: str) -> Check:
    """What is missing before a site can show the widget of `server`; decided from the words given, nothing is fetched.

    Raises:
        ValueError: `site` is not an address.
    """
    found = origin(site if "://" in site else f"https://{site}")
    setting = " ".join((*allowed, *(() if found in allowed else (found,))))
    return Check(found, standing(found, allowed), setting, missing(policy[:LONGEST_POLICY], server))


def embed_routes(pages: Pages, settings: Settings, messages: Messages) -> APIRouter:
    """The routes of the widget and of its webmaster."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    script = loader(settings, messages)
    sites = settings.allowed_sites

    @router.get("/widget.js")
    def widget_script() -> Response:
        return Response(script, media_type="text/javascript", headers=LOADER_HEADERS)

    @router.get("/widget")
    def widget() -> HTMLResponse:
        return framed(pages.chat(frame=True), sites)

    @router.post("/widget")
    def ask(request: Request, body: Body) -> HTMLResponse:
        return framed(pages.ask(request, body, frame=True), sites)

    @router.get("/embed")
    def embed(request: Request, site: str = "", policy: str = "") -> HTMLResponse:
        server, found, mistake = server_origin(request, settings.proxy_hops), None, None
        try:
            found = check(site, policy, sites, server) if site.strip() else None
        except ValueError as error:
            mistake = str(error)
        return pages.page("embed.html", server=server, site=site, policy=policy, check=found, mistake=mistake)

    @router.get("/demo")
    def demo() -> HTMLResponse:
        if not settings.demo:
            raise Refusal("not_found")
        page = pages.page("demo.html")
        page.headers["Content-Security-Policy"] = content_policy() + "; frame-src 'self'"
        return page

    return router


def server_origin(request: Request, proxy_hops: int) -> str:
    """The origin under which the webmaster reached this server; our own proxies say whether that was over https."""
    forwarded = request.headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    scheme = "https" if proxy_hops and forwarded == "https" else request.url.scheme
    return f"{scheme}://{request.url.netloc}"
