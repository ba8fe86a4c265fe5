import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formWords } from "../../console/views/operation/formWords.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said } from "../support/said.ts";
import { inWholeSuite, longTest } from "../support/sampled.ts";
import { checkAccess } from "./checkAccess.ts";
import { interactionsOfPlainPage, noteTimes, recordedBy } from "./measure.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";
import { servedSerial } from "./servedSerial.ts";

let console_: Console;
beforeAll(async () => {
  console_ = await openConsole();
});
beforeEach(() => {
  console_.problems.length = 0;
});
afterAll(() => console_?.close());

const LISTENER = "lsn-demo4u54y73wq7b";
const rotation = `listenerId=${LISTENER}&certificateId=24664588-cn-hangzhou&successorId=25113402-cn-hangzhou`;

test("somebody finds a listener, plans a rotation, runs it, watches it, and sees it served", async () => {
  const page = await console_.signIn("olga", ["operator"]);
  await noteTimes(page);
  const before = await servedSerial(console_.cloud, LISTENER);

  await page.goto(`${console_.url}/console/listeners`);
  await settled(page);
  await page.locator(`a[href*="/listeners/${LISTENER}"]`).first().click();
  await page.waitForURL(`**/listeners/${LISTENER}**`);
  await settled(page);
  await page.locator(`a[href*="/operations/rotateCertificate"]`).first().click();
  await page.waitForURL("**/operations/rotateCertificate**");
  // No id is typed: a word of the list is enough, and the keyboard alone.
  await page.locator("#field-successorId").focus();
  await page.keyboard.type("WWW shop");
  expect(await page.locator(".picker [role=option]").allInnerTexts()).toEqual([
    expect.stringMatching(/^shop\.example\.com, www\.shop\.example\.com · until .* · 25113402-cn-hangzhou$/),
  ]);
  expect(await checkAccess(page)).toEqual([]);
  expect(await page.locator("#field-certificateId").inputValue()).toContain("24664588-cn-hangzhou");
  await console_.picture(page, "operation-form");

  // What is chosen is planned at once, without the button.
  await page.keyboard.press("Enter");
  await page.getByText("This can be done. Nothing has been changed yet.").waitFor();
  expect(await page.locator(".diff tbody tr").allInnerTexts()).toEqual([
    expect.stringMatching(/Default certificate[\s\S]*24664588-cn-hangzhou[\s\S]*25113402-cn-hangzhou/),
  ]);
  await page.getByText("No interruption", { exact: true }).waitFor();
  await page.getByText("15 of 15 checks passed").first().waitFor();
  expect(await page.locator(".checks .ok").allInnerTexts()).toContainEqual(
    expect.stringContaining(said(reason("check-names-kept"))),
  );
  expect(await page.locator(".checks .bad").count()).toBe(0);
  await console_.picture(page, "operation-plan");
  expect(await servedSerial(console_.cloud, LISTENER)).toBe(before);
  const { interactions } = await recordedBy(page);

  await page.locator("#why").fill("it ends soon");
  await page.locator("#ticket").fill("OPS-9");
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL("**/executions/rotateCertificate/**");
  await page.getByText("Why: it ends soon · OPS-9").waitFor();
  await page.locator(".standing.ok").waitFor({ timeout: 200_000 });
  await console_.picture(page, "execution-done");
  expect(await page.locator(".flow .node.done title").allTextContents()).toContain("Verify: done");
  expect(await page.locator("#evidence ~ .scroll tbody tr").count()).toBe(5);
  expect(await page.locator("pre").allInnerTexts()).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/taskToken|votes|PRIVATE/)]),
  );
  expect(await servedSerial(console_.cloud, LISTENER)).not.toBe(before);

  // The link is permanent: whoever opens it later sees the same.
  const reported = await page.locator("#live").innerText();
  await page.goto(page.url());
  expect(await page.locator("#live").innerText()).toBe(reported);
  expect(interactions.length).toBeGreaterThan(0);
  const plain = await interactionsOfPlainPage(page.context());
  expect(Math.max(...interactions)).toBeLessThanOrEqual(Math.max(100, 4 * Math.max(...plain)));
  expect(console_.problems).toEqual([]);
});

longTest("a plan that is refused says every reason and offers nothing to run", async () => {
  const page = await console_.signIn("olga", ["operator"]);
  await page.goto(`${console_.url}/console/operations/rotateCertificate?${rotation.replace("24664588", "1")}`);
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByText("This is refused. Nothing was changed.").waitFor();
  expect(await page.locator(".checks .bad").allInnerTexts()).toEqual([expect.stringContaining("1-cn-hangzhou")]);
  expect(await page.getByRole("button", { name: "Run" }).count()).toBe(0);
  await console_.picture(page, "operation-refused");
});

