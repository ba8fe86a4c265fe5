import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executionWords } from "../../console/views/execution/executionWords.ts";
import { wordsIn } from "../../console/words/wordsIn.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { saidInFull } from "../support/said.ts";
import { inWholeSuite, longTest } from "../support/sampled.ts";
import { checkAccess } from "./checkAccess.ts";
import { noteTimes, recordedBy } from "./measure.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";

let console_: Console;
let page: Page;
beforeAll(async () => {
  console_ = await openConsole({ changeMs: 1_200 });
  page = await console_.signIn("olga", ["operator"]);
  await noteTimes(page);
});
afterAll(() => console_?.close());

const LISTENER = "lsn-demo4u54y73wq7b";

/** Runs an operation by its form, until the page of its execution is there. */
async function run(operation: string, query: string): Promise<void> {
  await page.goto(`${console_.url}/console/operations/${operation}?${query}`);
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL(`**/executions/${operation}/**`);
}

/** What happened in the execution that a page shows: id, type and time (ms since 1970) of each event. */
function eventsOf(url: string) {
  const [operation, name = ""] = new URL(url).pathname.split("/").slice(-2);
  const { history } = console_.cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get(name) ?? {};
  return history ?? [];
}

const idleTimeout = () =>
  console_.cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === LISTENER)?.IdleTimeout;

inWholeSuite(() => {
  test("a change of an execution is on the screen at the next poll, of which there is one a second", async () => {
    // So long that the page is there before most of it happens: the plan's dry run, the execution's, and the write.
    const fault = { kind: "delay", ms: 1_500 } as const;
    console_.cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 3 });
    await run("modifyListener", `listenerId=${LISTENER}&idleTimeout=31`);
    await page.locator(".standing.ok").waitFor({ timeout: 200_000 });
    await page.waitForTimeout(100);
    const { painted } = await recordedBy(page);
    const [first] = painted;
    const shown = eventsOf(page.url()).filter(
      ({ id, type }) => id >= (first?.seen ?? 0) && /^(Step|Execution)/.test(type),
    );
    // How many looks came before the one that shows it; one may have been under way when it happened.
    const missed = shown.map(({ id, at }) =>
      painted.filter((look) => look.at > at).findIndex(({ seen }) => seen >= id),
    );
    expect(missed.length).toBeGreaterThan(5);
    expect(Math.min(...missed)).toBe(0);
    expect(Math.max(...missed)).toBeLessThanOrEqual(1);
  });
});

longTest("nothing flickers: what stays is the same element, keeps focus, and what was opened stays open", async () => {
  await page.goto(`${console_.url}/console/operations/modifyListener?listenerId=${LISTENER}&idleTimeout=32`);
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL("**/executions/**");
  await page.evaluate("globalThis.kept = document.querySelector('#state-Report')");
  await page.locator("summary", { hasText: "Input" }).click();
  await page.locator("summary", { hasText: "Input" }).focus();
  await page.locator(".standing.ok").waitFor({ timeout: 200_000 });
  expect(await page.evaluate("kept === document.querySelector('#state-Report') && kept.isConnected")).toBe(true);
  expect(await page.locator("#state-Report").getAttribute("class")).toBe("node task done");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Input");
  expect(await page.locator("details", { hasText: "Input" }).getAttribute("open")).not.toBeNull();
});

