// What HTML cannot do by itself. Every page works without this file.
"use strict";
(() => {
  // Copying and printing need a script, so their buttons appear only with one.
  const showHelpers = () => {
    if (navigator.clipboard) {
      document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
    }
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  };

  // A link to a fact opens it: a closed answer at the end of a jump helps nobody.
  const openTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
    }
    if (target) target.scrollIntoView();
  };

  // The server knows when, the browser knows where: the time of day as its clock shows it.
  const tellTimes = () => {
    const language = document.documentElement.lang;
    const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
    document.querySelectorAll("time[data-when]").forEach((place) => {
      const moment = new Date(place.dateTime);
      const days = Math.round((midnight(moment) - midnight(Date.now())) / 864e5);
      const day = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
      const time = moment.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
      place.textContent = ` (${day}, ${time})`;
    });
  };

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(document.querySelector(copy.dataset.copy).textContent);
      say("Copied");
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  // What is good to know comes when somebody opens it, once.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.open || !("fact" in target.dataset)) return;
    delete target.dataset.fact;
    const place = target.querySelector("div");
    const { pathname } = place.querySelector("a");
    htmx.ajax("GET", pathname, { source: target, target: place, swap: "innerHTML" });
  }, true);

  // What is wrong with a form comes first, also after a page load.
  const toProblem = () => {
    const problem = document.querySelector("main .error[role=alert]");
    if (!problem) return false;
    problem.tabIndex = -1;
    problem.focus();
    return true;
  };

  // After a swap the reader starts at the new page's heading, as after a page load.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.tagName !== "MAIN") return; // only a part of the page
    showHelpers();
    tellTimes();
    openTarget();
    if (event.detail.target?.id === "found") return; // somebody is typing
    const heading = document.querySelector("main h1");
    if (heading && event.detail.requestConfig) {
      window.scrollTo(0, 0);
      if (!toProblem()) heading.focus({ preventScroll: true });
    }
  });

  // A share sheet is not everywhere, so its button appears only where there is one.
  const showSharing = () => {
    if (!navigator.share) return;
    document.querySelectorAll("[data-share]").forEach((button) => { button.hidden = false; });
  };
  document.addEventListener("htmx:afterSettle", showSharing);
  document.addEventListener("click", (event) => {
    const share = event.target.closest("[data-share]");
    if (!share) return;
    const text = document.querySelector(share.dataset.share).textContent;
    navigator.share({ text }).catch(() => {}); // whoever closes the sheet has decided
  });
  showSharing();

  showHelpers();
  tellTimes();
  openTarget();
  toProblem();
})();
