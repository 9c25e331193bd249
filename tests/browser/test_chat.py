"""The chat page in a real Chromium: asking, waiting, failing, leaving; with eyes, with ears, with keys alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from bot.answer import Kind
from tests.browser.pages import DESKTOP, PHONE, ZOOMED, Violations, Visit, ask
from tests.browser.servers import Chat, chat

pytestmark = pytest.mark.browser

URGENT = "I want to end my life"


def storage(page: Page) -> list[int]:
    """How many entries the page keeps: session storage, local storage, cookies."""
    return page.evaluate("() => [sessionStorage.length, localStorage.length, document.cookie.length]")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """An application of this module's own, in the clinic's look."""
    home = tmp_path_factory.mktemp("home")
    with chat(
        clinic_name="Riverside Neurology", region="UK", clinic_phone="020 7946 0000", home=home, rating_days=30
    ) as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/documents", "/documents/kit?start=0&end=46#aaaa0002", "/nothing"])
def test_pages_are_accessible(own: Chat, visit: Visit, violations: Violations, path: str, scheme: str) -> None:
    assert violations(visit(own.origin + path, color_scheme=scheme)) == []


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answers_of_every_kind_are_accessible(
    own: Chat, visit: Visit, violations: Violations, scheme: str, device: dict[str, object]
) -> None:
    page = visit(own.origin, color_scheme=scheme, **device)
    for kind in Kind:
        ask(page, f"{kind} please")
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []


def test_every_kind_looks_different_without_colour(own: Chat, visit: Visit) -> None:
    page = visit(own.origin, forced_colors="active")
    looks = set()
    for kind in Kind:
        reply = ask(page, f"{kind} please").locator(".reply")
        style = "e => { const s = getComputedStyle(e); return s.borderStyle + s.borderWidth; }"
        looks.add((reply.locator(".kind").inner_text(), reply.locator("svg").inner_html(), reply.evaluate(style)))
    assert len(looks) == len(Kind)


def test_an_answer_shows_quote_number_source_basis_and_place(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    answer = ask(page, "what is in it?")
    expect(answer.locator("blockquote")).to_have_text("The kit holds a thermometer and a leaflet [2].")
    expect(answer.locator(".found .sources li")).to_contain_text("[2]")
    expect(answer.locator(".found .basis")).to_have_text("The author marks this source here.")
    answer.get_by_text("Show it in the document").click()
    expect(answer.locator(".place mark")).to_have_text("The kit holds a thermometer and a leaflet [2].")
    expect(answer.locator(".place .passage")).to_contain_text("Keep it dry.")
    expect(answer.locator(".where").first).to_contain_text("Reviewed 20 November 2026")
    answer.get_by_text("Read the whole document").first.click()
    expect(page.locator("mark")).to_have_text("The kit holds a thermometer and a leaflet [2].")
    assert page.url == f"{own.origin}/documents/kit?start=0&end=46#aaaa0001"


def test_each_answer_is_announced_once(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.evaluate(
        """() => { window.heard = [];
        new MutationObserver(() => window.heard.push(document.getElementById("status").textContent))
            .observe(document.getElementById("status"), {childList: true, characterData: true, subtree: true}); }"""
    )
    for question in ("first?", "second?"):
        ask(page, question)
    said = "Answer: The documents say. The kit holds a thermometer and a leaflet [2]."
    assert page.evaluate("() => window.heard") == [said, said]


def test_the_urgent_card_calls_and_shows_nothing_else(visit: Visit, tmp_path: Path) -> None:
    with chat(region="UK", home=tmp_path) as running:
        page = visit(running.origin)
        page.route("**/", lambda route: route.continue_())
        card = ask(page, "urgent please")
        expect(card.locator("blockquote, .sources, .actions")).to_have_count(0)
        expect(page.locator(".emergency a[href='tel:999']")).to_be_visible()


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_targets_are_large_enough(own: Chat, visit: Visit, device: dict[str, object]) -> None:
    page = visit(own.origin, **device)
    for kind in Kind:
        ask(page, f"{kind} please")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, textarea, label:has(input)")]
            .filter((e) => e.checkVisibility() && !e.closest(".skip, .unseen") && !e.matches(".skip"))
            .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, r]) => r.width < 44 || r.height < 43.9).map(([html, r]) => html + r.width + "x" + r.height)"""
    )
    assert small == []
    assert page.evaluate("() => parseFloat(getComputedStyle(document.getElementById('question')).fontSize)") >= 16


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_or_is_covered_at_400_percent(own: Chat, visit: Visit, width: int) -> None:
    page = visit(own.origin, **ZOOMED) if width == 320 else visit(own.origin, **PHONE)
    for kind in Kind:
        ask(page, f"{kind} please")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    if width == 320:
        places = "() => [...document.querySelectorAll('*')].map((each) => getComputedStyle(each).position)"
        assert not {"sticky", "fixed"} & set(page.evaluate(places))


