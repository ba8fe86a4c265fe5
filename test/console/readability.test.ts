import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampled } from "../support/sampled.ts";
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
  test("form, plan, execution and list are for everybody, and fit the screen", async () => {
    const page = await console_.signIn("olga", ["operator"], {
      colorScheme,
      viewport: { width, height: 844 },
      locale: language === "zh" ? "zh-CN" : "en-GB",
    });
    const checkPage = async (name: string) => {
      await settled(page);
      await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
      expect(await checkAccess(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await console_.picture(page, `${name}-${language}-${colorScheme}-${width}`);
    };
    await page.goto(`${console_.url}/console/operations/changeServerGroup?listenerId=lsn-ruled`);
    await checkPage("operation-form");
    await page.goto(`${console_.url}/console/operations/stopListener?listenerId=lsn-ruled`);
    await page.locator("form.operation-form button.main").click();
    await page.locator("#plan-of-it").waitFor();
    await checkPage("operation-plan");
    await page.locator("form.run button").click();
    await page.waitForURL("**/executions/stopListener/**");
    await page.locator("#state-Approve.waiting").waitFor();
    await checkPage("execution");
    await page.locator("#reason").fill("not now");
    const name = { en: "Cancel the request", zh: "取消申请" }[language];
    await page.getByRole("button", { name }).click();
    await page.locator(".standing.warn").waitFor();
    await checkPage("execution-stopped");
    await page.goto(`${console_.url}/console/executions?operation=stopListener`);
    await checkPage("executions");
    expect(console_.problems).toEqual([]);
  });
});
