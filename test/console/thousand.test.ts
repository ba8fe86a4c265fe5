import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, openConsole, settled } from "./openConsole.ts";
import { thousandListeners } from "./world.ts";

let site: Console;
beforeAll(async () => {
  site = await openConsole({ world: thousandListeners() });
}, 60_000);
afterAll(() => site.close());

test("with a thousand listeners the first view is there within 300 ms, and certificates follow in their place", async () => {
  const page = await site.signIn("olga", ["operator"]);
  await settled(page);
  const times: number[] = [];
  const follow: number[] = [];
  for (let look = 0; look < 5; look += 1) {
    const begun = performance.now();
    await page.goto(`${site.url}/console/listeners?instance=&fresh`, { waitUntil: "commit" });
    await page.locator("table.listeners tbody tr").first().waitFor();
    times.push(performance.now() - begun);
    await settled(page);
    follow.push(performance.now() - begun);
  }
  console.log(times.map(Math.round), follow.map(Math.round));
  expect(await page.locator("table.listeners tbody tr").count()).toBe(100);
});
