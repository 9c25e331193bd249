"""A hundred payloads wherever text is shown: question, passage, title, reference, its address, site name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemBytecodeCache
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answer import Answer, Basis, Citation, Kind, ListedReference, Quote, Turn
from corpus.chunker import chunk
from corpus.document import Document
from corpus.reader import read_folder
from tests.browser.pages import Visit, host_page, inside, wait_until
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


def together() -> str:
    """A document of a section for each payload."""
    each = (leaflet(payload).partition("\n\n")[2].partition("## References") for payload in PAYLOADS)
    bodies, _, references = zip(*each, strict=True)
    lines = "".join(references).split("\n")
    numbered = (f"[{number}]{line.partition(']')[2]}" for number, line in enumerate(filter(None, lines), 1))
    return "# All\n\n" + "".join(bodies) + "## References\n\n" + "\n".join(numbered) + "\n"


class Carrier(WordBot):
    """A bot whose every answer carries payloads wherever an answer has text, and quotes documents that carry them."""

    def __init__(self, payloads: Sequence[str], quoted: Sequence[Document], documents: Mapping[str, Document]) -> None:
        super().__init__(documents, {each.id: each for document in quoted for each in chunk(document)})
        self.payloads, self.quoted = payloads, quoted

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
        """The first passage of each document quoted, its references cited, a payload as their address as well."""
        quotes, references = [], []
        for document, payload in zip(self.quoted, self.payloads, strict=False):
            first = next(each for each in self.passages.values() if each.document_id == document.id)
            entries = [(each.number, each.text, url) for each in document.references for url in (each.url, payload)]
            cited = tuple(Citation(*entry, Basis.MARKER) for entry in entries)
            quotes.append(Quote(first.text, first.id, document.id, first.start, first.end, cited))
            references += [ListedReference(*entry, document.id, Basis.LISTED) for entry in entries]
        return replace(
            answer_of(Kind.PARTIAL, question),
            understood_as=self.payloads[0] + "?",
            message="\n".join(self.payloads),
            quotes=tuple(quotes),
            passages=tuple(shown(each) for each in self.passages.values()),
            references=tuple(references),
            suggestions=tuple(self.payloads),
        )

    def suggestions(self) -> tuple[str, ...]:
        """The payloads as questions to start with."""
        return tuple(self.payloads)


ALL = len(PAYLOADS)


@dataclass
class Clinics:
    """A clinic for each payload, and one whose answer carries them all.

    `c7.chat.test` is the seventh; any other name is the `current` one, so that a browser keeps its style and script.
    """

    apps: list[ASGIApp]
    port: int = 0
    current: int = ALL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the clinic that it means."""
        name = dict(scope.get("headers", ())).get(b"host", b"").decode().partition(".")[0]
        if scope["type"] == "http":
            await self.apps[int(name[1:]) if name.startswith("c") else self.current](scope, receive, send)

    def origin(self, name: str = "now") -> str:
        """The origin of this server under a name."""
        return f"http://{name}.chat.test:{self.port}"


@pytest.fixture(scope="module")
def clinics(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinics]:
    """The hundred clinics and the one of them all, over one shelf of documents."""
    folder: Path = tmp_path_factory.mktemp("payloads")
    for number, payload in enumerate(PAYLOADS):
        (folder / f"d{number:02}.md").write_text(leaflet(payload), encoding="utf-8")
    (folder / "e.md").write_text(together(), encoding="utf-8")
    documents = {each.id: each for each in read_folder(folder)}
    leaflets = list(documents.values())[:ALL]

    def clinic(payload: str, bot: Carrier) -> ASGIApp:
        named = {"clinic_name": payload, "greeting": payload, "allowed_sites": (site.origin(),)}
        return create_app(Settings(rate_limit=0, home=folder, **named), bot)

    # The clinics differ in words alone: their templates are compiled once (without this 0.1 s for each).
    compiled = partial(Environment, bytecode_cache=FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled"))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.look.Environment", compiled)
        apps = [clinic(each, Carrier((each,), (), documents)) for each in PAYLOADS]
    running = Clinics([*apps, clinic("All", Carrier(PAYLOADS, leaflets, documents))])
    with serving(running) as (running.port, _, _):
        yield running


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
    wait_until(lambda: len({hit.partition(":")[0] for hit in hits}) == 2, page)
    assert {hit.partition(":")[0] for hit in hits} == {"hit", "http"}


# Asks, opens and touches everything; then an image that does not exist, whose failure comes after all before it.
ASK = """async (question) => {
  try { sessionStorage.clear(); } catch { }
  document.getElementById("question").value = question;
  document.getElementById("send").click();
  while (!document.querySelector(".exchange:not(.pending)")) await new Promise((done) => setTimeout(done, 5));
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  document.querySelectorAll("a, button").forEach((each) => each.dispatchEvent(new MouseEvent("mouseover")));
  await new Promise((done) => { Object.assign(new Image(), { onerror: done, src: "/nothing" }); });
  try { sessionStorage.clear(); } catch { }
  return document.querySelector(".exchange").innerText;
}"""


def first(payload: str) -> str:
    """A payload up to its first blank, which stands on a page as it was written."""
    return payload.split()[0]


def test_a_hundred_payloads_are_text_as_site_name_greeting_question_and_message(clinics: Clinics, visit: Visit) -> None:
    page = visit()
    hits = watched(page, clinics.origin())
    seen = []
    for clinics.current, payload in enumerate(PAYLOADS):
        page.goto(clinics.origin())
        assert page.title() == payload
        assert first(payload) in page.locator("h1").inner_text()
        # As question, understanding, message and suggestion.
        seen.append(page.evaluate(ASK, payload).count(first(payload)) >= 4)
    assert hits == []
    assert seen == [True] * ALL


def test_a_hundred_payloads_are_text_in_an_answer_and_in_documents(clinics: Clinics, visit: Visit) -> None:
    clinics.current = ALL
    page = visit()
    hits = watched(page, clinics.origin())
    page.goto(clinics.origin())
    answer = page.evaluate(ASK, "what?")
    # As message, title, heading, quote, place, reference, address and suggestion.
    assert [each for each in PAYLOADS if answer.count(first(each)) < 8] == []
    page.goto(clinics.origin() + "/documents")
    expect(page.locator(".shelf a")).to_have_count(ALL + 1)
    page.goto(clinics.origin() + "/documents/e")
    article = page.locator("article").inner_text()
    # As heading, passage, list item, table cell and reference.
    assert [each for each in PAYLOADS if article.count(first(each)) < 5] == []
    for number in range(0, ALL, 10):
        page.goto(f"{clinics.origin()}/documents/d{number:02}")
        assert page.title() == page.locator("h1").inner_text()
    assert hits == []


def test_a_hundred_payloads_are_text_in_the_widget_and_its_loader(clinics: Clinics, visit: Visit, site: Site) -> None:
    page = visit()
    names = [clinics.origin(f"c{number}") for number in range(ALL)]
    hits = watched(page, site.origin(), *names)
    again = "<script>delete window.Footnote</script>"
    lines = again.join(f'<script src="{name}/widget.js"></script>' for name in names)
    page.goto(site.put("/many", host_page(lines + "<script>Footnote.ask()</script>")))
    expect(page.locator("footnote-chat .bar strong")).to_have_count(ALL)
    assert sorted(page.locator("footnote-chat .bar strong").all_text_contents()) == sorted(PAYLOADS)
    # The framed page is the chat page; here it is enough that it shows an answer.
    assert inside(page).evaluate(ASK, PAYLOADS[-1]).count(first(PAYLOADS[-1])) >= 4
    assert hits == []
