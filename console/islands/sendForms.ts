import { loadDeferred } from "./loadDeferred.ts";
import { morph } from "./morph.ts";
import { pickers } from "./pickers.ts";

/**
 * Sends the forms that say so without leaving the page: it says at once that it works, and what comes back is put in place
 * where it differs. Without this script they are sent like any form.
 */
export function sendForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.enhanced === undefined) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") void send(form, event.submitter);
  });
}

async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const said = button?.textContent ?? "";
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
  if (button !== null) button.textContent = form.dataset.busy ?? said;
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) if (typeof value === "string") body.append(name, value);
    const response = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    if (response.redirected) return location.assign(response.url);
    await show(await response.text());
  } catch {
    // Sent like any form, it ends on the browser's own page about what is wrong with the line.
    form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
    if (button !== null && button.textContent === form.dataset.busy) button.textContent = said;
  }
}

async function show(html: string): Promise<void> {
  const next = new DOMParser().parseFromString(html, "text/html");
  const [here, there] = [document.querySelector("main"), next.querySelector("main")];
  if (here === null || there === null) return location.reload();
  document.title = next.title;
  morph(here, there);
  loadDeferred(here);
  pickers(here);
  const answer = here.querySelector<HTMLElement>('[tabindex="-1"], [aria-invalid="true"]');
  answer?.focus({ preventScroll: true });
  answer?.scrollIntoView({ block: "nearest" });
}
