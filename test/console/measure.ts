import type { BrowserContext, Page } from "playwright-core";

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

/** What interactions take on a page of one field, on this machine and beside what else runs on it now. */
export async function interactionsOfPlainPage(context: BrowserContext): Promise<number[]> {
  const page = await context.newPage();
  await noteTimes(page);
  await page.goto("data:text/html,<input id=field>");
  await page.locator("#field").focus();
  await page.keyboard.type("a word of a list");
  const { interactions } = await recordedBy(page);
  await page.close();
  // Shorter ones than a frame are not told.
  return [16, ...interactions];
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
