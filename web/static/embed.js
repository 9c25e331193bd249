// The webmaster's page: a button beside each piece of code copies it. Without this file the code is selected by hand.
"use strict";
document.querySelectorAll(".copied button").forEach((button) => {
  const code = button.previousElementSibling;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {   // no clipboard without https
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2500);
  });
});
