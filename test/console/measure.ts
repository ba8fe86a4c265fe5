import type { Page } from "playwright-core";

/** What a page notes about itself while it is used. */
interface Recorded {
  /** Milliseconds from an interaction until the next frame was painted, for each (Event Timing). */
  interactions: number[];
  /** When something new was painted (ms since 1970), and the last event of the execution that it told of. */
  painted: { at: number; seen: number }[];
}

/** Lets a page note how long interactions take, and when events of an execution are on the screen. */
export async function noteTimes(page: Page): Promise<void> {
  await page.addInitScript({ content: RECORDING });
}

/** What it has recorded so far, since the page was loaded. */
export async function recordedBy(page: Page): Promise<Recorded> {
  return (await page.evaluate("recorded")) as Recorded;
}

/** Runs in the page. The second frame begins when the first one, with the event, is on the screen. */
const RECORDING = `
  globalThis.recorded = { interactions: [], painted: [] };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId > 0) recorded.interactions.push(duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  document.addEventListener("live", ({ target }) => {
    const seen = Number(target.dataset.seen);
    requestAnimationFrame(() => requestAnimationFrame(() => recorded.painted.push({ at: Date.now(), seen })));
  });
`;
