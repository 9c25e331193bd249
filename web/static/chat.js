// The chat page with a script: the same form, sent in place. The page works without this file.
"use strict";
(() => {
  const SLOW_MS = 3000;        // the person should know that it still works
  const LATE_MS = 30000;       // nobody waits longer; the question is kept
  const MOST_TURNS = 6;        // what the server reads of a history
  const MOST_FORM = 60000;     // the server takes 64 KiB
  const LONGEST = 2000;
  const LONGEST_MAIL = 2000;   // characters of a mailto: address; Windows drops one of more than 2,048
  const KEY = "footnote";

  const find = (id) => document.getElementById(id);
  const [ask, follow, box, talk, problem, cleared] = ["ask", "follow", "question", "conversation", "problem", "cleared"].map(find);
  const [tools, jump, enter, spoken] = ["tools", "jump", "enter", "status"].map(find);
  const touch = matchMedia("(pointer: coarse)");
  let busy = false;
  let removed = null;

  // ---- what is kept: the conversation, in this tab, after the first question only
  const keep = (draft) => {
    try {
      const settled = [...talk.querySelectorAll(".exchange:not(.pending)")].map((each) => each.outerHTML).join("");
      sessionStorage.setItem(KEY, JSON.stringify({ settled, draft, enter: enter.checked }));
    } catch { /* storage is off or full: the conversation lives as long as the page */ }
  };
  const restore = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      if (!kept) return;
      if (!talk.children.length) talk.append(...nodes(kept.settled));
      box.value ||= kept.draft || "";
      enter.checked = kept.enter;
    } catch { /* nothing kept, or not ours */ }
  };
  const nodes = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;   // written and escaped by our own server
    wake(holder.content);
    return holder.content.children;
  };
  const wake = (root) => root.querySelectorAll("[data-script]").forEach((each) => { each.hidden = false; });

  // ---- asking
  const history = () => {
    const turns = [...talk.querySelectorAll("[data-turn]")].map((each) => JSON.parse(each.dataset.turn)).slice(-MOST_TURNS);
    while (encodeURIComponent(JSON.stringify(turns)).length > MOST_FORM / 2) turns.shift();
    return JSON.stringify(turns);
  };

  const start = (question) => {
    if (busy) return;
    const said = find("pending").content.firstElementChild;
    if ([...question].length > LONGEST) return complain(said.querySelector(".state").dataset.long);
    if (!question.trim()) return box.focus();
    complain("");
    cleared.hidden = true;
    const pending = said.cloneNode(true);
    pending.querySelector(".asked").textContent = question;
    talk.append(pending);
    box.value = "";
    count();
    keep(question);
    send(pending, question);
  };

  const send = async (pending, question) => {
    const state = pending.querySelector(".state");
    busy = true;
    find("send").setAttribute("aria-disabled", "true");
    pending.querySelector(".retry").hidden = true;
    pending.setAttribute("aria-busy", "true");
    state.textContent = state.dataset.waiting;
    show(pending);
    const stop = new AbortController();
    const slow = setTimeout(() => { state.textContent = state.dataset.slow; spoken.textContent = state.dataset.slow; }, SLOW_MS);
    const late = setTimeout(() => stop.abort(), LATE_MS);
    try {
      const response = await fetch(new URL(ask.action).pathname, {
        method: "POST",
        headers: { Accept: "text/html, application/json" },
        body: new URLSearchParams({ question, history: history() }),
        signal: stop.signal,
      });
      await (response.ok ? settle(pending, response) : refuse(pending, question, response));
    } catch {
      const words = stop.signal.aborted ? "late" : navigator.onLine ? "gone" : "offline";
      fail(pending, state.dataset[words]);
    } finally {
      clearTimeout(slow);
      clearTimeout(late);
      busy = false;
      find("send").removeAttribute("aria-disabled");
      pending.removeAttribute("aria-busy");
    }
  };

  const settle = async (pending, response) => {
    const [answer] = nodes(await response.text());
    pending.replaceWith(answer);
    spoken.textContent = [...answer.querySelectorAll(".kind, .message, blockquote")].map((each) => each.innerText.replace(/\s+/g, " ").trim()).join(". ");
    keep("");
    settled();
    show(answer);
  };

  const refuse = async (pending, question, response) => {
    const { error } = await response.json();
    if (response.status === 422 || response.status === 413) {
      pending.remove();
      give(question);
      return complain(error.message);
    }
    fail(pending, error.message);
    countdown(pending, Number(response.headers.get("Retry-After")) || 0);
  };

  const fail = (pending, words) => {
    pending.querySelector(".state").textContent = words;
    pending.querySelector(".retry").hidden = false;
    spoken.textContent = words;
    show(pending);
  };

  const countdown = (pending, seconds) => {
    const again = pending.querySelector("[data-do=retry]");
    const state = pending.querySelector(".state");
    const words = state.textContent;
    again.disabled = seconds > 0;
    const tick = () => {
      state.textContent = seconds > 0 ? `${words} ${state.dataset.wait} ${seconds}` : words;
      again.disabled = seconds > 0;
      if (seconds-- > 0) setTimeout(tick, 1000);
    };
    tick();
  };

  const give = (question) => {
    box.value = box.value ? `${question}\n${box.value}` : question;
    count();
    box.focus();
  };
  const complain = (words) => {
    problem.textContent = words;
    box.toggleAttribute("aria-invalid", Boolean(words));
    if (words) spoken.textContent = words;
  };
  const show = (exchange) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    exchange.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  };

  // ---- after an answer
  const watch = new IntersectionObserver(([seen]) => { jump.hidden = seen.isIntersecting; });
  const settled = () => {
    const all = [...talk.querySelectorAll(".exchange:not(.pending)")];
    tools.hidden = !all.length;
    watch.disconnect();
    jump.hidden = true;
    all.forEach((each) => each.removeAttribute("id"));
    if (!all.length) return;
    all.at(-1).id = "newest";
    watch.observe(all.at(-1));
  };

  // One part of an answer as plain text: a line for each paragraph, item and row, and a source's link as its address.
  const plain = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("a[target]").forEach((link) => link.replaceWith(` ${link.href} `));
    copy.querySelectorAll("p, li, tr").forEach((each) => each.append("\u2029"));
    copy.querySelectorAll("td, .number").forEach((each) => each.append(" "));
    if (part.matches(".where")) copy.querySelectorAll(":scope > :not(:last-child)").forEach((each) => each.append(" · "));
    return copy.textContent.split("\u2029").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
  };
  const written = (exchange) => {
    const lines = [exchange.querySelector(".asked").lastChild.textContent.trim(), ""];
    exchange.querySelectorAll(".message, blockquote, .where, .sources li").forEach((each) => {
      const text = each.closest("details") && !each.closest(".listed") ? "" : plain(each);
      if (text) lines.push(each.matches("blockquote") ? `“${text}”` : text, "");
    });
    return lines.join("\n");
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {   // no clipboard without https: select and copy the old way
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const rate = async (form, choice) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.append("choice", choice);
    const problem = form.querySelector(".problem");
    const state = find("pending").content.querySelector(".state");
    try {
      const response = await fetch(new URL(form.action).pathname, {
        method: "POST", headers: { Accept: "text/html, application/json" }, body: fields, signal: AbortSignal.timeout(LATE_MS),
      });
      if (!response.ok) throw (await response.json()).error;
      const [thanks] = nodes(await response.text());
      form.replaceWith(thanks);
      thanks.focus();
      keep(box.value);
    } catch (error) {
      problem.textContent = spoken.textContent = error.code && error.message || state.dataset.unreached;
    }
  };

  const actions = {
    async copy(exchange, button) {
      await copy(written(exchange));
      const words = button.textContent;
      button.textContent = button.dataset.done;
      spoken.textContent = button.dataset.done;
      button.focus();
      setTimeout(() => { button.textContent = words; }, 2500);
    },
    print(exchange) {
      exchange.classList.add("printed");
      document.body.classList.add("print-one");
      print();
      exchange.classList.remove("printed");
      document.body.classList.remove("print-one");
    },
    mail(exchange, button) {
      const link = document.createElement("a");
      const text = [...written(exchange).replaceAll("\n", "\r\n")];
      const address = (length) => {
        const body = text.slice(0, length).join("") + (length < text.length ? "…" : "");
        return `mailto:?subject=${encodeURIComponent(button.dataset.subject)}&body=${encodeURIComponent(body)}`;
      };
      let length = text.length;
      while (address(length).length > LONGEST_MAIL && length > 0) length -= Math.min(length, 20);
      link.href = address(length);
      link.click();
    },
    retry(exchange) { if (!busy) send(exchange, exchange.querySelector(".asked").textContent); },
    edit(exchange) {
      const question = exchange.querySelector(".asked").textContent;
      exchange.remove();
      give(question);
    },
  };

  // ---- the person's hands
  ask.addEventListener("submit", (event) => { event.preventDefault(); start(box.value); });
  follow.addEventListener("submit", (event) => { event.preventDefault(); start(event.submitter.value); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !enter.checked || touch.matches) return;
    event.preventDefault();
    start(box.value);
  });
  const count = () => { if (problem.textContent && [...box.value].length <= LONGEST) complain(""); };
  box.addEventListener("input", count);
  talk.addEventListener("submit", (event) => { event.preventDefault(); rate(event.target, event.submitter.value); });
  talk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do](button.closest(".exchange"), button);
  });
  find("again").addEventListener("click", (event) => {
    event.preventDefault();
    if (busy) return;
    removed = [...talk.children];
    talk.replaceChildren();
    try { sessionStorage.removeItem(KEY); } catch { /* was never there */ }
    cleared.hidden = false;
    settled();
    find("undo").focus();
  });
  find("undo").addEventListener("click", () => {
    talk.append(...removed);
    cleared.hidden = true;
    keep("");
    settled();
    box.focus();
  });

  const line = document.querySelector(".emergency");
  new ResizeObserver(() => document.documentElement.style.setProperty("--emergency", `${line.offsetHeight}px`)).observe(line);
  wake(document);
  restore();
  settled();
})();
