import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { endLines } from "../../cli/operations/runOperation.ts";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
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
/** No request of albflow's own has failed; the access log may have come by then. */
const SEEN = {
  from: expect.any(Number),
  until: expect.any(Number),
  total: expect.any(Number),
  failures: [],
  probes: expect.any(Number),
  wrong: expect.any(Number),
};
const OF_LOG = expect.objectContaining({ errors: 0, total: expect.any(Number) });

/** An operation of any kind that goes back: after its dry run ALB's job fails, and nothing but the rollback is left. */
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
  const seen = noticeOfEnd(verdict, cloud.clock.now(), "")?.sentences.find(({ code }) => code === "clients-saw");
  expect([
    coded("clients-saw", { ...SEEN, logged: null }),
    coded("clients-saw", { ...SEEN, logged: OF_LOG }),
  ]).toContainEqual(seen);
  const { sentences } = messagesIn(catalogues.en, "en");
  const reported = sentences(seen ?? coded("none"));
  expect(endLines(verdict).at(-1)).toBe(reported);
  const token = await cloud.token("olga", "viewer");
  const { body } = await cloud.ask("GET", "/executions/went-back?operation=modifyListener", { token });
  expect(JSON.stringify(body)).toContain(`"clientsSaw":${JSON.stringify(seen).slice(0, -1)}`);
  const headers = { cookie: `albflow_session=${token}` };
  const page = await cloud.ask("GET", "/console/executions/modifyListener/went-back", { headers });
  expect(page.text.replaceAll("&#39;", "'")).toContain(reported);
  await cloud.clock.advance(10_000);
  const records = JSON.stringify(cloud.sls.exportState());
  expect(records).toContain(`["clientsSaw",${JSON.stringify(JSON.stringify(seen))}]`);
});

test("what ended as it was wished tells nothing of that", async () => {
  const { verdict } = await cloud.run("modifyListener", { listenerId: TRACED, idleTimeout: 33 }, "done");
  expect(verdict?.state).toBe("verified");
  expect(verdict && endLines(verdict)).toHaveLength(2);
  const token = await cloud.token("olga", "viewer");
  const { text } = await cloud.ask("GET", "/executions/done?operation=modifyListener", { token });
  expect(text).not.toContain("clientsSaw");
});
