import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { endLines } from "../../cli/operations/runOperation.ts";
import { noticeOfEnd } from "../../shared/features/notify/noticeOf.ts";
import { coded } from "../support/coded.ts";
import { type ApiCloud, startApiCloud } from "./api/apiCloud.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const TRACED = "lsn-traced";
const WORDS =
  /^Albflow's own probes saw between 20\S+ \S+ and 20\S+ \S+: of \d+ requests 0 failed \(0 %\)\.( By the access log 0 of all [1-9]\d* requests in that time were server errors \(0 %\)\.)?$/;

/** An operation of any kind that goes back: after its dry run ALB's job fails, and nothing but the way back is left. */
async function goesBack() {
  const fault = { kind: "failJob", code: "SystemBusy", message: "Busy." } as const;
  cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 2 });
  const { verdict } = await cloud.run("modifyListener", { listenerId: TRACED, idleTimeout: 33 }, "went-back");
  if (verdict === undefined) throw new Error("It has no verdict.");
  return verdict;
}

test("what clients saw while any operation was taken back is told by API, command line, page, notice and records", async () => {
  const verdict = await goesBack();
  expect(verdict.state).toBe("rolledBack");
  const reported = endLines(verdict).at(-1) ?? "";
  expect(reported).toMatch(WORDS);
  expect(noticeOfEnd(verdict, cloud.clock.now(), "")?.sentences).toContainEqual(coded("text", { text: reported }));
  const token = await cloud.token("olga", "viewer");
  const { body } = await cloud.ask("GET", "/executions/went-back?operation=modifyListener", { token });
  expect(JSON.stringify(body)).toContain(JSON.stringify(reported).slice(1, -1));
  const headers = { cookie: `albflow_session=${token}` };
  const page = await cloud.ask("GET", "/console/executions/modifyListener/went-back", { headers });
  expect(page.text.replaceAll("&#39;", "'")).toContain(reported);
  await cloud.clock.advance(10_000);
  const records = JSON.stringify(cloud.sls.exportState());
  expect(records).toContain(`["clientsSaw",${JSON.stringify(reported)}]`);
  expect(records).toContain(JSON.stringify(JSON.stringify({ clientsSaw: reported }).slice(1, -1)).slice(1, -1));
});

test("what ended as it was wished tells nothing of that", async () => {
  const { verdict } = await cloud.run("modifyListener", { listenerId: TRACED, idleTimeout: 33 }, "done");
  expect(verdict?.state).toBe("verified");
  expect(verdict && endLines(verdict)).toHaveLength(2);
  const token = await cloud.token("olga", "viewer");
  const { text } = await cloud.ask("GET", "/executions/done?operation=modifyListener", { token });
  expect(text).not.toContain("clientsSaw");
});
