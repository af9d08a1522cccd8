// A chosen word fills the number; a typed number shows its word; a row shows its sum.
// Without it the same happens when the form is sent.
"use strict";
{
  const NUMBER = "[+-]?(?:\\d+(?:[.,]\\d*)?|[.,]\\d+)(?:e[+-]?\\d+)?";
  const number = (text) => Number(text.replace(",", "."));
  const odds = (chance) => {
    const held = Math.min(Math.max(chance, 1e-9), 1 - 1e-9);
    return Math.log(held / (1 - held));
  };
  const wordsOf = (select) =>
    [...select.options].filter((one) => one.value && one.value !== "none")
      .map((one) => ({ word: one.text, chance: Number(one.value) }));

  const parsed = (text, select) => {
    const said = text.trim().toLowerCase().replace(/\s+/g, " ");
    const word = wordsOf(select).find((one) => one.word === said);
    if (word) return word.chance;
    const percent = said.match(`^(${NUMBER}) ?(?:%|per ?cent)$`);
    if (percent) return number(percent[1]) / 100;
    const frequency = said.match(`^(${NUMBER}) ?(?:in|of|out of|/) ?(${NUMBER})$`);
    if (frequency) return number(frequency[1]) / number(frequency[2]);
    return said.match(`^${NUMBER}$`) ? number(said) : NaN;
  };

  const showWord = (input, select) => {
    const chance = parsed(input.value, select);
    select.selectedIndex = 0;
    if (!Number.isFinite(chance)) {
      select.options[0].text = "–";
      return;
    }
    const far = (one) => Math.abs(odds(one.chance) - odds(chance));
    const near = wordsOf(select).reduce((best, one) => (far(one) < far(best) ? one : best));
    select.options[0].text = near.chance === chance ? near.word : `≈ ${near.word}`;
  };

  const showSum = (row) => {
    const cells = [...row.querySelectorAll(".chance")];
    const chances = cells.map((cell) =>
      parsed(cell.querySelector("input").value, cell.querySelector("select")));
    const named = chances.some(Number.isFinite);
    const sum = chances.reduce((all, one) => all + (Number.isFinite(one) ? one : 0), 0);
    const right = !named || (chances.every(Number.isFinite) && Math.abs(sum - 1) <= 0.005);
    const said = !named ? "–" : `${Math.round(sum * 1000) / 1000} ${right ? "✓" : "✗"}`;
    row.querySelector("output").textContent = said;
    row.querySelector("[name=scale]").hidden = right;
  };

  document.addEventListener("change", (event) => {
    const chance = event.target.closest(".chance");
    if (!chance || event.target.tagName !== "SELECT" || !event.target.value) return;
    const input = chance.querySelector("input");
    input.value = event.target.value === "none" ? "" : event.target.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("input", (event) => {
    const chance = event.target.closest(".chance");
    if (!chance || event.target.tagName !== "INPUT") return;
    showWord(event.target, chance.querySelector("select"));
    const row = event.target.closest("[data-sum]");
    if (row) showSum(row);
  });
}
