// What stays on the phone: the page of this visit's question or step, so that the worker can give it
// without a connection, and beside it an answer that waits. Nothing else, and nothing that was typed.
"use strict";
const keeping = (() => {
  const STORE = "kept";
  const WAITING = "/kept-answer";
  const can = "caches" in window && "serviceWorker" in navigator;
  const root = document.documentElement;

  const main = () => document.querySelector("main");
  const isMove = () => ["question", "step"].includes(main()?.dataset.page);
  const ofVisit = () => can && isMove() && !document.getElementById("preview");

  // One after the other: a page must not be kept while an older one is still being wiped.
  let work = Promise.resolve();
  const inTurn = (act) => (work = work.then(act).catch(() => {}));
  const wipe = () => can && inTurn(() => caches.delete(STORE));

  // The shell's pages and files, as the worker looks for them. The offline page speaks the visitor's
  // language, also after that was changed.
  const offlinePage = async () => {
    const { offline } = document.getElementById("status").dataset;
    const shell = await caches.open("shell");
    const known = await shell.match(offline, { ignoreVary: true });
    if (known?.headers.get("Content-Language") === root.lang) return known;
    await shell.add(offline);
    return shell.match(offline, { ignoreVary: true });
  };

  // This page as it was when it came, under the rules that all pages of the site have.
  const copyOfPage = () => {
    const copy = root.cloneNode(true);
    copy.dataset.kept = "";
    copy.querySelector("#status").textContent = "";
    copy.querySelector("#again").hidden = true;
    copy.querySelectorAll("[aria-disabled]").forEach((tapped) => tapped.removeAttribute("aria-disabled"));
    return `<!doctype html>${copy.outerHTML}`;
  };

  const keepPage = () => inTurn(async () => {
    if (!ofVisit()) return;
    const address = location.pathname;
    const html = copyOfPage();
    await navigator.serviceWorker.register(document.getElementById("status").dataset.worker);
    await navigator.serviceWorker.ready;
    const policy = "Content-Security-Policy";
    const headers = {
      "Content-Type": "text/html; charset=utf-8",
      Date: new Date().toUTCString(),
      [policy]: (await offlinePage()).headers.get(policy),
    };
    const cache = await caches.open(STORE);
    for (const old of await cache.keys()) {
      if (new URL(old.url).pathname !== WAITING) await cache.delete(old);
    }
    await cache.put(address, new Response(html, { headers }));
    for (const { src } of document.querySelectorAll("main img")) await cache.add(src);
    document.querySelectorAll("[data-stays]").forEach((words) => { words.hidden = false; });
  });

  const waitingAnswer = async () => {
    const known = can && await caches.match(WAITING);
    return known ? known.json() : null;
  };
  const keepAnswer = async (answer) => {
    await inTurn(async () => (await caches.open(STORE)).put(WAITING, new Response(JSON.stringify(answer))));
    return Boolean(await waitingAnswer());
  };
  const dropAnswer = () => can && inTurn(async () => (await caches.open(STORE)).delete(WAITING));

  // A guide's page without “Continue” has no visit; a resolved one is over. Nothing of it is wanted.
  const wipeWhatIsGone = async () => {
    const { page, guide } = main()?.dataset ?? {};
    if (page !== "resolved" && (page !== "guide" || document.getElementById("continue"))) return;
    const kept = can && await caches.has(STORE) ? await (await caches.open(STORE)).keys() : [];
    const answer = await waitingAnswer();
    const addresses = [...kept.map((one) => new URL(one.url).pathname), answer?.page ?? ""];
    if (addresses.some((path) => path.includes(`/guides/${guide}/`))) wipe();
  };

  const arrived = () => {
    wipeWhatIsGone();
    keepPage();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.tagName !== "MAIN") return;
    delete root.dataset.kept;
    arrived();
  });
  document.addEventListener("htmx:historyRestore", arrived);
  document.addEventListener("submit", ({ target, submitter }) => {
    if (submitter?.name === "forget" || target.action.endsWith("/start/")) wipe();
  }, true);
  if (!("kept" in root.dataset)) arrived();

  return { isMove, ofVisit, waitingAnswer, keepAnswer, dropAnswer };
})();
