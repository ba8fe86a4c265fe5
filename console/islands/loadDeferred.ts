import { morph } from "./morph.ts";

/** Fetches what stands in a page as to be loaded later, and puts it in its place; so also for what that brings. */
export function loadDeferred(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-deferred]")) {
    const { deferredAfter } = place.dataset;
    if (deferredAfter === undefined) void load(place);
    else setTimeout(() => void load(place), Number(deferredAfter) * 1_000);
  }
}

/** Fetches it again and again while somebody looks, and changes what differs; what fails is tried next time. */
async function keepUp(place: HTMLElement, from: string, pauseMs: number): Promise<void> {
  while (place.isConnected) {
    await new Promise((resume) => setTimeout(resume, pauseMs));
    if (document.hidden)
      await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
    try {
      const response = await fetch(from, { headers: { accept: "text/html" }, credentials: "same-origin" });
      if (response.redirected) return location.reload();
      if (!response.ok) continue;
      put(place, await response.text());
      // What has ended changes no more.
      if (place.querySelector("[data-ended]") !== null) return;
    } catch {
      // The next round tells.
    }
  }
}

/** Makes what stands in a place like what was fetched. */
function put(place: HTMLElement, text: string): void {
  const next = place.cloneNode(false) as HTMLElement;
  next.innerHTML = text;
  morph(place, next);
}

async function load(place: HTMLElement): Promise<void> {
  const from = place.dataset.deferred ?? "";
  place.removeAttribute("data-deferred");
  place.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(from, { headers: { accept: "text/html" }, credentials: "same-origin" });
    // A session that has ended leads to another page.
    if (response.redirected) return location.reload();
    // What somebody has ticked meanwhile stays ticked, and what they stand on stays theirs.
    put(place, await response.text());
  } catch {
    // What is only an addition is not missed.
    if (place.dataset.deferredQuiet !== undefined) return place.removeAttribute("aria-busy");
    const { lost = "", again = "" } = document.body.dataset;
    place.innerHTML = '<div class="notice bad" role="alert"><p></p><button type="button" data-again></button></div>';
    for (const [selector, text] of [
      ["p", lost],
      ["button", again],
    ] as const) {
      const element = place.querySelector(selector);
      if (element !== null) element.textContent = text;
    }
  }
  place.setAttribute("aria-busy", "false");
  if (place.dataset.deferredAgain !== undefined) void keepUp(place, from, Number(place.dataset.deferredAgain) * 1_000);
  place.querySelector("[data-again]")?.addEventListener("click", () => {
    place.dataset.deferred = from;
    void load(place);
  });
  loadDeferred(place);
}
