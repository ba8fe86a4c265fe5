import { expect, test } from "vitest";
import { textOf } from "../../jsx/runtime.ts";
import type { PageCall } from "../../view.ts";
import { executionsViews } from "./executionsViews.tsx";

/** Where things are after it. */
const NOW = "Everything on lsn-1 is as before";

const FAILED = {
  name: "modify-1",
  operation: "modifyListener",
  status: "Failed",
  state: "rolledBack",
  cause: { code: "job-failed", params: {}, message: "The job j-1 failed: InternalError" },
  reason: { code: "rolled-back", params: {}, message: NOW },
  startedAt: "2026-11-29T10:00:00.000Z",
  stoppedAt: "2026-11-29T10:00:09.000Z",
  listenerId: "lsn-1",
  undoes: "",
  requestedBy: "olga",
};

/** The list that a page shows of what the API answers, and what the API was asked. */
async function listed(answer: object, query = "") {
  const asked: unknown[] = [];
  const get = async (...request: unknown[]) => {
    asked.push(request);
    return { executions: [FAILED], nextCursor: null, readAt: "2026-11-29T10:01:00.000Z", ...answer };
  };
  const call = { api: { get }, query: new URLSearchParams(query), language: "en", now: 1_795_946_460_000 };
  const [list] = executionsViews.filter(({ path }) => path === "/executions-list");
  if (list === undefined) throw new Error("There is no such view.");
  const { fragment } = (await list.answer(call as unknown as PageCall)) as { fragment: never };
  return { html: textOf(fragment), asked };
}

test("an ordinary failure says why in its row, and where things are now", async () => {
  const { html } = await listed({});
  const text = html.replaceAll(/<[^>]*>/g, " ");
  expect(text).toContain("The job j-1 failed: InternalError");
  expect(text).toContain(NOW);
  expect(text).toContain("failed, everything is as before");
  expect(text).not.toContain("Older ones");
});

test("older ones are one link away, with the filters that were chosen", async () => {
  const { html } = await listed({ nextCursor: "c-2" }, "outcome=takenBack&requestedBy=olga");
  expect(html).toContain('href="/console/executions?outcome=takenBack&#38;requestedBy=olga&#38;cursor=c-2">Older ones');
  const { asked } = await listed({}, "outcome=takenBack&cursor=c-2");
  expect(asked).toEqual([["/executions", { outcome: "takenBack", cursor: "c-2", limit: "50" }]]);
});