longTest("what an execution changed is taken back: planned, run, and seen", async () => {
  const before = idleTimeout();
  await run("modifyListener", `listenerId=${LISTENER}&idleTimeout=33`);
  await page.locator(".standing.ok").waitFor({ timeout: 200_000 });
  expect(idleTimeout()).toBe(33);
  // The picture shows what happened; a state leads to what it was given and gave, and nothing with which one could answer.
  expect(await page.locator(".flow .node").count()).toBe(5);
  await page.locator("#state-Verify a").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Verify: input and output" }).waitFor();
  expect(await page.locator("#visit pre").first().innerText()).toContain('"state": "settled"');
  expect(await page.locator("#visit pre").last().innerText()).toContain('"state": "verified"');
  expect(await page.locator("#visit").innerText()).not.toMatch(/signature|taskToken|"votes"|snapshot/);
  expect(await checkAccess(page)).toEqual([]);
  await page.getByRole("link", { name: "Show the whole flow" }).click();
  await page.getByRole("link", { name: "Show what happened" }).waitFor();
  expect(await page.locator(".flow .node").count()).toBe(25);
  await page.getByRole("link", { name: "Take it back…" }).click();
  await page.waitForURL("**/undo");
  await console_.picture(page, "execution-undo");
  await page.getByText("This can be done. Nothing has been changed yet.").waitFor();
  expect(await page.locator(".diff tbody tr").allInnerTexts()).toEqual([
    expect.stringMatching(/Idle timeout \(s\)\s+33\s+32/),
  ]);
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL("**/executions/modifyListener/**");
  await page.locator(".standing.ok").waitFor({ timeout: 200_000 });
  await page.getByText("takes back").waitFor();
  expect(idleTimeout()).toBe(before);
});

inWholeSuite(() => {
  test("a try that fails is told with its fix and the next one, and a failure leads back to how it was", async () => {
    const before = idleTimeout();
    await page.goto(`${console_.url}/console/operations/modifyListener?listenerId=${LISTENER}&idleTimeout=34`);
    await page.getByRole("button", { name: "Plan" }).click();
    await page.getByRole("button", { name: "Run" }).waitFor();
    const fault = { service: "alb", action: "UpdateListenerAttribute" };
    console_.cloud.faults.add({ ...fault, fault: { kind: "throttle" }, count: 1 });
    // The dry run, and the write itself.
    const message = "the job has failed";
    console_.cloud.faults.add({ ...fault, fault: { kind: "failJob", code: "InternalError", message }, count: 2 });
    await page.getByRole("button", { name: "Run" }).click();
    await page.waitForURL("**/executions/modifyListener/**");
    await page.locator(".history .try").first().waitFor({ timeout: 200_000 });
    await console_.picture(page, "execution-retries");
    expect(await page.locator(".history .try").first().innerText()).toMatch(
      /^try 1 failed: Throttled \(.*Throttling\.User.*\)\. .+$/,
    );
    await page.locator(".standing:not(.busy)").waitFor({ timeout: 200_000 });
    await console_.picture(page, "execution-undone");
    expect(await page.locator(".standing strong").first().innerText()).toBe("failed, everything is as before");
    expect(await page.locator("#state-Ready").getAttribute("class")).toBe("node task failed");
    expect(await page.locator("#state-Undo").getAttribute("class")).toBe("node task done");
    expect(idleTimeout()).toBe(before);
  });
});

inWholeSuite(() => {
  test("an execution that waits for somebody says for whom, leads there, and is stopped", async () => {
    await page.goto(`${console_.url}/console/operations/stopListener?listenerId=${LISTENER}`);
    await page.getByRole("button", { name: "Plan" }).click();
    await page.getByText("This can be done when somebody else agrees.").waitFor();
    await page.getByRole("button", { name: "Run, and ask for approval" }).click();
    await page.waitForURL("**/executions/stopListener/**");
    await page.getByText("It waits for somebody else to agree.").waitFor();
    await console_.picture(page, "execution-waits");
    expect(await page.locator("#state-Approve").getAttribute("class")).toBe("node task waiting");
    expect(await page.getByRole("link", { name: "To the approval" }).getAttribute("href")).toMatch(
      /^\/console\/approvals\/\S+$/,
    );
    expect(await page.locator(".standing strong").first().innerText()).toBe("waiting for approval");
    await page.locator("summary", { hasText: "Cancel this change" }).click();
    await page.getByLabel("Why (others will read it)").fill("the wrong listener");
    expect(await page.getByRole("button", { name: "Leave it as it is" }).count()).toBe(0);
    await page.getByRole("button", { name: "Cancel the request" }).click();
    await page.locator(".standing.warn", { hasText: "stopped by olga" }).waitFor();
    const execution = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const stop = { by: "olga", execution, why: "the wrong listener" };
    expect(await page.locator(".standing p").allInnerTexts()).toContain(
      saidInFull(reason("stopped-before-changes", { ...stop, hasBegun: true })),
    );
    expect(await page.locator("#state-Approve").getAttribute("class")).toBe("node task stopped");
    const last = eventsOf(page.url()).at(-1);
    expect([last?.type, JSON.stringify(last?.detail)]).toEqual([
      "ExecutionStopped",
      expect.stringContaining("the wrong listener"),
    ]);
  });
});

