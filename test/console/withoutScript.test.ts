import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certificatesWords } from "../../console/views/certificates/certificatesWords.ts";
import { executionsWords } from "../../console/views/executions/executionsWords.ts";
import { type Console, openConsole } from "./openConsole.ts";

let site: Console;
let page: Page;
beforeAll(async () => {
  site = await openConsole();
  const context = await site.browser.newContext({ javaScriptEnabled: false, locale: "zh-CN" });
  const value = await site.token("anna", ["operator", "approver"]);
  await context.addCookies([{ name: "albflow_session", value, url: site.url }]);
  page = await context.newPage();
});
afterAll(() => site?.close());

const at = (path: string) => `${site.url}/console${path}`;
const LINKS = { zh: "不使用脚本查看", en: "Show without script" };

/** Where the links lead that a page shows to a browser without script. */
async function linksOf(path: string, name = LINKS.zh): Promise<string[]> {
  await page.goto(at(path));
  const links = await page.getByRole("link", { name }).all();
  return Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
}

/** What a page says, opened as such a browser opens it. */
async function mainOf(address: string): Promise<string> {
  await page.goto(`${site.url}${address}`);
  expect(await page.locator("header.top").count()).toBe(1);
  expect(await page.locator("h1").count()).toBe(1);
  return page.locator("main").innerText();
}

test.each([
  ["", 5],
  ["/listeners?fresh", 1],
  ["/certificates?fresh", 1],
  ["/executions", 1],
  ["/approvals", 1],
  ["/listeners/lsn-demo4u54y73wq7b", 2],
])("each part of /console%s that is read later has a link to a page of its own", async (path, count) => {
  const links = await linksOf(path);
  expect(links).toHaveLength(count);
  expect(await page.locator(".reading:visible, .pending:visible").count()).toBe(0);
  for (const link of links) {
    const main = await mainOf(link);
    expect(main).not.toMatch(/正在读取|读取中/);
    expect(main.length).toBeGreaterThan(20);
  }
});

test("the links are in both languages, and what they lead to is in the language of the page", async () => {
  const [link = ""] = await linksOf("/executions?lang=en", LINKS.en);
  expect(await mainOf(link)).toContain(executionsWords.none[0]);
  await page.goto(at("?lang=zh"));
});

test("filters go along, and further links lead to the usual page", async () => {
  const [link = ""] = await linksOf("/certificates?trouble=1&fresh");
  expect(link).toBe("/console/certificates/rows?trouble=1&fresh=&whole");
  await mainOf(link);
  expect(await page.getByRole("link", { name: LINKS.zh }).count()).toBe(0);
  const again = page.getByRole("link", { name: certificatesWords.refresh[1] });
  expect(await again.getAttribute("href")).toBe("/console/certificates?trouble=1&fresh=");
});

test("what goes wrong there is a page too", async () => {
  await page.goto(at("/listeners/lsn-unknown/served?whole"));
  expect(await page.locator("header.top").count()).toBe(1);
  expect(await page.locator("main a.button").count()).toBeGreaterThan(0);
});

test("a script is sent the piece alone", async () => {
  const cookie = `albflow_session=${await site.token("anna", ["operator"])}`;
  const piece = await (await fetch(at("/approvals/waiting"), { headers: { cookie } })).text();
  expect(piece).not.toMatch(/<html|<h1/);
  expect(piece).toMatch(/^<div/);
});
