{% load static %}// Without a connection: this visit's page, as the page itself has kept it. Nothing else is kept.
"use strict";
const HOME = "{% url "home" %}";
const OFFLINE = "{% url "offline" %}";
const SHELL = [
  OFFLINE,
  "{% static "troubleshooter/portal.css" %}",
  "{% static "troubleshooter/page.js" %}",
];
const FILES = ["{% get_static_prefix %}", `${HOME}pictures/`];
const PATIENCE = 10_000;
const THIRTY_DAYS = 30 * 864e5;

const pathOf = (request) => new URL(request.url).pathname;

const tidied = async () => {
  const shell = await caches.open("shell");
  for (const known of await shell.keys()) {
    if (!SHELL.includes(pathOf(known))) await shell.delete(known);
  }
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open("shell").then((shell) => shell.addAll(SHELL)));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), tidied()]));
});

// The page that is kept, as the request for it; undefined where none is, or one as old as a visit gets.
const keptPage = async () => {
  if (!await caches.has("kept")) return undefined;
  const kept = await caches.open("kept");
  const page = (await kept.keys()).find((one) => /\/(questions|steps)\//.test(pathOf(one)));
  if (!page) return undefined;
  const since = Date.parse((await kept.match(page)).headers.get("Date"));
  if (Date.now() - since < THIRTY_DAYS) return page;
  await caches.delete("kept");
  return undefined;
};

const withPatience = (answer) => Promise.race([
  answer,
  new Promise((_, give_up) => { setTimeout(give_up, PATIENCE); }),
]);

// Another page of the same guide leads to the one that is kept, under its own address.
const withoutConnection = async (request, page) => {
  const path = pathOf(request);
  if (!page) return caches.match(OFFLINE, { ignoreVary: true });
  if (request.method === "GET" && path === pathOf(page)) return caches.match(page);
  const guide = pathOf(page).replace(/(questions|steps)\/.*$/, "");
  if (path === HOME || path.startsWith(guide)) return Response.redirect(page.url, 303);
  return caches.match(OFFLINE, { ignoreVary: true });
};

const navigated = async (request) => {
  const page = await keptPage();
  try {
    const same = page && request.method === "GET" && pathOf(request) === pathOf(page);
    const answer = await (same ? withPatience(fetch(request)) : fetch(request));
    // A post without our script changes the visit, and nobody keeps the page that comes next.
    if (request.method === "POST") await caches.delete("kept");
    return answer;
  } catch {
    return withoutConnection(request, page);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(request);
  if (new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (path === HOME || path.startsWith(`${HOME}guides/`)) event.respondWith(navigated(request));
  } else if (request.method === "GET" && FILES.some((start) => path.startsWith(start))) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request, { ignoreVary: true }) || Response.error()));
  }
});
