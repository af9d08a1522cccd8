// Bad connections: what is under way is said, what did not arrive is kept, and is sent once.
"use strict";
(() => {
  const line = document.getElementById("status");
  const again = document.getElementById("again");
  if (!line || !again) return;
  const patience = 10_000;
  const pauses = [2, 4, 8, 15, 30, 60];
  // The cache holds this visit's page, and beside it the answer that waits.
  const store = "kept";
  const waiting = "/kept-answer";
  const canKeep = "caches" in window && "serviceWorker" in navigator;
  let underWay = null;
  let timers = [];
  let retry = null;
  let tries = 0;
  let next = 0;

  const say = (which, number) => {
    line.textContent = which ? line.dataset[`say${which}`].replace("{n}", number) : "";
  };
  const offer = (act) => {
    retry = act;
    again.hidden = !act;
  };
  const main = () => document.querySelector("main");
  const isMove = () => ["question", "step"].includes(main()?.dataset.page);
  const ofVisit = () => canKeep && isMove() && !document.getElementById("preview");

  // One after the other: a page must not be kept while an older one is still being wiped.
  let work = Promise.resolve();
  const inTurn = (act) => (work = work.then(act).catch(() => {}));
  const wipe = () => canKeep && inTurn(() => caches.delete(store));

  // This page as it was when it came, for the worker to give when there is no connection.
  const copyOfPage = () => {
    const copy = document.documentElement.cloneNode(true);
    copy.dataset.kept = "";
    copy.querySelector("#status").textContent = "";
    copy.querySelector("#again").hidden = true;
    copy.querySelectorAll("[aria-disabled]").forEach((tapped) => { tapped.removeAttribute("aria-disabled"); });
    return new Response(`<!doctype html>${copy.outerHTML}`, {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'",
      },
    });
  };

  // The offline page speaks the visitor's language, also after it was changed.
  const keepOfflinePage = async () => {
    const { offline } = line.dataset;
    const known = await caches.match(offline, { ignoreVary: true });
    if (known?.headers.get("Content-Language") === document.documentElement.lang) return;
    await (await caches.open("shell")).add(offline);
  };

  const keepPage = () => ofVisit() && inTurn(async () => {
    const address = location.pathname;
    const copy = copyOfPage();
    await navigator.serviceWorker.register(line.dataset.worker);
    await navigator.serviceWorker.ready;
    const cache = await caches.open(store);
    for (const old of await cache.keys()) {
      if (new URL(old.url).pathname !== waiting) await cache.delete(old);
    }
    await cache.put(address, copy);
    document.querySelectorAll("[data-stays]").forEach((words) => { words.hidden = false; });
    await keepOfflinePage();
  });

  // A guide's page without “Continue” has no visit: whatever is kept of one is not wanted any more.
  const wipeWhatIsGone = async () => {
    if (!canKeep || main()?.dataset.page !== "guide" || document.getElementById("continue")) return;
    const kept = (await caches.has(store)) ? await (await caches.open(store)).keys() : [];
    if (kept.some((one) => new URL(one.url).pathname.startsWith(location.pathname))) wipe();
  };

  // What the page says was answered here before.
  const said = (page) => page.querySelector("[name=option][checked], [name=result][aria-current]")?.value ?? "";

  const waitingAnswer = async () => {
    const known = canKeep && (await caches.match(waiting));
    return known ? known.json() : null;
  };

  // Which answer, to which address, and the mark of the page: nothing that somebody typed.
  const keepAnswer = async ({ path, formData }) => {
    const field = ["option", "result", "confirm", "from"].find((name) => formData.has(name));
    if (!ofVisit() || !field) return false;
    const answer = {
      address: path,
      page: location.pathname,
      name: field,
      value: formData.get(field),
      mark: formData.get("page"),
      before: said(main()),
    };
    await inTurn(async () => {
      const cache = await caches.open(store);
      await cache.put(waiting, new Response(JSON.stringify(answer)));
    });
    return Boolean(await waitingAnswer());
  };

  const ask = async (address, options) => {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(patience), ...options });
    if (!answer.ok) throw answer;
    return answer;
  };

  // The page is asked for first: it says whether the answer has arrived already, or another one from
  // elsewhere, and it brings a fresh token. Then the server's word stands.
  const send = async (answer) => {
    const page = await ask(answer.page);
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const control = [...fresh.querySelectorAll(`#move [name], [form=move]`)]
      .some(({ name, value }) => name === answer.name && value === answer.value);
    if (page.redirected) return page.url;
    if (!control || said(fresh) !== answer.before) {
      const stays = ["confirm", "from"].includes(answer.name);
      return stays ? answer.page : answer.page.replace(/(questions|steps)\/[^/]+\/$/, "next/");
    }
    const body = new URLSearchParams({
      csrfmiddlewaretoken: fresh.querySelector("[name=csrfmiddlewaretoken]").value,
      page: answer.mark ?? "",
      [answer.name]: answer.value,
    });
    return (await ask(answer.address, { method: "POST", body })).url;
  };

  // One tab at a time; the others then find nothing that waits.
  const sendKept = () => canKeep && navigator.locks.request("answer", { ifAvailable: true }, async (lock) => {
    clearTimeout(next);
    const answer = lock && !underWay && (await waitingAnswer());
    if (!answer) return;
    underWay = answer;
    again.setAttribute("aria-disabled", "true");
    try {
      const address = await send(answer);
      await wipe();
      location.assign(address);
    } catch (problem) {
      const seconds = problem instanceof Response ? secondsLeft(problem.headers.get("Retry-After")) : 0;
      if (problem instanceof Response) sayRefused(problem.status, seconds);
      else say("Kept");
      offer(sendKept);
      sendLater(seconds);
    }
    underWay = null;
    again.removeAttribute("aria-disabled");
  });
  const sendLater = (seconds) => {
    clearTimeout(next);
    next = setTimeout(sendKept, 1000 * (seconds || pauses[Math.min(tries, pauses.length - 1)]));
    tries += 1;
  };

  // Retry-After is a number of seconds, or a date.
  const secondsLeft = (header) => {
    if (!header) return 0;
    const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    return Math.max(0, Math.ceil(seconds)) || 0;
  };
  const sayRefused = (status, seconds) => {
    if (status === 413) say("TooLong");
    else if (status === 403) say("Stale");
    else if (seconds) say("Wait", seconds);
    else say("Refused");
  };

  // The same tap again. A form may have stood open for too long, so it gets a fresh token.
  const repeat = async ({ elt, triggeringEvent }, status) => {
    if (status === 403) {
      try {
        const page = new DOMParser().parseFromString(await (await ask(location.href)).text(), "text/html");
        const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token ?? field.value; });
      } catch {
        return say("NotSent");
      }
    }
    if (!elt.isConnected) location.reload();
    else if (elt.tagName === "FORM" && !triggeringEvent?.submitter) elt.requestSubmit();
    else (triggeringEvent?.submitter ?? elt).click(); // htmx knows the button by its click
  };

  const failed = async (request, status = 0, header = null) => {
    const seconds = secondsLeft(header);
    const kept = request.verb === "post" && status !== 413 && (await keepAnswer(request));
    if (status) sayRefused(status, seconds);
    else say(kept ? "Kept" : navigator.onLine ? "NotSent" : "Offline");
    offer(kept ? sendKept : () => repeat(request, status));
    if (kept) sendLater(seconds);
  };

  const wholePage = ({ detail }) => detail.target?.tagName === "MAIN";
  const finished = () => {
    timers.forEach(clearTimeout);
    document.querySelectorAll("[aria-disabled]").forEach((tapped) => { tapped.removeAttribute("aria-disabled"); });
    underWay = null;
  };

  // A second tap while the first is under way sends nothing.
  document.addEventListener("htmx:confirm", (event) => {
    if (underWay && event.detail.verb === "post") event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!wholePage(event)) return;
    const { verb, elt, formData, triggeringEvent } = event.detail.requestConfig;
    finished();
    say("");
    offer(null);
    timers = [setTimeout(() => say("Slow"), 4000)];
    if (verb !== "post") return;
    underWay = elt;
    (triggeringEvent?.submitter ?? elt).setAttribute("aria-disabled", "true");
    timers.push(setTimeout(() => say("Saving"), 400));
    clearTimeout(next);
    if (formData.has("forget")) wipe();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!wholePage(event)) return;
    finished();
    const { successful, requestConfig } = event.detail;
    if (!successful) return;
    say("");
    if (requestConfig.verb === "post") wipe();
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, (event) => {
    if (wholePage(event)) failed(event.detail.requestConfig);
  }));

  // A page of ours that says what is wrong is shown. Else what was written stays on the screen.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status < 400 || !wholePage(event)) return;
    const isPage = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html") && xhr.response.includes("<main");
    const refused = xhr.status === 403 || xhr.status === 413 || xhr.status >= 500;
    const shown = isPage && !(refused && requestConfig?.verb === "post");
    event.detail.shouldSwap = shown;
    event.detail.isError = !shown;
    if (shown) event.detail.selectOverride = "main";
    else if (requestConfig) failed(requestConfig, xhr.status, xhr.getResponseHeader("Retry-After"));
  });

  const arrived = () => {
    wipeWhatIsGone();
    keepPage();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.tagName === "MAIN") arrived();
  });
  document.addEventListener("htmx:historyRestore", arrived);

  again.addEventListener("click", () => {
    if (again.getAttribute("aria-disabled") !== "true") retry?.();
  });
  addEventListener("online", () => {
    tries = 0;
    delete document.documentElement.dataset.kept;
    if (!underWay) {
      say("");
      offer(null);
    }
    sendKept();
  });
  addEventListener("offline", () => {
    if (isMove()) say("Offline");
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sendKept();
  });

  // Begun: with a page that the worker had kept, or with one from the server.
  const begun = async () => {
    if ("kept" in document.documentElement.dataset) {
      const answer = await waitingAnswer();
      say(answer ? "Kept" : "KeptPage");
      offer(answer ? sendKept : () => location.reload());
      if (answer) sendLater();
    } else {
      arrived();
      sendKept();
    }
  };
  begun();
})();
