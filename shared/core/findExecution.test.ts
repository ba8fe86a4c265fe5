import { expect, test } from "vitest";
import { AlbflowError } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";
import { findExecution } from "./findExecution.ts";

const FLOWS = ["albflow-startListener", "albflow-stopListener", "albflow-rotateCertificate"];

/** Asks flows of which some have the execution, and notes which were asked. */
function flowsWith(...having: string[]) {
  const asked: string[] = [];
  const ask = async (flow: string) => {
    asked.push(flow);
    if (!having.includes(flow))
      throw new AlbflowError("NotFound", reason("text", { text: "fnf DescribeExecution: ExecutionNotExists" }));
    return `row of ${flow}`;
  };
  return { asked, ask };
}

test("an execution is found in the flow that has it", async () => {
  const { ask } = flowsWith("albflow-stopListener");
  expect(await findExecution("mine", FLOWS, ask)).toEqual({
    flow: "albflow-stopListener",
    found: "row of albflow-stopListener",
  });
});

test("the flow whose operation the name tells is asked first", async () => {
  const { asked, ask } = flowsWith();
  await findExecution("cli-rotateCertificate-mwsea23t", FLOWS, ask);
  expect(asked).toEqual(["albflow-rotateCertificate", "albflow-startListener", "albflow-stopListener"]);
});

test("no other flow is asked where that one has it", async () => {
  const { asked, ask } = flowsWith("albflow-rotateCertificate");
  await findExecution("cli-rotateCertificate-mwsea23t", FLOWS, ask);
  expect(asked).toEqual(["albflow-rotateCertificate"]);
});

test("an execution that no flow has is not found", async () => {
  expect(await findExecution("mine", FLOWS, async () => undefined)).toBeUndefined();
});

test("a flow that cannot be asked is not taken for one that has no such execution", async () => {
  const asking = findExecution("mine", FLOWS, () =>
    Promise.reject(new AlbflowError("Denied", reason("text", { text: "fnf: NoPermission" }))),
  );
  await expect(asking).rejects.toThrow("NoPermission");
});
