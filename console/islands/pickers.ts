/** Lets people type to search in lists to choose from: every `select` that says so becomes a combobox (ARIA 1.2). */
export function pickers(root: ParentNode): void {
  for (const select of root.querySelectorAll<HTMLSelectElement>("select[data-picker]")) upgrade(select);
  for (const box of root.querySelectorAll<HTMLElement>("[data-filter]")) addFilter(box);
}

function upgrade(select: HTMLSelectElement): void {
  const { id } = select;
  const place = document.createElement("div");
  place.className = "picker";
  const input = document.createElement("input");
  const list = document.createElement("ul");
  for (const name of ["aria-describedby", "aria-required", "aria-invalid"]) {
    const value = select.getAttribute(name);
    if (value !== null) input.setAttribute(name, value);
  }
  Object.assign(input, { id, className: "long", autocomplete: "off", spellcheck: false });
  setAll(input, {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
  });
  setAll(list, { id: `${id}-list`, role: "listbox", "aria-label": select.labels[0]?.textContent?.trim() ?? "" });
  list.hidden = true;
  const { planned } = select.dataset;
  if (planned !== undefined) {
    const hint = document.createElement("p");
    Object.assign(hint, { id: `${id}-planned`, className: "hint", textContent: planned });
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${hint.id}`.trim());
    select.after(hint);
  }
  select.removeAttribute("id");
  select.removeAttribute("data-picker");
  select.hidden = true;
  select.before(place);
  place.append(input, list, select);
  const options = Array.from(select.options).filter(({ value }) => value !== "");
  let active = -1;

  const textOf = (option: HTMLOptionElement | undefined) => option?.text.trim().replaceAll(/\s+/g, " ") ?? "";
  // Why it does not fit stands behind a dash, and is not looked for.
  const searched = (option: HTMLOptionElement) => textOf(option).split(" — ")[0]?.toLowerCase() ?? "";
  const chosen = () => (select.value === "" ? undefined : select.selectedOptions[0]);
  const rows = () => Array.from(list.children) as HTMLElement[];

  function restore(): void {
    list.hidden = true;
    active = -1;
    input.value = textOf(chosen());
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function open(search: string): void {
    const words = search.toLowerCase().split(/\s+/);
    const meant = options.filter((option) => words.every((word) => searched(option).includes(word)));
    list.replaceChildren(
      ...meant.map((option, at) => {
        const row = document.createElement("li");
        setAll(row, { id: `${id}-option-${at}`, role: "option", "aria-selected": String(option.selected) });
        row.dataset.value = option.value;
        row.textContent = textOf(option);
        row.classList.toggle("unfit", option.parentElement?.tagName === "OPTGROUP");
        return row;
      }),
    );
    if (meant.length === 0) {
      const none = document.createElement("li");
      setAll(none, { role: "option", "aria-disabled": "true", "aria-selected": "false" });
      none.textContent = select.dataset.nothing ?? "";
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    move(meant.length > 0 && search !== "" ? 0 : -1);
  }

  function move(to: number): void {
    active = to;
    for (const [at, row] of rows().entries()) row.classList.toggle("active", at === to);
    const row = rows()[to];
    if (row === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", row.id);
    row?.scrollIntoView({ block: "nearest" });
  }

  function choose(row: HTMLElement | undefined): void {
    if (row?.dataset.value === undefined) return;
    select.value = row.dataset.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    restore();
    if (planned !== undefined) select.form?.requestSubmit();
  }

  input.addEventListener("input", () => {
    if (input.value === "") select.value = "";
    open(input.value);
  });
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", restore);
  // The input keeps the focus, so that its blur does not close the list under the pointer.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => choose((target as Element).closest<HTMLElement>("li") ?? undefined));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (list.hidden) open("");
      const count = rows().length;
      move((active + step + count) % count);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (active >= 0) choose(rows()[active]);
    } else if (event.key === "Escape" && !list.hidden) restore();
  });
  restore();
}

/** A field above a list of boxes that shows those that hold what is typed; what is ticked stays visible. */
function addFilter(box: HTMLElement): void {
  const { filter = "" } = box.dataset;
  box.removeAttribute("data-filter");
  const labels = Array.from(box.querySelectorAll("label"));
  if (labels.length < MANY) return;
  const input = document.createElement("input");
  input.type = "search";
  setAll(input, { "aria-label": filter, placeholder: filter });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const label of labels) {
      const text = label.textContent?.toLowerCase() ?? "";
      label.hidden = !words.every((word) => text.includes(word)) && label.querySelector("input:checked") === null;
    }
  });
  box.before(input);
}

const MANY = 6;

function setAll(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