inWholeSuite(() => {
  test("a lost connection is said, and when it is back the page is as if it had never been lost", async () => {
    await page.goto(`${console_.url}/console/operations/stopListener?listenerId=${LISTENER}`);
    await page.getByRole("button", { name: "Plan" }).click();
    await page.getByRole("button", { name: "Run, and ask for approval" }).click();
    await page.waitForURL("**/executions/stopListener/**");
    await page.getByText("It waits for somebody else to agree.").waitFor();
    const lost = page.getByText("The connection is lost; what you see is from before.");
    expect(await lost.isVisible()).toBe(false);
    await page.context().setOffline(true);
    // Where a machine has no network but its own, the browser was never online, and does not say that it no longer is.
    await page.evaluate("dispatchEvent(new Event('offline'))");
    await lost.waitFor();
    await console_.picture(page, "execution-lost");
    const [flow, name] = ["albflow-stopListener", new URL(page.url()).pathname.split("/").at(-1) ?? ""];
    await stopElsewhere(flow, name);
    expect(await page.locator(".standing.busy").count()).toBe(1);
    await page.context().setOffline(false);
    await page.locator(".standing.warn", { hasText: "stopped" }).waitFor();
    await lost.waitFor({ state: "hidden" });
  });
});

inWholeSuite(() => {
  test("a change is cancelled and taken back by the first button, and left as it is by the second", async () => {
    const slow = { service: "fc", action: "InvokeFunction", resource: "functions/albflow-verify" } as const;
    const before = idleTimeout();
    console_.cloud.faults.add({ ...slow, fault: { kind: "delay", ms: 15_000 }, count: 1 });
    await run("modifyListener", `listenerId=${LISTENER}&idleTimeout=41`);
    const first = new URL(page.url()).pathname.split("/").at(-1);
    await page.locator("#state-Verify.current").waitFor({ timeout: 200_000 });
    expect(idleTimeout()).toBe(41);
    await page.locator("summary", { hasText: "Cancel this change" }).click();
    expect(await page.locator("#stop button").allInnerTexts()).toEqual(["Cancel and take back", "Leave it as it is"]);
    expect(await page.locator("#stop button").first().getAttribute("class")).toBe("main");
    await page.getByLabel("Why (others will read it)").fill("wrong time");
    await console_.picture(page, "execution-cancel");
    await page.getByRole("button", { name: "Cancel and take back" }).click();
    await page.locator(".standing.warn", { hasText: "stopped by olga" }).waitFor();
    await page.getByRole("link", { name: "What takes it back" }).click();
    await page.waitForURL(`**/executions/modifyListener/back-${first}`);
    await page.locator(".standing:not(.busy)").waitFor({ timeout: 200_000 });
    expect(await page.locator(".standing strong").first().innerText()).toBe("stopped, everything is as before");
    expect(idleTimeout()).toBe(before);

    console_.cloud.faults.add({ ...slow, fault: { kind: "delay", ms: 15_000 }, count: 1 });
    await run("modifyListener", `listenerId=${LISTENER}&idleTimeout=42`);
    await page.locator("#state-Verify.current").waitFor({ timeout: 200_000 });
    await page.locator("summary", { hasText: "Cancel this change" }).click();
    await page.getByLabel("Why (others will read it)").fill("I see to it");
    await page.getByRole("button", { name: "Leave it as it is" }).click();
    await page.locator(".standing.warn", { hasText: "stopped by olga" }).waitFor();
    const execution = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const changes = [{ field: "IdleTimeout", before: `${before}`, after: "42" }];
    const write = { action: "alb:UpdateListenerAttribute", resource: LISTENER, changes, outcome: "done", back: false };
    const left = {
      writes: [write],
      moreWrites: 0,
      steps: [reason("step-update-listener", { fields: ["IdleTimeout"], listenerId: LISTENER })],
      moreSteps: 0,
    };
    expect(await page.locator(".standing p").allInnerTexts()).toContain(
      saidInFull(reason("stopped-left", { by: "olga", execution, why: "I see to it", listenerId: LISTENER, ...left })),
    );
    await page.getByRole("link", { name: "What is left" }).click();
    await page.locator(".standing:not(.busy)").waitFor({ timeout: 200_000 });
    expect(await page.locator(".standing strong").first().innerText()).toBe(wordsIn(executionWords, "en").left);
    expect(idleTimeout()).toBe(42);
  });
});

