import { request } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { openBrowser } from "../../test/console/openBrowser.ts";
import { withoutTimers } from "../../test/support/withoutTimers.ts";
import { localDeployment } from "../localDeployment.ts";
import { openPages } from "./console.ts";

describe("albflow console", () => {
  let cloud: LocalCloud;
  let browser: Browser;
  let pages: Awaited<ReturnType<typeof openPages>>;
  const settings = { ...process.env };
  const said: string[] = [];
  const at = (path: string) => `${new URL(pages.address).origin}${path}`;

  /** A status; `host` is what a name that leads here would send. */
  const statusOf = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Promise<number>((resolve, reject) => {
      request(at(path), { method, headers }, (answer) => resolve(answer.resume().statusCode ?? 0))
        .once("error", reject)
        .end();
    });

  beforeAll(async () => {
    const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
    const deployment = withoutTimers(localDeployment(target));
    const seed = "local/seed/example.yaml";
    [cloud, browser] = await Promise.all([
      startLocalCloud({ ...target, port: 0, fast: true, seed, deployment }),
      openBrowser(),
    ]);
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    pages = await openPages({ local: true, port: new URL(cloud.endpoints.console).port });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await pages.close();
    await browser.close();
    await cloud.close();
    process.env = settings;
  });

  test("is on this machine alone, and refuses names that lead here, other sites and secrets that are none", async () => {
    const { hostname, origin } = new URL(pages.address);
    expect(hostname).toBe("127.0.0.1");
    expect(await statusOf("/console", { host: "rebound.example.com" })).toBe(421);
    expect(await statusOf("/console", { "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await statusOf("/console", { "sec-fetch-site": "same-site" })).toBe(403);
    expect(await statusOf("/console/listeners", { origin: "https://evil.example.com" }, "POST")).toBe(403);
    expect(await statusOf("/once/none")).toBe(403);
    expect(await statusOf("/listeners")).toBe(401);
    // Whoever is not signed in is led to the form, not in.
    expect(await statusOf("/console", { origin })).toBe(303);
  });

  test("shows the deployment's pages to the browser that opens its address, once, as whom the keys belong to", async () => {
    const page = await browser.newPage();
    await page.goto(pages.address);
    expect(page.url()).toBe(at("/console"));
    await page.goto(at("/console/listeners"));
    expect(await page.textContent("body")).toContain("lsn-demo4u54y73wq7b");
    expect(await page.textContent("body")).toContain("root");
    expect(said.join("\n")).toContain(pages.address);
    const other = await browser.newContext();
    const second = await other.newPage();
    expect((await second.goto(pages.address))?.status()).toBe(403);
    await other.close();
    // A form of a page of ours is taken with its cookie, and one of nobody's is not.
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    expect(await statusOf("/console/operations/startListener", { cookie }, "POST")).toBe(403);
    await page.close();
  });
});
