import { morph } from "./morph.ts";

/** Keeps the part of a page up to date that says where its events come from, until the server says that it ends. */
export function followLive(): void {
  const part = document.querySelector<HTMLElement>("[data-live]");
  if (part !== null) void follow(part);
}

/** Asks again and again, from the last event that was seen on: at once after an event, after a growing pause when it failed. */
async function follow(part: HTMLElement): Promise<void> {
  for (let failures = 0; part.dataset.live !== undefined; ) {
    const problem = await nextEvents(part);
    failures = problem === undefined ? 0 : failures + 1;
    // One failure may be anything, and being told to wait a little is none.
    describeLost(problem === "offline" || failures > (problem === "wait" ? 3 : 1));
    if (problem === "signedOut") return location.reload();
    if (problem !== undefined) await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0);
    // A page that nobody looks at asks nothing.
    if (document.hidden)
      await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
  }
}

type Problem = "failed" | "offline" | "signedOut" | "wait";

const PAUSES_MS = [300, 1_000, 2_000, 4_000, 8_000];

/** How long the server may stay silent: it answers after 20 seconds even if nothing has happened. */
const POLL_TIMEOUT_MS = 35_000;

async function nextEvents(part: HTMLElement): Promise<Problem | undefined> {
  const { live = "", seen = "0" } = part.dataset;
  const offline = new AbortController();
  addEventListener("offline", () => offline.abort(), { signal: offline.signal });
  const timer = setTimeout(() => offline.abort(), POLL_TIMEOUT_MS);
  try {
    const response = await fetch(live, {
      headers: { accept: "text/event-stream", "last-event-id": seen },
      signal: offline.signal,
    });
    // Whoever is not signed in any more is led to where they can be.
    if (response.redirected || response.status === 401) return "signedOut";
    if (response.status === 429) return "wait";
    if (!response.ok) return "failed";
    for (const { event, data } of eventsIn(await response.text())) {
      if (event === "page") show(part, JSON.parse(data) as string);
      if (event === "end") delete part.dataset.live;
    }
    return undefined;
  } catch {
    return navigator.onLine ? "failed" : "offline";
  } finally {
    clearTimeout(timer);
    // Takes the listener away, too.
    offline.abort();
  }
}

/** Puts what is new in its place. */
function show(part: HTMLElement, html: string): void {
  const next = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (next !== null) morph(part, next);
  part.dispatchEvent(new CustomEvent("live", { bubbles: true }));
}

/** The events of a stream that has ended. */
function eventsIn(text: string): { event: string; data: string }[] {
  return text.split("\n\n").flatMap((block) => {
    const fields = block.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
    const fieldOf = (name: string) => fields.find(([, field]) => field === name)?.[2];
    const event = fieldOf("event");
    return event === undefined ? [] : [{ event, data: fieldOf("data") ?? "" }];
  });
}

/** Says that the page is not up to date, in its own words. */
function describeLost(isLost: boolean): void {
  const notice = document.querySelector<HTMLElement>("[data-connection]");
  if (notice !== null && notice.hidden === isLost) notice.hidden = !isLost;
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => {
    setTimeout(resume, ms);
    // Back online, nobody wants to wait any longer.
    addEventListener("online", () => resume(), { once: true });
  });
}
