import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inWholeSuite } from "../support/sampled.ts";
import { checkAccess } from "./checkAccess.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";

let console_: Console;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(() => {
  console_.problems.length = 0;
});
afterAll(() => console_?.close());

const IDS = ["lsn-plain", "lsn-demo4u54y73wq7b"];
const timeouts = () =>
  IDS.map((id) => console_.cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === id)?.IdleTimeout);

test("somebody ticks two listeners, plans one change for both, runs it, and sees each one's end, by keyboard alone", async () => {
  const page = await console_.signIn("olga", ["operator"]);
  await page.goto(`${console_.url}/console/listeners`);
  await settled(page);
  for (const id of IDS) {
    await page.locator(`input[name="target:${id}"]`).focus();
    await page.keyboard.press("Space");
  }
  await page.locator("#bulk-operation").selectOption("modifyListener");
  expect(await checkAccess(page)).toEqual([]);
  await page.getByRole("button", { name: "Plan…" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/bulk/new**");
  await page.getByRole("heading", { name: "Change settings on 2 listeners" }).waitFor();
  await page.locator("#field-idleTimeout").fill("27");
  expect(await checkAccess(page)).toEqual([]);
  const before = timeouts();
  await page.getByRole("button", { name: "Plan", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Nothing has been changed yet.").waitFor();
  expect(await page.locator("tbody tr").allInnerTexts()).toEqual([
    expect.stringMatching(/lsn-plain[\s\S]*Idle timeout[\s\S]*→[\s\S]*27[\s\S]*No interruption/),
    expect.stringMatching(/lsn-demo4u54y73wq7b[\s\S]*Idle timeout[\s\S]*→[\s\S]*27[\s\S]*No interruption/),
  ]);
  expect(await checkAccess(page)).toEqual([]);
  expect(timeouts()).toEqual(before);

  await page.locator("#ticket").fill("OPS-9");
  await page.getByRole("button", { name: "Run on 2 listeners" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/console/bulk/api-bulk-modifyListener-**");
  expect(await checkAccess(page)).toEqual([]);
  // The page follows the run by itself, and offers to stop it no more when it has ended.
  await page.locator("[data-ended]").waitFor({ timeout: 120_000 });
  expect(await page.locator("tbody .state.ok").count()).toBe(2);
  expect(await page.getByRole("button", { name: "Begin no more" }).count()).toBe(0);
  expect(timeouts()).toEqual([27, 27]);
  expect(await page.getByText("olga · OPS-9").count()).toBe(1);
  await page.locator("tbody a.id").first().click();
  await page.waitForURL("**/console/executions/modifyListener/**");
  expect(console_.problems).toEqual([]);
});

inWholeSuite(() => {
  test("what is ticked, and the place of the keyboard, stay while the rest of the list is read", async () => {
    const page = await console_.signIn("olga", ["operator"]);
    let answer = () => {};
    const held = new Promise<void>((resume) => {
      answer = resume;
    });
    await page.route("**/console/listeners/rows**", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${console_.url}/console/listeners?fresh`);
    const box = page.locator('input[name="target:lsn-plain"]');
    await box.focus();
    await page.keyboard.press("Space");
    await page.locator("#bulk-operation").selectOption("startListener");
    await box.focus();
    expect(await page.locator('[aria-busy="true"]').count()).toBe(1);
    const before = await page.locator("table.listeners").innerText();
    answer();
    await settled(page);
    const state = async () => [
      await page
        .locator('input[name^="target:"]:checked')
        .evaluateAll((boxes) => boxes.map((one) => one.getAttribute("name"))),
      await page.evaluate("document.activeElement.name"),
      await page.locator("#bulk-operation").inputValue(),
    ];
    expect(await state()).toEqual([["target:lsn-plain"], "target:lsn-plain", "startListener"]);
    expect(await page.locator("table.listeners").innerText()).not.toBe(before);
    expect(console_.problems).toEqual([]);
  });
});

inWholeSuite(() => {
  test("without script, on a phone and in Chinese, what is ticked is planned, and the run is stopped with a reason", async () => {
    const cookies = await (await console_.signIn("olga", ["operator"])).context().cookies();
    const viewport = { width: 360, height: 740 };
    const context = await console_.browser.newContext({ javaScriptEnabled: false, locale: "zh-CN", viewport });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(
      `${console_.url}/console/bulk/new?operation=modifyListener&target:lsn-plain=on&target:lsn-demo4u54y73wq7b=on`,
    );
    await page.locator("#field-idleTimeout").fill("33");
    await page.getByRole("button", { name: "预览变更", exact: true }).click();
    await page.getByText("目前尚未做任何变更。").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "在 2 个监听上执行" }).click();
    await page.waitForURL("**/console/bulk/api-bulk-modifyListener-**");
    await page.locator("#why").fill("窗口不对");
    await page.getByRole("button", { name: "不再开始" }).click();
    await page.getByText("olga：窗口不对").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  });
});

inWholeSuite(() => {
  test("certificates that have successors are ticked, and their rotation is planned wherever they are held", async () => {
    const page = await console_.signIn("olga", ["operator"]);
    await page.goto(`${console_.url}/console/certificates`);
    await settled(page);
    await page.locator('input[name^="certificate:"]').first().check();
    expect(await checkAccess(page)).toEqual([]);
    await page.getByRole("button", { name: "Plan the rotation of the selected…" }).click();
    await page.getByRole("heading", { name: "Rotate a certificate: 1 certificate" }).waitFor();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByText("Nothing has been changed yet.").waitFor();
    expect(await page.locator("tbody tr").first().innerText()).toMatch(
      /lsn-demo4u54y73wq7b[\s\S]*24664588-cn-hangzhou → 25113402-cn-hangzhou[\s\S]*No interruption/,
    );
    expect(console_.problems).toEqual([]);
  });
});
