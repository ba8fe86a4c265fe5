import { readFileSync } from "node:fs";
import { projectFile } from "../../../deployment/projectFolder.ts";
import { fillFlow } from "../../../shared/core/flowDefinition.ts";
import type { Field } from "../field.ts";
import { ownName } from "../own.ts";
import { CATCH, createOwnFlow, DONE, describe, eventDetail, flowRole, makeFlow, runFlow, treeOf } from "../ownFlows.ts";
import { type Probes, said, unprobed } from "../probe.ts";
import { textAt } from "../signedCall.ts";

/** What CloudFlow takes as a definition, and what its states do. */
export const definitions: Pick<
  Probes,
  | "zero-retries"
  | "operation-flow"
  | "task-timeout"
  | "action-error-name"
  | "missing-path"
  | "catch-sees"
  | "branches"
  | "ranges"
  | "unreachable-state"
  | "describe-as-task"
> = {
  "zero-retries": {
    needs: "write",
    async ask({ field }) {
      const Retry = [{ Errors: ["FnF.TaskTimeout"], MaxAttempts: 0, IntervalSeconds: 1 }];
      const asked = describe({ Retry, End: true });
      return { "zero-retries": said(await createOwnFlow(field, "zero", [asked])) };
    },
  },
  "operation-flow": {
    needs: "write",
    async ask({ field }) {
      // The whole grammar that operations use, at once.
      const prefix = `${field.own}-${field.run}`;
      const names = { prefix, region: field.session.region, accountId: field.session.accountId };
      const shape = readFileSync(projectFile("flows/operation.yaml"), "utf8");
      const Definition = fillFlow(shape, { name: "operation", summary: "Field test." }, names);
      const flow = { Name: ownName(field, "operation"), Definition, Description: "albflow fieldtest", Type: "FDL" };
      const answer = await field.call("fnf", "CreateFlow", { ...flow, RoleArn: await flowRole(field) });
      return { "operation-flow": said(answer) };
    },
  },
  "task-timeout": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const late = await createOwnFlow(field, "late", [{ Name: "Late", Type: "Wait", Seconds: 10, End: true }]);
      if (late.code !== "") return { "task-timeout": said(late) };
      const waits = {
        Name: "Waits",
        Type: "Task",
        Action: "FNF:StartExecution",
        TaskMode: "WaitForSystemCallback",
        Timeout: 1,
        Parameters: { resourceArn: `acs:fnf:::flow/${ownName(field, "late")}`, input: {} },
        Retry: [{ Errors: ["FnF.TaskTimeout"], MaxAttempts: 1, IntervalSeconds: 1 }],
        Catch: [{ ...CATCH, Errors: ["FnF.TaskTimeout"] }],
        End: true,
      };
      const made = await createOwnFlow(field, "task-timeout", [waits, DONE], await flowRole(field));
      if (made.code !== "") return { "task-timeout": said(made) };
      const { status, events } = await runFlow(field, ownName(field, "task-timeout"));
      const tries = events.filter(({ Type }) => Type === "TaskTimedOut").length;
      if (status !== "Succeeded") return { "task-timeout": "not caught" };
      return { "task-timeout": tries === 2 ? "retried and caught" : "caught, not retried" };
    },
  },
  "action-error-name": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const flow = await makeFlow(field, "error-name", [describe({ End: true })], await flowRole(own.field));
      const { events } = await runFlow(field, flow, { flow, execution: "nobody" });
      const failed = events.find(({ Type }) => Type === "TaskFailed" || Type === "ExecutionFailed");
      return { "action-error-name": textAt(eventDetail(failed), "error") || unprobed("gap-no-event") };
    },
  },
  "missing-path": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const Parameters = { FlowName: "none", "ExecutionName.$": "$Input.nowhere" };
      const states = [describe({ Parameters, Catch: [CATCH], End: true }), DONE];
      const flow = await makeFlow(field, "missing-path", states, await flowRole(own.field));
      const { status } = await runFlow(field, flow);
      return { "missing-path": status === "Succeeded" ? "caught" : "ends it, uncaught" };
    },
  },
  "catch-sees": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const OutputConstructor = { "input.$": "$Input", "error.$": "$Context.Current.Error" };
      const caught = describe({ Catch: [{ ...CATCH, OutputConstructor }], End: true });
      const made = await createOwnFlow(field, "catch-sees", [caught, DONE], await flowRole(own.field));
      if (made.code !== "") return { "catch-sees": said(made) };
      const { status, output } = await runFlow(field, ownName(field, "catch-sees"), nobody(field));
      if (status !== "Succeeded") return { "catch-sees": "the execution fails" };
      const seen = treeOf(output);
      const sees = textAt(seen, "input.execution") !== "" && "error" in seen;
      return { "catch-sees": sees ? "the state's input and the error" : "less than the input and the error" };
    },
  },
  branches: {
    needs: "write",
    async ask({ field }) {
      const fails = { Name: "Fails", Type: "Fail", Code: "Planned", Detail: "of the field test" };
      const waits = { Name: "Waits", Type: "Wait", Seconds: 2, End: true };
      const Branches = [
        { StartAt: "Fails", States: [fails] },
        { StartAt: "Waits", States: [waits] },
      ];
      const both = { Name: "Both", Type: "Parallel", Branches, Catch: [CATCH], End: true };
      const made = await createOwnFlow(field, "branches", [both, DONE]);
      if (made.code !== "") return { branches: said(made) };
      const { status } = await runFlow(field, ownName(field, "branches"));
      return { branches: status === "Failed" ? "a Fail ends everything" : "a Fail in a branch is caught" };
    },
  },
  ranges: {
    needs: "write",
    async ask({ field }) {
      const wait = { Name: "Long", Type: "Wait", Seconds: 301, End: true };
      return { ranges: said(await createOwnFlow(field, "ranges", [wait])) };
    },
  },
  "unreachable-state": {
    needs: "write",
    async ask({ field }) {
      const states = [
        { Name: "First", Type: "Succeed" },
        { Name: "Nowhere", Type: "Succeed" },
      ];
      return { "unreachable-state": said(await createOwnFlow(field, "unreachable", states)) };
    },
  },
  "describe-as-task": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const done = await makeFlow(field, "described", [DONE]);
      await runFlow(field, done);
      const asked = describe({ OutputConstructor: { "status.$": "$Output.Status" }, End: true });
      const flow = await makeFlow(field, "describes", [asked], await flowRole(own.field));
      const { status, output } = await runFlow(field, flow, { flow: done, execution: "run" });
      const isReported = status === "Succeeded" && textAt(treeOf(output), "status") === "Succeeded";
      return { "describe-as-task": isReported ? "$Output.Status" : "not $Output.Status" };
    },
  },
};

/** An execution that there is not. */
function nobody(field: Field) {
  return { flow: ownName(field, "catch-sees"), execution: "nobody" };
}
