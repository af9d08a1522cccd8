// The one line that says what goes on. It is there from the start, so that a screen reader hears it.
"use strict";
const say = (() => {
  let act = null;
  let said = "";

  // "in 30 seconds", "in 5 minutes", as the page's language says it.
  const ahead = (seconds) => {
    const [count, unit] = seconds < 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
    return new Intl.RelativeTimeFormat(document.documentElement.lang).format(count, unit);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#again")) act?.();
  });

  // The page brings the words, in its own language: say("Saving"). `again` is what the button beside
  // them does. `seconds` is how long to wait, for words that have a place for it.
  const saying = (which, { again = null, seconds = 0 } = {}) => {
    const line = document.getElementById("status");
    const button = document.getElementById("again");
    if (!line || !button) return;
    const words = (line.dataset[`say${which}`] ?? "").replace("{when}", ahead(seconds));
    if (line.textContent !== words) line.textContent = words;
    act = again;
    said = which;
    if (!again && button === document.activeElement) document.querySelector("main h1")?.focus();
    button.hidden = !again;
  };

  // Only what is no longer true goes. What was refused waits on, with its button.
  addEventListener("online", () => {
    if (said === "Offline" && act) saying("NotSent", { again: act });
    else if (["Offline", "Kept", "KeptPage"].includes(said)) saying("");
  });
  return saying;
})();
