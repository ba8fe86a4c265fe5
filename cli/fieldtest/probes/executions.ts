import type { Field } from "../field.ts";
import { type OwnResources, ownName } from "../own.ts";
import { DONE, ended, eventDetail, flowRole, historyOf, makeFlow, runFlow, treeOf } from "../ownFlows.ts";
import { type Probes, said, taken, unprobed } from "../probe.ts";
import { type CallAnswer, listAt, textAt } from "../signedCall.ts";

/** How CloudFlow runs executions, and what it tells of them. */
export const executions: Pick<
  Probes,
  | "start-on-star"
  | "history-shape"
  | "cloudflow-codes"
  | "same-name-other-input"
  | "report-twice"
  | "post-and-get"
  | "report-token"
  | "list-order"
  | "history-age"
> = {
  "start-on-star": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const FlowName = await makeFlow(field, "star", [DONE]);
      const as = await own.role("start", [{ Action: "fnf:StartExecution", Resource: `acs:fnf:*:*:flow/${FlowName}` }]);
      const start = { FlowName, ExecutionName: "star", Input: "{}" };
      const answer = await field.call("fnf", "StartExecution", start, { as });
      return { "start-on-star": said(answer) === "taken" ? "on the flow" : "on * only" };
    },
  },
  "history-shape": {
    needs: "write",
    async ask({ field }) {
      const Branches = [{ StartAt: "Done", States: [DONE] }];
      const both = { Name: "Both", Type: "Parallel", Branches, End: true };
      const { events } = await runFlow(field, await makeFlow(field, "history", [both]));
      const exited = events.find(({ Type, StepName }) => Type === "StepExited" && StepName === "Both");
      if (exited === undefined) return { "history-shape": "there is no StepExited" };
      const detail = eventDetail(exited);
      if ("output" in detail) return { "history-shape": "StepExited has the output" };
      const succeeded = eventDetail(events.find(({ Type }) => Type === "StepSucceeded"));
      return { "history-shape": "output" in succeeded ? "StepSucceeded has the output" : "no event has the output" };
    },
  },
  "cloudflow-codes": {
    needs: "write",
    async ask({ field }) {
      const FlowName = await makeFlow(field, "codes", [DONE]);
      await runFlow(field, FlowName);
      const stop = await field.call("fnf", "StopExecution", { FlowName, ExecutionName: "run" });
      const unknown = await field.call("fnf", "DescribeFlow", { Name: ownName(field, "nobody") });
      return { "cloudflow-codes/stop-ended": said(stop), "cloudflow-codes/unknown-flow": said(unknown) };
    },
  },
  "same-name-other-input": {
    needs: "write",
    async ask({ field }) {
      const FlowName = await makeFlow(field, "same-name", [{ Name: "Waits", Type: "Wait", Seconds: 30, End: true }]);
      const start = (Input: string) => field.call("fnf", "StartExecution", { FlowName, ExecutionName: "one", Input });
      taken(await start('{"x":1}'));
      const again = await start('{"x":2}');
      await field.call("fnf", "StopExecution", { FlowName, ExecutionName: "one" });
      return { "same-name-other-input": said(again) === "taken" ? "it is joined" : "refused" };
    },
  },
  "report-twice": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const TaskToken = await waitingToken(own);
      const report = { TaskToken, Output: "{}" };
      taken(await field.call("fnf", "ReportTaskSucceeded", report));
      return { "report-twice": said(await field.call("fnf", "ReportTaskSucceeded", report)) };
    },
  },
  "post-and-get": {
    needs: "write",
    async ask({ field }) {
      const FlowName = await makeFlow(field, "post-and-get", [DONE]);
      await runFlow(field, FlowName).catch(() => undefined);
      const asked = { FlowName, ExecutionName: "run" };
      const post = said(await field.call("fnf", "DescribeExecution", asked, { method: "POST" }));
      const get = said(await field.call("fnf", "DescribeExecution", asked, { method: "GET" }));
      if (get === "taken") return { "post-and-get": post === "taken" ? "both ways" : "GET only" };
      return { "post-and-get": post === "taken" ? "POST with a form only" : "neither way" };
    },
  },
  "report-token": {
    needs: "write",
    async ask({ field }) {
      // What it says when no token reaches it, and when one does that nobody has given.
      const none = await field.call("fnf", "ReportTaskSucceeded", { Output: "{}" });
      const report = { Output: "{}", TaskToken: "unknown" };
      const isRead = (answer: CallAnswer) => answer.code !== none.code;
      const inForm = isRead(await field.call("fnf", "ReportTaskSucceeded", report));
      const inQuery = isRead(await field.call("fnf", "ReportTaskSucceeded", report, { form: false }));
      if (inForm && inQuery) return { "report-token": "both ways" };
      return { "report-token": inQuery ? "in the query alone" : inForm ? "in the form alone" : "neither way" };
    },
  },
  "list-order": {
    needs: "write",
    async ask({ field }) {
      const FlowName = await makeFlow(field, "order", [DONE]);
      for (let number = 1; number <= 12; number += 1) {
        const start = { FlowName, ExecutionName: `e${number}`, Input: "{}" };
        taken(await field.call("fnf", "StartExecution", start));
        await field.pause(Math.min(field.pauseMs, 1_000) / 4);
      }
      const { body } = taken(await field.call("fnf", "ListExecutions", { FlowName, Limit: 10 }));
      const names = listAt(body, "Executions").map((one) => textAt(one, "Name"));
      const newest = ["e12", "e11", "e10", "e9", "e8", "e7", "e6", "e5", "e4", "e3"];
      if (names.join() === newest.join()) return { "list-order": "the newest first" };
      return { "list-order": names.slice(0, 2).join() === "e1,e10" ? "by name" : "in no order of time" };
    },
  },
  "history-age": {
    needs: "read",
    async ask({ field }) {
      const oldest = await oldestExecution(field);
      if (oldest === undefined) return { "history-age": unprobed("gap-no-execution") };
      const events = await historyOf(field, oldest.flow, oldest.execution).catch(() => []);
      if (events.length === 0) return { "history-age": "gone before its execution" };
      const days = Math.floor((field.now() - oldest.startedAt) / 86_400_000);
      if (days >= 90) return { "history-age": "90 days and longer" };
      return { "history-age": unprobed("gap-executions-too-young", { days }) };
    },
  },
};

