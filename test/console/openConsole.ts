import { mkdirSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { makeLocalIssuer } from "../../cli/local/localIssuer.ts";
import { localDeployment } from "../../cli/localDeployment.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { type Seed, startLocalCloud } from "../../local/localCloud.ts";
import { withoutTimers } from "../support/withoutTimers.ts";
import { openBrowser } from "./openBrowser.ts";

/** Pictures that both READMEs show, by what the tests that make them call them: `ALBFLOW_PICTURES=1` puts them into docs/images. */
export const PICTURES: Readonly<Record<string, string>> = {
  "listener-en-light-1360": "listener",
  "operation-plan": "plan",
  "approval-phone": "approval",
  "certificates-en-light-1360": "certificates",
  "execution-waits": "execution",
};

/** A local cloud with the pages in it, and a browser that looks at them. */
export interface Console {
  cloud: LocalCloud;
  browser: Browser;
  /** Where the pages are: the cloud's first port. */
  url: string;
  /** A token of the cloud's own issuer, for some days. */
  token(name: string, grants: string[], days?: number): Promise<string>;
  /** A window of a person who is signed in. Errors of its scripts fail the test: see `problems`. */
  signIn(name: string, grants: string[], options?: BrowserContextOptions): Promise<Page>;
  /** What browsers have complained about so far: failed scripts, refused content. */
  problems: string[];
  /** Keeps a picture of a page in dist/screenshots. */
  picture(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. The cloud lives in the machine's time, and changes take next to none. */
export async function openConsole(
  options: {
    seed?: Seed | string;
    environment?: Record<string, string>;
    changeMs?: number;
    /** Calls of one action of ALB in a minute; as ALB does unless given. */
    callsPerMinute?: number;
  } = {},
): Promise<Console> {
  const { seed = "local/seed/example.yaml", environment = {}, changeMs = 300, ...rates } = options;
  const issuer = makeLocalIssuer();
  const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const settings = { ...issuer.environment, ALBFLOW_RATE_PER_MINUTE: "1000000", ...environment };
  const [cloud, browser] = await Promise.all([
    startLocalCloud({
      ...place,
      port: 0,
      seed,
      changeMs,
      ...rates,
      deployment: withoutTimers(localDeployment(place, settings)),
    }),
    openBrowser(),
  ]);
  const url = cloud.endpoints.console;
  const problems: string[] = [];
  const token = (name: string, grants: string[], days = 1) =>
    issuer.token({ name, grants, now: cloud.clock.now(), days });
  return {
    cloud,
    browser,
    url,
    problems,
    token,
    async signIn(name, grants, contextOptions = {}) {
      const context = await browser.newContext({
        locale: "en-GB",
        viewport: { width: 1360, height: 900 },
        ...contextOptions,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => {
        const text = message.text();
        // A page that says that something is missing is an answer.
        if (message.type() === "error" && !/the server responded with a status of/.test(text)) problems.push(text);
      });
      await page.goto(`${url}/console/sign-in#token=${await token(name, grants)}`);
      await page.waitForURL(`${url}/console`);
      return page;
    },
    async picture(page, name) {
      const shown = process.env.ALBFLOW_PICTURES === undefined ? undefined : PICTURES[name];
      const folder = shown === undefined ? "dist/screenshots" : "docs/images";
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${shown ?? name}.png`, fullPage: true });
    },
    async close() {
      await browser.close();
      await cloud.close();
    },
  };
}

/** Waits until nothing in a page is being read any more. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 60_000, interval: 20 }).toBe(0);
}
