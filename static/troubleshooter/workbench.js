// What makes the workbench quicker. Everything works without it.
"use strict";

// Copying needs a script, so the button appears only with one. It says itself that it is done.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
      const status = document.getElementById("parts-status");
      button.textContent = "Copied";
      if (status) status.textContent = "Copied.";
    });
  });
})();

// Content: rows are dragged to their place. The buttons “Move up” and “Move down” do the same.
(() => {
  const FAILED = "That did not reach the portal. The list is as it was. Try again.";
  let dragged = null;

  const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")];
  const orderOf = (list) => rowsOf(list).map((row) => row.dataset.row).join(",");

  const say = (words) => {
    const status = document.getElementById("parts-status");
    if (status) status.textContent = words;
  };

  const putBack = (form) => {
    const list = form.querySelector("ol");
    const rows = new Map(rowsOf(list).map((row) => [row.dataset.row, row]));
    form.elements.seen.value.split(",").forEach((pk) => list.append(rows.get(pk)));
    form.elements.order.value = form.elements.dragged.value = "";
    let said = form.parentElement.querySelector("[data-said]");
    if (!said) {
      said = document.createElement("p");
      said.dataset.said = "";
      form.before(said);
    }
    said.className = "part-said part-failed";
    said.textContent = FAILED;
    say(FAILED);
  };

  const begin = (event) => {
    const handle = event.target.closest("[data-drag]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    dragged = handle.closest("[data-row]");
    dragged.classList.add("part-dragged");
    // The list, not the handle: a node that is moved would lose the pointer.
    dragged.parentElement.setPointerCapture(event.pointerId);
  };

  const drag = (event) => {
    if (!dragged) return;
    const list = dragged.parentElement;
    const middle = (row) => {
      const box = row.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const others = rowsOf(list).filter((row) => row !== dragged);
    const next = others.find((row) => event.clientY < middle(row)) || null;
    if (next !== dragged.nextElementSibling) list.insertBefore(dragged, next);
  };

  const drop = (event) => {
    if (!dragged) return;
    const row = dragged;
    const form = row.closest("form");
    dragged = null;
    row.classList.remove("part-dragged");
    if (event.type === "pointercancel") return putBack(form);
    const order = orderOf(form.querySelector("ol"));
    if (order === form.elements.seen.value) return;
    form.elements.order.value = order;
    form.elements.dragged.value = row.dataset.row;
    form.requestSubmit();
  };

  const failed = (event) => {
    const form = event.detail.elt.closest("form[data-order]");
    if (form) putBack(form);
  };

  if (document.querySelector("[data-order]")) {
    document.documentElement.classList.add("can-drag");
    document.addEventListener("pointerdown", begin);
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", drop);
    ["responseError", "sendError", "timeout", "swapError"].forEach((name) => {
      document.addEventListener(`htmx:${name}`, failed);
    });
    document.addEventListener("htmx:afterSettle", (event) => {
      const said = event.target.querySelector("[data-said]");
      if (said) say(said.textContent);
    });
  }
})();