# Where a sticky line covers what has the focus: its own middle is not what stands there.
COVERED = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  if (each === document.body || each.matches("main, .skip")) return "";
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return each.contains(top) || top?.contains(each) ? "" : each.outerHTML.slice(0, 80);
}"""


@pytest.mark.parametrize("device", [PHONE, DESKTOP, ZOOMED], ids=["phone", "desktop", "zoomed"])
def test_the_emergency_line_stays_in_sight_and_covers_nothing(
    own: Chat, visit: Visit, device: dict[str, object]
) -> None:
    page = visit(own.origin, reduced_motion="reduce", **device)
    for kind in (Kind.ANSWERED, Kind.SOURCES, Kind.ANSWERED):
        ask(page, f"{kind} please")
    covered = set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(45):
            page.keyboard.press(key)
            covered.add(page.evaluate(COVERED))
    assert covered == {""}
    page.mouse.wheel(0, 3000)
    if device is ZOOMED:
        expect(page.locator(".emergency")).not_to_be_in_viewport()
    else:
        expect(page.locator(".emergency")).to_be_in_viewport(ratio=1)
        newest = page.locator(".exchange").last
        newest.evaluate("each => each.scrollIntoView({block: 'start'})")
        page.wait_for_function(
            "[...document.querySelectorAll('.exchange')].at(-1).getBoundingClientRect().top"
            " >= document.querySelector('.emergency').getBoundingClientRect().bottom"
        )


def test_a_full_stop_never_leaves_its_number(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    # Each number's last letter and the mark after it stand on one line, at every width.
    apart = """() => [...document.querySelectorAll(".emergency .held")].filter((held) => {
        const mark = document.createRange();
        mark.selectNodeContents(held.lastChild);
        const middle = (box) => (box.top + box.bottom) / 2;
        const [one, other] = [mark, held.querySelector("a")].map((each) => middle(each.getBoundingClientRect()));
        return Math.abs(one - other) > 12;
    }).map((held) => innerWidth + held.textContent)"""
    found = []
    for width in range(320, 520, 10):
        page.set_viewport_size({"width": width, "height": 700})
        found += page.evaluate(apart)
    assert page.locator(".emergency .held").count() == 3
    assert found == []


def kept(chat: Chat) -> list[dict[str, object]]:
    """The ratings that a server has kept."""
    return [json.loads(line) for path in chat.home.glob("ratings/*") for line in path.read_text().splitlines()]


@pytest.fixture
def rated(tmp_path: Path) -> Iterator[Chat]:
    """An application that keeps ratings, in a folder of the test's own."""
    with chat(home=tmp_path, rating_days=30) as running:
        yield running


def test_an_answer_is_rated_with_the_keyboard_and_its_reason_kept(rated: Chat, visit: Visit) -> None:
    page = visit(rated.origin)
    answer = ask(page, "canary?")
    answer.get_by_text("Not helpful").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(answer.locator(".thanks")).to_be_focused()
    assert kept(rated) == [
        {"choice": "incomplete", "kind": "answered", "passages": ["kit:aaaa0001"], "index": "sha256:1"}
    ]
    page.goto(rated.origin)
    expect(page.locator(".exchange .thanks")).to_be_visible()
    expect(page.locator(".rating")).to_have_count(0)


def test_without_a_script_a_rating_opens_a_page_of_thanks_beside_the_answer(rated: Chat, visit: Visit) -> None:
    page = visit(rated.origin, java_script_enabled=False)
    page.fill("#question", "what?")
    page.click("#send")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Helpful", exact=True).click()
    expect(opened.value.get_by_role("heading")).to_contain_text("Thank you")
    expect(page.locator("blockquote")).to_be_visible()
    assert [each["choice"] for each in kept(rated)] == ["helpful"]


