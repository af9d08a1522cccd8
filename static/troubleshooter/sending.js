// What is under way is said. What did not arrive can be tried again, and is never sent twice.
"use strict";
(() => {
  const SAVING_AFTER = 400;
  const SLOW_AFTER = 4000;
  let underWay = null;
  let timers = [];

  const wholePage = (detail) => detail.target?.tagName === "MAIN";
  const isPost = ({ requestConfig }) => requestConfig.verb === "post";
  const finished = () => {
    timers.forEach(clearTimeout);
    document.querySelectorAll("[aria-disabled]").forEach((tapped) => tapped.removeAttribute("aria-disabled"));
    underWay = null;
  };

  // An answer under way is not overtaken, nor sent a second time. A page under way is given up.
  document.addEventListener("htmx:confirm", (event) => {
    if (!underWay || !wholePage(event.detail)) return;
    if (isPost(underWay)) event.preventDefault();
    else htmx.trigger(underWay.requestConfig.elt, "htmx:abort");
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (!wholePage(detail)) return;
    const { elt, triggeringEvent } = detail.requestConfig;
    finished();
    say("");
    underWay = detail;
    timers = [setTimeout(() => say("Slow"), SLOW_AFTER)];
    if (!isPost(detail)) return;
    unsent.giveUp();
    (triggeringEvent?.submitter ?? elt).setAttribute("aria-disabled", "true");
    timers.push(setTimeout(() => say("Saving"), SAVING_AFTER));
  });

  document.addEventListener("htmx:afterRequest", async ({ detail }) => {
    if (detail.xhr !== underWay?.xhr) return;
    finished();
    if (!detail.successful) return;
    say("");
    const { path } = detail.requestConfig;
    if (isPost(detail) && (await keeping.waitingAnswer())?.address === path) keeping.dropAnswer();
  });

  // The same tap again. A form may have stood open for too long, so it gets a fresh token.
  const repeat = async ({ elt, triggeringEvent }, status) => {
    try {
      if (status === 403) await renew();
    } catch {
      return say("NotSent", { again: () => repeat({ elt, triggeringEvent }, status) });
    }
    const tapped = triggeringEvent?.submitter ?? elt; // htmx knows a button by its click
    if (!elt.isConnected) location.reload();
    else if (tapped.tagName === "FORM") tapped.requestSubmit();
    else tapped.click();
  };
  const renew = async () => {
    const { doc } = await unsent.pageAt(location.href);
    const token = doc.querySelector("[name=csrfmiddlewaretoken]")?.value;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token ?? field.value; });
  };

  const failed = async (request, status = 0, header = null) => {
    const seconds = unsent.secondsAsked(header);
    const kept = request.verb === "post" && status !== 413 && await unsent.keep(request, seconds);
    const again = kept ? unsent.send : () => repeat(request, status);
    if (status) unsent.sayRefused(status, { again, seconds });
    else say(kept ? "Kept" : navigator.onLine ? "NotSent" : "Offline", { again });
  };
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, ({ detail }) => {
    if (wholePage(detail)) failed(detail.requestConfig);
  }));

  // Going back to a page that does not come: the address is again that of the page on the screen.
  let shown = location.href;
  const nowShown = () => { shown = location.href; };
  ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"]
    .forEach((name) => document.addEventListener(name, nowShown));
  const stay = () => {
    history.pushState({ htmx: true }, "", shown);
    say(navigator.onLine ? "NotSent" : "Offline", { again: () => history.back() });
  };
  document.addEventListener("htmx:historyCacheMiss", ({ detail: { xhr } }) => {
    xhr.timeout = htmx.config.timeout;
    xhr.onerror = xhr.ontimeout = stay;
  });
  document.addEventListener("htmx:historyCacheMissLoadError", stay);

  // A page of ours that says what is wrong is shown. Else what was written stays on the screen.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr, requestConfig } = detail;
    if (xhr.status < 400 || !wholePage(detail)) return;
    const isPage = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html") && xhr.response.includes("<main");
    const tooMany = xhr.status === 429 && xhr.response.includes('id="too-many"');
    const refused = tooMany || xhr.status === 403 || xhr.status === 413 || xhr.status >= 500;
    const shown = isPage && !(refused && requestConfig?.verb === "post");
    detail.shouldSwap = shown;
    detail.isError = !shown;
    if (shown) detail.selectOverride = "main";
    else if (requestConfig) failed(requestConfig, xhr.status, xhr.getResponseHeader("Retry-After"));
  });
})();
