import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consoleAssets } from "../../build/consoleAssets.mjs";
import { inWholeSuite, longTest } from "../support/sampled.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";
import { thousandListeners } from "./seed.ts";

let site: Console;
beforeAll(async () => {
  // How fast ALB answers is looked at in the second test alone.
  site = await openConsole({ seed: thousandListeners(), callsPerMinute: 100_000 });
});
afterAll(() => site?.close());

const at = (path: string) => `${site.url}/console${path}`;

longTest(
  "with a thousand listeners the first view takes a few times what an empty page does, and certificates follow in their place",
  async () => {
    const page = await site.signIn("olga", ["operator"]);
    // The best of five of what the browser itself says: from the click until it has the whole page.
    const fastest = async (path: string) => {
      const times: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        await page.goto(at(path));
        times.push((await page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")) as number);
        await settled(page);
      }
      return Math.min(...times);
    };
    const empty = await fastest("/approvals");
    const hundredRows = await fastest("/listeners?fresh");
    const rows = page.locator("table.listeners tbody tr");
    expect(await rows.count()).toBe(100);
    expect(await rows.first().innerText()).toContain("site-0.example.com");
    expect(await page.locator(".caption").innerText()).toContain("1000 listeners");
    expect(hundredRows / empty).toBeLessThanOrEqual(8);
    await page.context().close();
  },
);

inWholeSuite(() => {
  test("a thousand listeners are searched for those in trouble as fast as ALB answers, and the page says how far it is", async () => {
    const paced = await openConsole({ seed: thousandListeners() });
    try {
      const page = await paced.signIn("olga", ["operator"]);
      await page.goto(`${paced.url}/console/listeners?trouble=1`);
      await settled(page);
      expect(await page.locator('main [role="status"]').innerText()).toMatch(/ \d+ of 1000 /);
    } finally {
      await paced.close();
    }
  });
});

test("script and style weigh at most 60 KiB together as they are sent", async () => {
  const { assets } = await consoleAssets();
  const bytes = [assets.script, assets.style].map(({ text }) => brotliCompressSync(text).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * 1024);
});