/** Somebody stops it, somewhere else. */
async function stopElsewhere(flow: string, name: string): Promise<void> {
  const token = await console_.token("otto", ["operator"]);
  const operation = flow.replace("albflow-", "");
  const answer = await fetch(`${console_.url}/executions/${name}/stop?operation=${operation}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ reason: "not now" }),
  });
  expect(answer.status).toBe(202);
}

inWholeSuite(() => {
  test("executions are listed, the latest first, and filtered by operation, state and listener", async () => {
    await page.goto(`${console_.url}/console/executions`);
    await settled(page);
    await page.locator("table").waitFor({ timeout: 200_000 });
    const operations = await page.locator("tbody a.name").allInnerTexts();
    expect(operations).toHaveLength(13);
    expect(operations.slice(0, 5)).toEqual([
      "Undo: Change settings",
      "Change settings",
      "Undo: Change settings",
      "Change settings",
      "Undo: Stop",
    ]);
    expect(await page.locator("tbody .change", { hasText: "Idle timeout (s): 33 → 32" }).count()).toBe(1);
    for (const why of ["the wrong listener", "wrong time", "I see to it"]) {
      expect(await page.locator("tbody tr", { hasText: `: ${why}` }).count()).toBeGreaterThanOrEqual(1);
    }
    await console_.picture(page, "executions");
    await page.goto(`${console_.url}/console/executions?operation=stopListener&status=Stopped`);
    await settled(page);
    expect(await page.locator("tbody a.name").allInnerTexts()).toEqual(["Stop", "Stop"]);
    // Why something failed is told in the list, and the form has a field for each filter.
    await page.getByLabel("State").selectOption({ label: "refused, nothing was changed" });
    await page.getByLabel("By").fill("olga");
    await page.getByLabel("Started from (UTC)").fill("2020-01-01");
    await page.getByRole("button", { name: "Show" }).click();
    await settled(page);
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("refused");
    await page.goto(`${console_.url}/console/executions?to=2020-01-01`);
    await settled(page);
    await page.getByText("No execution fits.").waitFor();
    await page.goto(`${console_.url}/console/executions?operation=stopListener&listenerId=lsn-plain`);
    await settled(page);
    await page.getByText("No execution fits.").waitFor();
  });
});

test("the list shows by itself what was started since", async () => {
  await page.clock.install();
  await page.goto(`${console_.url}/console/executions?operation=createTlsPolicy`);
  await page.getByText("No execution fits.").waitFor();
  const body = {
    securityPolicyName: "live",
    tlsVersions: ["TLSv1.2"],
    ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
  };
  const started = await fetch(`${console_.url}/v1/operations/createTlsPolicy`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await console_.token("olga", ["operator"])}`,
      "content-type": "application/json",
      "idempotency-key": "live",
    },
    body: JSON.stringify(body),
  });
  expect(started.status).toBe(202);
  // The page asks again every 15 seconds, of which its clock is told.
  const shown = async () => {
    await page.clock.runFor(16_000);
    return page.locator("tbody a.name").allInnerTexts();
  };
  await expect.poll(shown, { timeout: 60_000 }).toEqual(["Create a TLS policy"]);
});
