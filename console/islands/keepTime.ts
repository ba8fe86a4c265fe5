import { elapsedText } from "./elapsedText.ts";

/** Lets clocks go on that the server has rendered: each from what it showed when it came. */
export function keepTime(): void {
  setInterval(() => {
    for (const clock of document.querySelectorAll<HTMLElement>("[data-elapsed]")) {
      const text = elapsedText(elapsedOf(clock));
      if (clock.textContent !== text) clock.textContent = text;
    }
  }, 250);
}

/** By the element and what the server said: a clock that was told anew begins anew. */
const begun = new WeakMap<HTMLElement, { shown: string; at: number }>();

function elapsedOf(clock: HTMLElement): number {
  const shown = clock.dataset.elapsed ?? "0";
  const known = begun.get(clock);
  if (known === undefined || known.shown !== shown) begun.set(clock, { shown, at: performance.now() });
  return Number(shown) + performance.now() - (begun.get(clock)?.at ?? 0);
}