/** The token of a task that waits for a report. It stands in the input of the execution that the task has started. */
async function waitingToken(own: OwnResources): Promise<string> {
  const { field } = own;
  const child = await makeFlow(field, "child", [DONE]);
  const waits = {
    Name: "Waits",
    Type: "Task",
    Action: "FNF:StartExecution",
    TaskMode: "WaitForCustomCallback",
    Timeout: 60,
    Parameters: {
      resourceArn: `acs:fnf:::flow/${child}`,
      executionName: "child",
      input: { "token.$": "$Context.Current.TaskToken" },
    },
    End: true,
  };
  const FlowName = await makeFlow(field, "waits", [waits], await flowRole(own.field));
  taken(await field.call("fnf", "StartExecution", { FlowName, ExecutionName: "run", Input: "{}" }));
  for (let waited = 0; waited < field.timeoutMs; waited += field.pauseMs) {
    const asked = { FlowName: child, ExecutionName: "child" };
    const { body } = await field.call("fnf", "DescribeExecution", asked);
    const token = textAt(treeOf(textAt(body, "Input")), "token");
    if (token !== "") {
      await ended(field, child, "child");
      return token;
    }
    await field.pause();
  }
  return "";
}

/** The oldest execution that any flow here still lists. */
async function oldestExecution(field: Field) {
  let oldest: { flow: string; execution: string; startedAt: number } | undefined;
  const { body } = taken(await field.call("fnf", "ListFlows", { Limit: 100 }));
  for (const { Name } of listAt(body, "Flows")) {
    let NextToken = "";
    for (let page = 1; page <= 20; page += 1) {
      const asked = { FlowName: String(Name), Limit: 99, ...(NextToken === "" ? {} : { NextToken }) };
      const listed = await field.call("fnf", "ListExecutions", asked);
      for (const row of listAt(listed.body, "Executions")) {
        const startedAt = Date.parse(textAt(row, "StartedTime"));
        if (oldest === undefined || startedAt < oldest.startedAt) {
          oldest = { flow: String(Name), execution: textAt(row, "Name"), startedAt };
        }
      }
      NextToken = textAt(listed.body, "NextToken");
      if (NextToken === "") break;
      await field.pause();
    }
  }
  return oldest;
}
