// Inside the widget's frame. The host page and the chat tell each other "open", "close" and "size"; never text.
(() => {
  "use strict";
  const sites = [location.origin, ...document.body.dataset.sites.split(" ")];
  const coarse = matchMedia("(pointer: coarse)");
  const low = matchMedia("(max-height: 30rem)");
  let host = null;

  const say = (message) => host && window.parent.postMessage(message, host);
  // What stands on the page, not the page itself, which is never lower than the frame.
  const blocks = [...document.body.children].filter((each) => each.matches("aside, main, footer"));
  const size = () => say({ footnote: "size", height: blocks.reduce((sum, each) => sum + each.offsetHeight, 0) });
  // On a touch screen the keyboard would cover what stands here, so there the focus goes to the start of the page.
  // In a low window the question box does not stick to the edge, so it must be scrolled to.
  const enter = () => {
    const aim = document.getElementById(coarse.matches ? "main" : "question");
    aim.focus({ preventScroll: !low.matches });
  };

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || source === window || !sites.includes(origin)) return;
    if (!data || typeof data !== "object" || Object.keys(data).join() !== "footnote,focus") return;
    if (data.footnote !== "open" || typeof data.focus !== "boolean") return;
    host = origin;
    // In this order: the loader, hearing a size while the panel is closed, knows that the focus has gone astray.
    if (data.focus) enter();
    size();
  });
  // A keyboard makes the window low, and the box that it writes into no longer sticks to the edge.
  low.addEventListener("change", () => {
    if (document.activeElement.id === "question") document.activeElement.scrollIntoView({ block: "nearest" });
  });
  const watch = new ResizeObserver(size);
  blocks.forEach((each) => watch.observe(each));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) say({ footnote: "close" });
  });
  // No page but this one may be framed, so every other opens beside the host page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/'], a[href^='http']");
    if (!link || link.pathname === location.pathname) return;
    link.target = "_blank";
    link.rel = "noopener";
  });
})();
