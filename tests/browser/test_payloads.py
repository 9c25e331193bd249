"""A hundred payloads wherever text is shown: question, passage, title, reference, its address, site name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answer import Answer, Basis, Citation, Kind, ListedReference, Quote, Turn
from corpus.chunker import chunk
from corpus.document import Document
from corpus.reader import read_folder
from tests.browser.pages import Visit, host_page, inside
from tests.browser.payloads import PAYLOADS
from tests.browser.servers import Site, serving
from tests.clinic import WordBot, answer_of, shown
from web.app import create_app
from web.settings import Settings

pytestmark = pytest.mark.browser


def leaflet(payload: str) -> str:
    """A document that carries a payload as title, heading, passage, list item, table cell, reference and address."""
    cell = payload.replace("|", "")
    return (
        f"# {payload}\n\n## {payload}\n\nThe kit is {payload} dry [1].\n\n1. Open {payload} it.\n\n"
        f"| Part | Use |\n|---|---|\n| Box | {cell} |\n\n"
        f"## References\n\n[1] Makers {payload}. {payload}\n[2] Box. https://a.example/{payload.replace(' ', '/')}\n"
    )


class Carrier(WordBot):
    """A bot whose every answer carries its document's payload wherever an answer has text."""

    def __init__(self, payload: str, own: Document, documents: Mapping[str, Document]) -> None:
        super().__init__(documents, {each.id: each for each in chunk(own)})
        self.payload, self.own = payload, own

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
        """The first passage quoted, every reference cited, the payload itself as their address and in every message."""
        document, (first, *_) = self.own, self.passages.values()
        entries = [(each.number, each.text, url) for each in document.references for url in (each.url, self.payload)]
        cited = tuple(Citation(*entry, Basis.MARKER) for entry in entries)
        return replace(
            answer_of(Kind.PARTIAL, question),
            understood_as=self.payload + "?",
            message=self.payload,
            quotes=(Quote(first.text, first.id, document.id, first.start, first.end, cited),),
            passages=tuple(shown(each) for each in self.passages.values()),
            references=tuple(ListedReference(*entry, document.id, Basis.LISTED) for entry in entries),
            suggestions=(self.payload,),
        )

    def suggestions(self) -> tuple[str, ...]:
        """The payload as a question to start with."""
        return (self.payload,)


@dataclass
class Clinics:
    """An application for each payload, told apart by the name that the browser asks for: `c7.chat.test`."""

    apps: list[ASGIApp]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the clinic that it names."""
        host = dict(scope.get("headers", ())).get(b"host", b"c0.").decode()
        if scope["type"] == "http":
            await self.apps[int(host.partition(".")[0][1:])](scope, receive, send)


@pytest.fixture(scope="module")
def port(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the hundred clinics listen."""
    folder: Path = tmp_path_factory.mktemp("payloads")
    for number, payload in enumerate(PAYLOADS):
        (folder / f"d{number:02}.md").write_text(leaflet(payload), encoding="utf-8")
    apps: list[ASGIApp] = []
    documents = {each.id: each for each in read_folder(folder)}
    for payload, document in zip(PAYLOADS, documents.values(), strict=True):
        settings = Settings(
            rate_limit=0, home=folder, clinic_name=payload, greeting=payload, allowed_sites=(site.origin(),)
        )
        apps.append(create_app(settings, Carrier(payload, document, documents)))
    with serving(Clinics(apps)) as (listening, _, _):
        yield listening


def watched(page: Page, *ours: str) -> list[str]:
    """A list that fills with what must not happen: a call of `hit`, a dialog, a request to anyone else."""
    hits: list[str] = []
    page.context.expose_function("hit", lambda: hits.append("hit"))
    page.on("dialog", lambda dialog: (hits.append(dialog.message), dialog.dismiss()))
    own = ("about:", "blob:", "data:")
    page.on("request", lambda each: None if each.url.startswith((*ours, *own)) else hits.append(each.url))
    return hits


def test_there_are_a_hundred_different_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 100


def test_a_payload_that_does_run_or_call_home_would_be_seen(visit: Visit, site: Site) -> None:
    page = visit()
    hits = watched(page, site.origin())
    page.goto(site.put("/bare", host_page("<img src=x onerror=hit()><img src=//evil.test/p>")))
    page.wait_for_timeout(300)
    assert {hit.partition(":")[0] for hit in hits} == {"hit", "http"}


ASK = """async () => {
  document.getElementById("question").value = document.title;
  document.getElementById("send").click();
  while (!document.querySelector(".exchange:not(.pending)")) await new Promise((done) => setTimeout(done, 5));
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  document.querySelectorAll("a, button").forEach((each) => each.dispatchEvent(new MouseEvent("mouseover")));
  return document.querySelector(".exchange").innerText;
}"""


def test_a_hundred_payloads_are_text_in_page_answer_and_document(port: int, visit: Visit) -> None:
    page = visit()
    hits = watched(page, *(f"http://c{number}.chat.test:{port}/" for number in range(100)))
    seen = 0
    for number, payload in enumerate(PAYLOADS):
        address = f"http://c{number}.chat.test:{port}"
        page.goto(address)
        assert page.title() == payload
        # As question, understanding, message, quote, reference and suggestion.
        seen += page.evaluate(ASK).count(payload.split()[0])
        page.goto(f"{address}/documents/d{number:02}")
        assert payload.split()[0] in page.locator("article").inner_text()
    page.goto(f"http://c0.chat.test:{port}/documents")
    expect(page.locator(".shelf a")).to_have_count(100)
    page.wait_for_timeout(300)
    assert hits == []
    assert seen >= 6 * len(PAYLOADS)


def test_a_hundred_payloads_are_text_in_the_widget_and_its_loader(port: int, visit: Visit, site: Site) -> None:
    page = visit()
    hits = watched(page, site.origin(), *(f"http://c{number}.chat.test:{port}/" for number in range(100)))
    lines = "".join(
        f'<script src="http://c{number}.chat.test:{port}/widget.js"></script><script>delete window.Footnote</script>'
        for number in range(99)
    )
    last = f'<script src="http://c99.chat.test:{port}/widget.js"></script><script>Footnote.ask()</script>'
    page.goto(site.put("/many", host_page(lines + last)))
    expect(page.locator("footnote-chat .bar strong")).to_have_count(100)
    assert sorted(page.locator("footnote-chat .bar strong").all_text_contents()) == sorted(PAYLOADS)
    # The framed page is the chat page; here it is enough that it shows an answer.
    assert inside(page).evaluate(ASK).count(PAYLOADS[99].split()[0]) >= 6
    page.wait_for_timeout(300)
    assert hits == []
