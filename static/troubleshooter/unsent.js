// An answer that did not get through: kept on the phone, and sent once when the connection is back.
"use strict";
const unsent = (() => {
  const PATIENCE = 10_000;
  const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds
  const NAMES = ["from", "option", "result", "confirm"];
  let next = 0;
  let tries = 0;
  let work = null;

  // What the server had as the answer when it made this page.
  const said = (page) => page.querySelector("main [name=option][checked], main [name=result][aria-current]")?.value ?? "";

  // Which answer, to which address, and the mark of the page: nothing that somebody typed.
  const keep = async ({ path, formData }, seconds = 0) => {
    const name = NAMES.find((one) => formData.has(one));
    if (!keeping.ofVisit() || !name) return false;
    const kept = await keeping.keepAnswer({
      address: path,
      page: location.pathname,
      name,
      value: formData.get(name),
      mark: formData.get("page"),
      before: said(document),
    });
    if (kept) sendLater(seconds);
    return kept;
  };

  const ask = async (address, signal, options) => {
    const answer = await fetch(address, { cache: "no-store", signal, ...options });
    if (!answer.ok) throw answer;
    return answer;
  };
  const pageAt = async (address, signal = AbortSignal.timeout(PATIENCE)) => {
    const answer = await ask(address, signal);
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { address: answer.url, moved: answer.redirected, doc };
  };

  // The page is asked for first: it says whether the answer has arrived already, or another one from
  // elsewhere, and it brings a fresh token. Then the server's word stands.
  const bring = async (answer, signal) => {
    const { address, moved, doc } = await pageAt(answer.page, signal);
    if (moved) return address;
    const offered = [...doc.querySelectorAll("#move [name], [form=move]")]
      .some(({ name, value }) => name === answer.name && value === answer.value);
    if (!offered || said(doc) !== answer.before) {
      const stays = answer.name === "confirm" || answer.name === "from";
      return stays ? answer.page : answer.page.replace(/(questions|steps)\/[^/]+\/$/, "next/");
    }
    const body = new URLSearchParams({
      csrfmiddlewaretoken: doc.querySelector("[name=csrfmiddlewaretoken]").value,
      page: answer.mark ?? "",
      [answer.name]: answer.value,
    });
    return (await ask(answer.address, signal, { method: "POST", body })).url;
  };

  // One tab at a time; the others then find nothing that waits.
  const send = () => navigator.locks?.request("answer", { ifAvailable: true }, async (lock) => {
    clearTimeout(next);
    const answer = lock && await keeping.waitingAnswer();
    if (!answer) return;
    work = new AbortController();
    const { signal } = work;
    const patience = setTimeout(() => work?.abort(), 2 * PATIENCE);
    try {
      const address = await bring(answer, signal);
      await keeping.dropAnswer();
      if (location.pathname === answer.page) location.assign(address);
      else say("");
    } catch (problem) {
      if (work?.signal === signal) notYet(problem, answer);
    } finally {
      clearTimeout(patience);
    }
  });

  const notYet = (problem, answer) => {
    const refused = problem instanceof Response;
    const seconds = refused ? secondsAsked(problem.headers.get("Retry-After")) : 0;
    if (refused) sayRefused(problem.status, { again: send, seconds });
    else if (location.pathname === answer.page) say("Kept", { again: send });
    sendLater(seconds);
  };
  const sendLater = (seconds) => {
    clearTimeout(next);
    next = setTimeout(send, 1000 * (seconds || PAUSES[Math.min(tries, PAUSES.length - 1)]));
    tries += 1;
  };

  // Somebody answers anew: what is under way for them is given up.
  const giveUp = () => {
    clearTimeout(next);
    work?.abort();
    work = null;
    tries = 0;
  };

  // Retry-After is a number of seconds, or a date; 0 where there is none.
  const secondsAsked = (header) => {
    if (!header) return 0;
    const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    return Math.max(0, Math.ceil(seconds)) || 0;
  };
  const sayRefused = (status, { again, seconds }) => {
    if (status === 413) say("TooLong", { again });
    else if (status === 403) say("Stale", { again });
    else say(seconds ? "Wait" : "Refused", { again, seconds });
  };

  addEventListener("online", () => {
    tries = 0;
    delete document.documentElement.dataset.kept;
    send();
  });
  addEventListener("offline", () => {
    if (keeping.isMove() && document.getElementById("again").hidden) say("Offline");
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });

  // Begun: with a page that the worker had kept, or with one from the server.
  const begin = async () => {
    if (!("kept" in document.documentElement.dataset)) return send();
    const waits = await keeping.waitingAnswer();
    say(waits ? "Kept" : "KeptPage", { again: waits ? send : () => location.reload() });
    if (waits) sendLater(0);
  };
  begin();

  return { keep, send, pageAt, giveUp, secondsAsked, sayRefused };
})();
