// The token against forged posts, and when the page was fetched: forms need both, and they are others
// each time. The token is taken over from page to page; the mark comes beside the page. So what is in a
// page itself can be packed well.
"use strict";
(() => {
  const TOKEN = "csrfmiddlewaretoken";
  let token = "";

  // The newest on the page: a form that stood open for too long has got a fresh one.
  const look = () => { token = document.querySelector(`[name=${TOKEN}]`)?.value || token; };
  const put = (form, name, value) => {
    if (!value || form.querySelector(`[name=${name}]`)) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.prepend(field);
  };

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    look();
    if (token) detail.headers["Form-Marks"] = "known";
  });
  // Before anything else looks at the page, or keeps it.
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const mark = detail.xhr?.getResponseHeader("Page-Mark");
    document.querySelectorAll("form[method=post]").forEach((form) => {
      put(form, TOKEN, token);
      if (form.closest("main")) put(form, "page", mark);
    });
  });
})();