test("what is wrong with a field stands at the field, in words", async () => {
  const tooLarge = said(reason("value-above", { most: 60, of: "value" }));
  const page = await console_.signIn("olga", ["operator"]);
  await page.goto(`${console_.url}/console/operations/modifyListener?listenerId=${LISTENER}`);
  await page.getByLabel("Idle timeout (s)").fill("600");
  await page.getByText("Deadline and verification").click();
  await page.getByText("Verification optional").click();
  await page.locator("#field-verification-path").fill("no/slash");
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByText("Some fields need another value.").waitFor();
  expect(await page.locator("#field-idleTimeout-wrong").innerText()).toBe(`Idle timeout (s) ${tooLarge}`);
  expect(await page.locator("#field-verification-path-wrong").innerText()).toBe(`Path ${formWords.isShaped[0]}`);
  expect(await page.locator("#field-idleTimeout").inputValue()).toBe("600");
  expect(await page.locator("#field-idleTimeout").getAttribute("aria-invalid")).toBe("true");
});

inWholeSuite(() => {
  test("a TLS policy that is made for a form leads back to it and is chosen there", async () => {
    const page = await console_.signIn("olga", ["operator"]);
    await page.goto(`${console_.url}/console/operations/changeTlsPolicy?listenerId=${LISTENER}`);
    await page.getByRole("link", { name: "Create a TLS policy" }).click();
    await page.waitForURL("**/operations/createTlsPolicy**");
    await page.locator("#field-securityPolicyName").fill("for-this-listener");
    await page.locator("#field-tlsVersions input[value='TLSv1.2']").check();
    await page.locator("#field-ciphers input[value='ECDHE-RSA-AES128-GCM-SHA256']").check();
    await page.getByRole("button", { name: "Plan" }).click();
    await page.getByRole("button", { name: "Run" }).click();
    await page.waitForURL("**/executions/createTlsPolicy/**");
    await page.getByRole("link", { name: /^Use spy-\w+: Change the TLS policy/ }).click({ timeout: 200_000 });
    await page.waitForURL("**/operations/changeTlsPolicy?**");
    // It is a select, whose value is an id, until the page's script has made a field of it; and for three seconds another
    // instance may say what it read before.
    const chosen = async () => {
      await page.reload();
      return page.locator("input#field-securityPolicyId").inputValue();
    };
    await expect.poll(chosen, { timeout: 20_000 }).toContain("for-this-listener");
  });
});

inWholeSuite(() => {
  test("it all works without scripts", async () => {
    const page = await console_.signIn("olga", ["operator"]);
    const cookies = await page.context().cookies();
    const context = await console_.browser.newContext({ javaScriptEnabled: false, locale: "zh-CN" });
    await context.addCookies(cookies);
    const plain = await context.newPage();
    await plain.goto(`${console_.url}/console/operations/changeServerGroup?listenerId=${LISTENER}`);
    const group = plain.getByLabel("服务器组", { exact: true });
    expect(await group.locator("option").allInnerTexts()).toEqual([
      "—请选择—",
      expect.stringContaining("当前使用"),
      expect.stringContaining("sgp-broken"),
      expect.stringContaining("sgp-failing"),
      expect.stringContaining("sgp-next"),
      expect.stringContaining("sgp-tls"),
      expect.stringContaining("服务器组位于 vpc-elsewhere"),
      expect.stringContaining("没有后端服务器"),
    ]);
    await group.selectOption({ label: "next · sgp-next · HTTP · 1 台后端服务器 · 健康状态未知" });
    await plain.getByRole("button", { name: "预览变更" }).click();
    await plain.getByText("sgp-demo").first().waitFor();

    await plain.goto(`${console_.url}/console/operations/modifyListener?listenerId=${LISTENER}&idleTimeout=42`);
    await plain.getByRole("button", { name: "预览变更" }).click();
    await plain.getByText("可以执行。目前尚未做任何变更。").waitFor();
    await plain.getByRole("button", { name: "执行" }).click();
    await plain.waitForURL("**/executions/modifyListener/**");
    await expect
      .poll(
        async () => {
          await plain.reload();
          return plain.locator(".standing strong").first().innerText();
        },
        { timeout: 200_000 },
      )
      .toBe("已完成");
    await context.close();
  });
});

inWholeSuite(() => {
  test("whoever may only look is told so, and is offered no button to run", async () => {
    const page = await console_.signIn("vera", ["viewer"]);
    await page.goto(`${console_.url}/console/operations/stopListener?listenerId=${LISTENER}`);
    await page.getByText("Your role may look, not change anything.").waitFor();
    await page.getByRole("button", { name: "Plan" }).click();
    await page.getByRole("heading", { name: "You may not do this" }).waitFor();
  });
});
