// Tables that are filled in: what is left is shown while one types, and arrows go from row to row. All works without.

const form = document.querySelector("form[data-grid]");
const number = new Intl.NumberFormat(document.documentElement.lang || "nb", { maximumFractionDigits: 5 });

function amount(text) {
  const bare = text.replace(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-").replace(",", ".");
  return bare === "" ? 0 : Number(bare);
}

function show(key) {
  const whole = form.querySelector(`[data-whole="${key}"]`);
  const left = form.querySelector(`[data-left="${key}"]`);
  if (!whole || !left) return;
  const unit = Number(form.dataset.unit || 100000);
  const cells = [...form.querySelectorAll(`[data-sum="${key}"]`)];
  const rest = Number(whole.dataset.ore) / unit - cells.reduce((sum, cell) => sum + amount(cell.value), 0);
  const shown = Number.isNaN(rest) ? "?" : number.format(Math.round(rest * 1e5) / 1e5).replace("-", "\u2212");
  left.textContent = shown;
  left.classList.toggle("is-off", shown !== "0");
}

if (form) {
  const keys = new Set([...form.querySelectorAll("[data-sum]")].map((cell) => cell.dataset.sum));
  keys.forEach(show);
  form.addEventListener("input", (event) => event.target.dataset.sum && show(event.target.dataset.sum));
  form.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    const key = event.target.dataset?.sum;
    if (!steps || !key || event.target.tagName !== "INPUT") return;
    const cells = [...form.querySelectorAll(`input[data-sum="${key}"]`)];
    event.preventDefault();
    cells[cells.indexOf(event.target) + steps]?.focus();
  });
}
