// The chat widget's loader: a button on the host page, and a panel that frames the chat page of our own origin.
// The server calls this function with the clinic's words, colour and allowed sites (web/embed.py).
(function (clinic) {
  "use strict";
  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  const old = !("adoptedStyleSheets" in document) || !window.HTMLDialogElement;
  if (!script || old || (window.Footnote && typeof window.Footnote.ask === "function")) return;
  const { origin } = new URL(script.src);
  const { words } = clinic;
  const option = script.dataset;
  const label = (option.label || "").slice(0, 40) || words.label;
  const narrow = matchMedia("(max-width: 600px), (max-height: 500px)");
  const parents = [location.origin, ...(location.ancestorOrigins || [])];
  const allowed = parents.every((parent) => parent === origin || clinic.sites.includes(parent));
  let frame, timer, prior, focus, modal, entry, home;

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };
  const icon = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS(svg.namespaceURI, "path");
    line.setAttribute("d", path);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(line);
    return svg;
  };
  const page = () => make("a", { href: origin + "/", target: "_blank", rel: "noopener" }, words.page);

  const launcher = make("button", { type: "button", class: "launcher", "aria-haspopup": "dialog" });
  launcher.append(icon("M4 4h16v12H10l-5 4v-4H4zM8 8.5h8M8 11.5h5"), label);
  const shut = make("button", { type: "button", class: "shut", "aria-label": words.close, title: words.close });
  shut.append(icon("M6 6l12 12M18 6L6 18"));
  const notice = make("div", { class: "notice", role: "status", hidden: "" });
  const bar = make("div", { class: "bar" }, make("strong", { dir: "auto" }, clinic.name), shut);
  const panel = make("dialog", { "aria-label": words.title }, bar, notice);
  const side = ["left", "right"].includes(option.position) ? option.position : "";
  const area = make("section", { "aria-label": words.title, class: side, lang: clinic.language, dir: clinic.direction });
  area.append(launcher, panel);
  const host = make("footnote-chat");
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(clinic.style);
  root.adoptedStyleSheets = [style];
  root.append(area);

  // Beside the body, so that a page swap which replaces the body leaves it alone.
  const mount = () => {
    if (host.isConnected) return;
    if (panel.open) close();
    document.documentElement.append(host);
  };
  const fire = (name) => window.dispatchEvent(new CustomEvent("footnote:" + name));
  const tell = (text) => {
    clearTimeout(timer);
    if (frame) frame.remove();
    frame = null;
    notice.replaceChildren(make("p", {}, text), make("p", {}, page()));
    notice.hidden = false;
    if (modal || focus) shut.focus();
  };
  const post = () => frame && frame.contentWindow.postMessage({ footnote: "open", focus: !!focus }, origin);
  const load = () => {
    notice.hidden = true;
    frame = make("iframe", { src: origin + "/widget", title: words.title, allow: "clipboard-write" });
    frame.setAttribute("referrerpolicy", "no-referrer");
    // The frame answers "open" with its size; a frame that was refused or not reached stays silent.
    timer = setTimeout(tell, 20000, words.gone);
    frame.addEventListener("load", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, 3000, words.gone);
      post();
    });
    panel.append(frame);
  };
  // `show()` would move the focus, which a panel that opens by itself must not do.
  const show = () => {
    modal = narrow.matches;
    if (modal) panel.showModal();
    else panel.setAttribute("open", "");
  };
  const open = (take) => {
    mount();
    focus = take || narrow.matches;
    if (!panel.open) {
      prior = document.activeElement;
      launcher.hidden = true;
      show();
      if (modal) {
        entry = location.href;
        history.pushState(history.state, "");
      }
      fire("open");
    }
    if (!allowed) tell(words.refused.replace("{site}", location.origin));
    else if (!frame) load();
    else post();
    if (frame && focus) frame.focus();
  };
  const close = () => {
    if (!panel.open) return;
    const inside = modal || root.activeElement;
    launcher.hidden = false;
    panel.close();
    if (entry === location.href) history.back();
    entry = null;
    home = inside && (prior && prior.isConnected && prior !== document.body && prior !== host ? prior : launcher);
    if (home) home.focus();
    fire("close");
  };
  // A frame that was told to take the focus may do so after the panel was closed; it posts its size right after.
  const regain = () => {
    if (!home || (root.activeElement !== frame && (document.hasFocus() || home.getRootNode().activeElement !== home))) return;
    frame.blur();
    home.blur();
    window.focus();
    home.focus();
  };

  launcher.addEventListener("click", () => open(true));
  shut.addEventListener("click", close);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());
  window.addEventListener("popstate", () => {
    if (!entry) return;
    entry = null;
    close();
  });
  window.addEventListener("message", ({ source, origin: from, data }) => {
    if (!frame || source !== frame.contentWindow || from !== origin || !data || typeof data !== "object") return;
    const shape = Object.keys(data).join();
    if (shape === "footnote" && data.footnote === "close") close();
    if (shape === "footnote,height" && data.footnote === "size" && Number.isInteger(data.height)) {
      clearTimeout(timer);
      if (panel.open) panel.style.setProperty("--frame", Math.min(Math.max(data.height, 240), 2000) + "px");
      else regain();
    }
  });
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (frame && blockedURI.startsWith(origin) && effectiveDirective === "frame-src") {
      tell(words.policy.replace("{line}", "frame-src " + origin));
    }
  });
  narrow.addEventListener("change", () => {
    if (!panel.open) return;
    panel.close();
    show();
  });
  // iOS lays its keyboard over a fixed panel; only the visual viewport knows how much is left.
  const view = window.visualViewport;
  if (view) {
    view.addEventListener("resize", () => {
      if (view.scale === 1) panel.style.setProperty("--view", view.height + "px");
    });
  }
  if (!allowed) console.warn("Footnote: " + words.refused.replace("{site}", parents.join(" in ")) + " " + origin + "/embed");

  window.Footnote = Object.freeze({ open: () => open(false), close, ask: () => open(true) });
  const start = () => {
    mount();
    new MutationObserver(mount).observe(document, { childList: true });
    new MutationObserver(mount).observe(document.documentElement, { childList: true });
    if ("openOnLoad" in option && option.openOnLoad !== "false" && !narrow.matches) open(false);
    fire("ready");
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})
