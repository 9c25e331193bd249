"""The widget's routes: who may frame the chat, who may ask across sites, and what a webmaster is told."""

import gzip
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.messages import Messages
from tests.clinic import WordBot
from web.app import create_app
from web.embed import Check, check, loader
from web.settings import Settings, SettingsError, read_settings
from web.sites import Fit, Standing

SITES = ("https://clinic.example", "https://other.example:8443")


def settings(**given: object) -> Settings:
    return Settings(**{"rate_limit": 0, "home": Path("/nowhere"), "allowed_sites": SITES, **given})


def client(**given: object) -> TestClient:
    return TestClient(create_app(settings(**given), WordBot()), raise_server_exceptions=False)


def ancestors(**given: object) -> str:
    policy = client(**given).get("/widget").headers["content-security-policy"]
    return policy.partition("frame-ancestors ")[2]


def test_only_the_listed_sites_and_our_own_may_frame_the_chat() -> None:
    assert ancestors() == "'self' https://clinic.example https://other.example:8443"
    assert ancestors(allowed_sites=()) == "'self'"
    assert "x-frame-options" not in client().get("/widget").headers


@pytest.mark.parametrize("path", ["/", "/embed", "/documents", "/documents/kit", "/widget.js", "/demo"])
def test_nothing_else_may_be_framed(path: str) -> None:
    headers = client(demo=True).get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_the_framed_page_is_the_chat_page_and_answers_as_a_form() -> None:
    page = client().get("/widget").text
    assert 'action="/widget#newest"' in page
    assert 'data-sites="https://clinic.example https://other.example:8443"' in page
    assert "/static/frame.js" in page
    response = client().post("/widget", data={"question": "what?", "history": "[]"}, headers={"accept": "text/html"})
    assert "The kit holds a thermometer" in response.text
    assert response.headers["content-security-policy"].endswith("https://other.example:8443")
    assert "/static/frame.js" not in client().get("/").text


