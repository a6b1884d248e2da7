// The grid of the workspace: arrow keys and Enter move between cells, and what was typed can be undone.
// Nothing depends on it: the form has its own button.
const done = [];

function cellsOf(form) {
  return [...form.querySelectorAll("[data-cell]")];
}

function beside(cell, key) {
  const form = cell.form;
  const row = cell.closest("tr");
  const rows = [...form.querySelectorAll("tr")].filter((one) => one.querySelector("[data-cell]"));
  const inRow = [...row.querySelectorAll("[data-cell]")];
  const column = inRow.indexOf(cell);
  if (key === "ArrowLeft") return inRow[column - 1];
  if (key === "ArrowRight") return inRow[column + 1];
  const other = rows[rows.indexOf(row) + (key === "ArrowUp" ? -1 : 1)];
  return other?.querySelectorAll("[data-cell]")[column];
}

function mayLeave(cell, key) {
  if (key === "ArrowLeft") return cell.selectionStart === 0;
  if (key === "ArrowRight") return cell.selectionEnd === cell.value.length;
  return true;
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  if (!cell) return;
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && cell.value === cell.dataset.was) {
    event.preventDefault();
    undo();
    return;
  }
  const moves = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter"];
  if (!moves.includes(event.key) || event.altKey || event.ctrlKey) return;
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const next = whole || mayLeave(cell, event.key) ? beside(cell, event.key) : null;
  if (event.key === "Enter") event.preventDefault();
  if (next) {
    event.preventDefault();
    next.focus();
    next.select();
  } else if (event.key === "Enter") {
    cell.blur();
    cell.focus();
  }
});

document.addEventListener("focusin", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  if (cell) {
    cell.dataset.was = cell.value;
    cell.select();
  }
});

document.addEventListener("change", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  if (!cell || cell.dataset.undoing) return;
  done.push([cell.id, cell.dataset.was ?? cell.defaultValue]);
  show(cell.form);
});

function show(form) {
  const button = form.querySelector("[data-undo]");
  if (button) button.hidden = done.length === 0;
}

function undo() {
  const last = done.pop();
  const cell = last && document.getElementById(last[0]);
  if (!cell) return;
  cell.value = last[1];
  cell.dataset.undoing = "true";
  cell.dispatchEvent(new Event("change", { bubbles: true }));
  delete cell.dataset.undoing;
  show(cell.form);
  cell.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo]")) undo();
});

// The table comes anew after each save; keep the cell that one had come to, and what is typed in it.
let held = null;
document.addEventListener("htmx:before:swap", () => {
  const cell = document.activeElement?.closest?.("[data-cell]");
  held = cell ? { id: cell.id, value: cell.value, was: cell.dataset.was, from: cell.selectionStart, to: cell.selectionEnd } : null;
});
document.addEventListener("htmx:after:swap", () => {
  const cell = held && document.getElementById(held.id);
  if (!cell || document.activeElement === cell) return;
  if (held.value !== held.was) cell.value = held.value;
  cell.focus();
  if (held.value !== held.was) cell.setSelectionRange(held.from, held.to);
});

// What is saved by itself needs no warning when the page is left.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) delete form.dataset.changed;
});
for (const form of document.querySelectorAll("form[data-guard]")) cellsOf(form);
