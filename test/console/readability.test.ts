import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longTest, sampled } from "../support/sampled.ts";
import { checkAccess } from "./checkAccess.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";

let console_: Console;
beforeAll(async () => {
  console_ = await openConsole();
});
afterAll(() => console_?.close());

const LOOKS = [
  ["en", "light", 1360],
  ["en", "dark", 390],
  ["zh", "light", 390],
] as const;

describe.each(sampled(3, LOOKS))("in %s, %s, %i pixels wide", (language, colorScheme, width) => {
  const openPage = () =>
    console_.signIn("olga", ["operator"], {
      colorScheme,
      viewport: { width, height: 844 },
      locale: language === "zh" ? "zh-CN" : "en-GB",
    });
  async function checkPage(page: Page, name: string) {
    await settled(page);
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
    expect(await checkAccess(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await console_.picture(page, `${name}-${language}-${colorScheme}-${width}`);
  }
  async function planStop(page: Page) {
    await page.goto(`${console_.url}/console/operations/stopListener?listenerId=lsn-ruled`);
    await page.locator("form.operation-form button.main").click();
    await page.locator("#plan-of-it").waitFor();
  }

  test("form, plan and list are for everybody, and fit the screen", async () => {
    const page = await openPage();
    await page.goto(`${console_.url}/console/operations/changeServerGroup?listenerId=lsn-ruled`);
    await checkPage(page, "operation-form");
    await planStop(page);
    await checkPage(page, "operation-plan");
    await page.goto(`${console_.url}/console/executions?operation=stopListener`);
    await checkPage(page, "executions");
    expect(console_.problems).toEqual([]);
  });

  longTest("an execution is for everybody, and fits the screen, while it waits and when it is stopped", async () => {
    const page = await openPage();
    await planStop(page);
    await page.locator("form.run button").click();
    await page.waitForURL("**/executions/stopListener/**");
    await page.locator("#state-Approve.waiting").waitFor();
    await checkPage(page, "execution");
    await page.locator("#reason").fill("not now");
    const name = { en: "Cancel the request", zh: "取消申请" }[language];
    await page.getByRole("button", { name }).click();
    await page.locator(".standing.warn").waitFor();
    await checkPage(page, "execution-stopped");
    expect(console_.problems).toEqual([]);
  });
});