def test_a_rating_that_cannot_be_kept_says_so_and_can_be_tried_again(rated: Chat, visit: Visit) -> None:
    page = visit(rated.origin)
    answer = ask(page, "what?")
    (rated.home / "ratings").write_text("a file in the way")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.locator(".problem")).to_have_text("Your rating could not be kept just now.")
    (rated.home / "ratings").unlink()
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.locator(".thanks")).to_be_focused()


def test_no_rating_is_asked_for_where_none_is_kept_or_help_matters_more(
    own: Chat, visit: Visit, tmp_path: Path
) -> None:
    with chat(home=tmp_path) as off:
        expect(ask(visit(off.origin), "what?").locator(".rating")).to_have_count(0)
    page = visit(own.origin)
    for kind in (Kind.URGENT, Kind.PERSONAL):
        expect(ask(page, f"{kind} please").locator(".rating")).to_have_count(0)


def test_keys_alone_ask_open_and_start_again(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.focus("#question")
    page.keyboard.type("what is it?")
    page.keyboard.press("Enter")
    page.locator(".exchange:not(.pending)").wait_for()
    expect(page.locator("#question")).to_be_focused()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".place mark")).to_be_visible()
    page.focus("#again")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator("#undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)


def test_enter_to_send_can_be_switched_off(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.uncheck("#enter")
    page.fill("#question", "one")
    page.focus("#question")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator("#question")).to_have_value("one\n")


def test_nothing_is_stored_before_the_first_question_and_the_tab_keeps_it_after(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.locator("a", has_text="Documents").click()
    page.goto(own.origin)
    assert storage(page) == [0, 0, 0]
    ask(page, "what is it?")
    assert storage(page) == [1, 0, 0]
    page.goto(own.origin + "/documents")
    page.goto(own.origin)
    expect(page.locator(".exchange .asked")).to_contain_text("what is it?")
    page.click("#again")
    assert storage(page) == [0, 0, 0]


def test_turns_go_back_with_the_next_question(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    ask(page, "first one?")
    page.locator(".suggestions button", has_text="How dry?").click()
    page.locator(".exchange").nth(1).locator("blockquote").wait_for()
    question, history = own.bot.asked[-1]
    assert (question, [turn.question for turn in history]) == ("How dry?", ["first one?"])


def test_no_question_stands_in_an_address(own: Chat, visit: Visit) -> None:
    seen: list[str] = []
    page = visit()
    page.on("request", lambda request: seen.append(request.url))
    page.goto(own.origin)
    ask(page, "canary")
    assert all(url.startswith(own.origin) for url in seen)
    assert not any("canary" in url for url in seen)


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [(503, {"Retry-After": "1"}, "overloaded"), (429, {"Retry-After": "1"}, "rate_limited"), (500, {}, "internal")],
)
def test_a_refusal_keeps_the_question_and_offers_a_retry(
    own: Chat, visit: Visit, status: int, headers: dict[str, str], code: str
) -> None:
    page = visit(own.origin)
    body = json.dumps({"error": {"code": code, "message": "Please wait."}})

    def refuse(route: Route) -> None:
        route.fulfill(status=status, headers={"Content-Type": "application/json", **headers}, body=body)

    page.route(own.origin + "/", refuse, times=1)
    page.fill("#question", "what is it?")
    page.click("#send")
    pending = page.locator(".pending")
    expect(pending.locator(".state")).to_contain_text("Please wait.")
    expect(pending.locator(".asked")).to_have_text("what is it?")
    pending.get_by_text("Try again").click()
    expect(page.locator(".exchange:not(.pending) blockquote")).to_be_visible()


def test_offline_says_so_and_gives_the_question_back(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.context.set_offline(True)
    page.fill("#question", "what is it?")
    page.click("#send")
    expect(page.locator(".pending .state")).to_contain_text("You seem to be offline")
    page.context.set_offline(False)
    page.get_by_text("Change the question").click()
    expect(page.locator("#question")).to_have_value("what is it?")
    expect(page.locator(".exchange")).to_have_count(0)


def test_a_server_that_goes_away_loses_nothing(visit: Visit, tmp_path: Path) -> None:
    with chat(home=tmp_path) as running:
        page = visit(running.origin)
        ask(page, "first?")
        running.stop()
        page.fill("#question", "second?")
        page.click("#send")
        expect(page.locator(".pending .state")).to_contain_text("cannot be reached")
        expect(page.locator(".exchange:not(.pending) blockquote")).to_have_count(1)


def test_a_slow_answer_is_explained(own: Chat, visit: Visit) -> None:
    page = visit()
    page.clock.install()
    page.goto(own.origin)
    page.route(own.origin + "/", lambda _: None)
    page.fill("#question", "what?")
    page.click("#send")
    expect(page.locator(".state")).to_contain_text("Looking in the documents")
    page.clock.run_for(3500)
    expect(page.locator(".state")).to_contain_text("Still looking")
    page.clock.run_for(30000)
    expect(page.locator(".state")).to_contain_text("no answer in time")


def test_a_question_that_is_too_long_stays_in_the_box(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    page.fill("#question", "x" * 2001)
    page.click("#send")
    expect(page.locator("#problem")).to_have_text("Please use at most 2,000 characters.")
    expect(page.locator("#question")).to_have_value("x" * 2001)
    page.fill("#question", "x")
    expect(page.locator("#problem")).to_be_empty()


def test_without_a_script_the_form_answers_and_keeps_its_history(own: Chat, visit: Visit) -> None:
    page = visit(own.origin, java_script_enabled=False)
    for question in ("first one?", "second one?"):
        page.fill("#question", question)
        page.click("#send")
        expect(page.locator("blockquote")).to_have_text("The kit holds a thermometer and a leaflet [2].")
    expect(page.locator(".earlier li")).to_have_text("first one?")
    page.get_by_text("Show it in the document").click()
    expect(page.locator(".place mark")).to_be_visible()
    expect(page.get_by_text("Copy", exact=True)).to_be_hidden()
    page.locator(".suggestions button").click()
    assert [turn.question for turn in own.bot.asked[-1][1]] == ["first one?", "second one?"]


PARTS = ("responseBodySize", "responseHeadersSize")


def test_the_page_is_small(own: Chat, visit: Visit) -> None:
    sizes: list[int] = []
    page = visit()
    page.on("requestfinished", lambda request: sizes.append(sum(request.sizes()[name] for name in PARTS)))
    page.goto(own.origin)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= 60 * 1024


# Milliseconds from the last byte of the answer until the frame after it is drawn.
DRAWN = """() => new Promise((done) => {
  const talk = document.getElementById("conversation");
  new MutationObserver((_, watch) => {
    if (!talk.lastElementChild || talk.lastElementChild.matches(".pending")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const sent = performance.getEntriesByType("resource").filter((each) => each.initiatorType === "fetch").at(-1);
      done(performance.now() - sent.responseEnd);
    }));
  }).observe(talk, { childList: true });
  document.getElementById("question").value = "what is it?";
  document.getElementById("send").click();
})"""


def test_an_answer_is_drawn_within_100_ms_of_its_arrival(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    times = [page.evaluate(DRAWN) for _ in range(7)]
    assert 0 <= sorted(times)[3] <= 100


def test_reduced_motion_is_kept(own: Chat, visit: Visit) -> None:
    page = visit(own.origin, reduced_motion="reduce")
    page.route(own.origin + "/", lambda _: None)
    page.fill("#question", "what?")
    page.click("#send")
    moving = "() => getComputedStyle(document.querySelector('.state'), '::after').animationName"
    assert page.evaluate(moving) == "none"


PAYLOADS = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    '"><svg onload=hit()>',
    "'><body onload=hit()>",
    "</textarea><script>hit()</script>",
    "</title><script>hit()</script>",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "javascript:hit()",
    "{{ 7*7 }}{% raw %}",
    "<a href='javascript:hit()'>x</a>",
    "<details open ontoggle=hit()>",
    "]]><script>hit()</script><!--",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "<template><script>hit()</script></template>",
    "<math><mtext><style><img src=x onerror=hit()>",
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "form"])
def test_payloads_in_a_question_are_text(own: Chat, visit: Visit, script: bool) -> None:
    page = visit(own.origin, java_script_enabled=script)
    hits: list[str] = []
    context: BrowserContext = page.context
    context.expose_function("hit", lambda: hits.append("hit"))
    page.on("dialog", lambda dialog: hits.append(dialog.message))
    page.on("request", lambda request: None if request.url.startswith(own.origin) else hits.append(request.url))
    for payload in PAYLOADS:
        page.fill("#question", payload)
        page.click("#send")
        if script:
            page.locator(".pending").wait_for(state="detached")
        asked = page.locator(".exchange .asked").last
        expect(asked).to_contain_text(payload.replace("\n", " "))
    page.goto(own.origin)
    page.wait_for_load_state("networkidle")
    assert hits == []