@pytest.mark.parametrize("listed", ["clinic.example", "https://*.clinic.example", "null", "https://clinic.example/a"])
def test_a_site_that_cannot_be_listed_is_refused_at_start(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_ALLOWED_SITES", listed)
    with pytest.raises(SettingsError, match=r"FOOTNOTE_ALLOWED_SITES: .*wanted"):
        read_settings()


def ask_from(site: str) -> str | None:
    asked = client().post("/api/ask", json={"question": "what?"}, headers={"origin": site})
    assert asked.status_code == 200
    return asked.headers.get("access-control-allow-origin")


def test_a_listed_site_may_ask_across_sites_without_credentials() -> None:
    assert [ask_from(site) for site in SITES] == list(SITES)
    wish = {
        "origin": SITES[0],
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    headers = client().options("/api/ask", headers=wish).headers
    assert headers["access-control-allow-origin"] == SITES[0]
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    "site",
    [
        *("null", "*", "http://clinic.example", "https://clinic.example:8443", "https://www.clinic.example"),
        *("https://clinic.example.evil.example", "https://evilclinic.example", "HTTPS://CLINIC.EXAMPLE"),
        *("https://clinic.example/", "https://clinic.example https://evil.example", "file://", ""),
    ],
)
def test_no_other_site_reads_an_answer(site: str) -> None:
    assert ask_from(site) is None


def test_the_loader_is_small_and_carries_the_clinic() -> None:
    response = client(clinic_name="A <b>clinic</b> & “friends”", colour="#123456").get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in response.headers
    clinic = json.loads(re.findall(r"\n\}\)\((\{.*\})\);\n$", response.text)[0])
    assert (clinic["name"], clinic["sites"]) == ("A <b>clinic</b> & “friends”", list(SITES))
    assert "--brand: #123456" in clinic["style"]
    assert len(gzip.compress(response.content)) <= 4096


def test_the_loader_has_no_way_to_keep_or_send_anything() -> None:
    source = loader(settings(), Messages.load("en"))
    forbidden = "cookie|Storage|indexedDB|fetch|XMLHttp|sendBeacon|WebSocket|innerHTML|eval|setAttribute\\(.style"
    assert re.findall(forbidden, source) == []


def test_a_check_says_what_to_set_and_which_directives_to_change() -> None:
    assert check("https://clinic.example/page", "", SITES, "https://chat.example") == Check(
        "https://clinic.example", Standing(Fit.ALLOWED, "https://clinic.example"), " ".join(SITES), ()
    )
    assert check("www.clinic.example", "default-src 'self'", SITES, "https://chat.example") == Check(
        "https://www.clinic.example",
        Standing(Fit.OTHER_NAME, "https://clinic.example"),
        "https://clinic.example https://other.example:8443 https://www.clinic.example",
        ("script-src 'self' https://chat.example", "frame-src 'self' https://chat.example"),
    )


def test_the_webmasters_page_has_the_line_and_the_policy_of_this_server() -> None:
    page = client().get("/embed", headers={"host": "chat.example"}).text
    assert "&lt;script src=&#34;http://chat.example/widget.js&#34; async&gt;&lt;/script&gt;" in page
    assert "frame-src http://chat.example;" in page
    for word in ("WordPress", "Squarespace", "Plain HTML", "privacy notice"):
        assert word in page


@pytest.mark.parametrize(("proxy_hops", "server"), [(0, "http://chat.example"), (1, "https://chat.example")])
def test_only_a_trusted_proxy_says_that_the_server_is_reached_over_https(proxy_hops: int, server: str) -> None:
    page = client(proxy_hops=proxy_hops).get("/embed", headers={"host": "chat.example", "x-forwarded-proto": "https"})
    assert f"frame-src {server};" in page.text


def test_the_webmasters_page_speaks_the_language_of_the_interface() -> None:
    page = client(language="ar").get("/embed?site=www.clinic.example&policy=frame-src+x").text
    entries = Messages.load("ar").entries
    for name in ("title", "check_lead", "not_allowed", "kept_out", "nonce", "privacy_typed"):
        assert entries[f"embed.{name}"].rpartition("}")[2] in page
    assert re.findall(r"(?:Copy|Paste|Your|Where|Only|Add) [a-z]+", page) == []


def test_the_privacy_paragraph_names_the_ratings_where_they_are_kept() -> None:
    kept = "Days until it is deleted: 7."
    assert kept not in client().get("/embed").text.partition('id="privacy"')[2].partition("</article>")[0]
    assert kept in client(rating_days=7).get("/embed").text.partition('id="privacy"')[2].partition("</article>")[0]


def test_the_framed_form_may_carry_as_long_a_history_as_the_page() -> None:
    form = {"question": "what?", "history": json.dumps(["x" * 30_000])}
    assert client().post("/widget", data=form).status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"site": "https://clinic.example"}, "https://clinic.example is allowed."),
        ({"site": "www.clinic.example"}, "with and without <code>www</code>"),
        ({"site": "http://clinic.example"}, "with <code>http</code> and <code>https</code>"),
        ({"site": "https://clinic.example:1"}, "with another port"),
        ({"site": "https://new.test"}, "https://clinic.example https://other.example:8443 https://new.test"),
        ({"site": "<script>"}, "This is not an address."),
        (
            {"site": "https://clinic.example", "policy": "frame-src 'self'"},
            "frame-src &#39;self&#39; http://testserver",
        ),
        ({"site": "https://clinic.example", "policy": "frame-src http:"}, "Your site&#39;s policy lets the chat in."),
    ],
)
def test_the_check_speaks_to_a_webmaster(asked: dict[str, str], said: str) -> None:
    response = client().get("/embed", params=asked)
    assert response.status_code == 200
    assert said in response.text.replace("site's", "site&#39;s")
    assert "<script>" not in response.text


def test_the_demo_clinic_is_off_unless_switched_on() -> None:
    assert client().get("/demo").status_code == 404
    shown = client(demo=True).get("/demo")
    assert (shown.status_code, "This clinic is invented." in shown.text) == (200, True)
    assert shown.headers["content-security-policy"].endswith("frame-ancestors 'none'; frame-src 'self'")
