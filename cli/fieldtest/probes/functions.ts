import { openFunctions } from "../../../shared/platform/clients/functions.ts";
import { openLogs } from "../../../shared/platform/clients/logs.ts";
import type { OwnResources } from "../own.ts";
import { makeFlow, runFlow } from "../ownFlows.ts";
import { invoke, makeFunction } from "../ownFunctions.ts";
import { LOGSTORE } from "../ownLogs.ts";
import { makeRole } from "../ownRole.ts";
import { type Probes, said, taken, unprobed } from "../probe.ts";
import { exchanged, textAt } from "../signedCall.ts";

/** What Function Compute does with functions of its own, and what reaches them. */
export const functionProbes: Pick<
  Probes,
  | "function-error-name"
  | "fc-signature"
  | "http-answer"
  | "timer-interval"
  | "function-timeout"
  | "invoke-arn"
  | "service-linked-roles"
  | "http-headers"
  | "query-decoded"
  | "mail-port"
  | "task-twice"
  | "log-writer"
> = {
  "function-error-name": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const name = await own.echo();
      const RoleArn = await makeRole(field, "throws", [{ Action: "fc:InvokeFunction", Resource: "*" }]);
      const flow = await makeFlow(field, "throws", [invokes(name, { do: "throw" })], RoleArn);
      const { events } = await runFlow(field, flow);
      const failed = events.find(({ Type }) => Type === "TaskFailed" || Type === "ExecutionFailed");
      const code = textAt(JSON.parse(textAt(failed, "EventDetail") || "{}"), "error");
      return { "function-error-name": code === "PlannedFault" ? "its errorType" : code || unprobed("gap-no-event") };
    },
  },
  "fc-signature": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const name = await own.echo();
      const accountId = textAt((await field.call("sts", "GetCallerIdentity")).body, "AccountId");
      const answer = await openFunctions({ ...field.session, accountId })
        .invoke(name, { x: 1 })
        .catch(() => undefined);
      return { "fc-signature": textAt(answer, "x") === "1" ? "taken" : "refused" };
    },
  },
  "http-answer": {
    needs: "write",
    async ask(own) {
      const { status, body } = await get(own, "/bare");
      const isWhole = status === 200 && body === '{"bare":true}';
      return { "http-answer": isWhole ? "sent as JSON" : `${status}` };
    },
  },
  "timer-interval": {
    needs: "write",
    async ask(own) {
      const name = await own.echo();
      const triggerConfig = JSON.stringify({ enable: false, cronExpression: "@every 30s", payload: "{}" });
      const body = { triggerName: "often", triggerType: "timer", qualifier: "LATEST", triggerConfig };
      const path = `/functions/${name}/triggers`;
      return { "timer-interval": said(await own.field.rest({ product: "fc", method: "POST", path, body })) };
    },
  },
  "function-timeout": {
    needs: "write",
    async ask({ field }) {
      const name = await makeFunction(field, "slow", 1);
      const answer = await invoke(field, name, { do: "wait" });
      if (answer.code !== "") return { "function-timeout": said(answer) };
      const { body } = answer;
      if (textAt(body, "errorMessage") === "") return { "function-timeout": unprobed("gap-not-told") };
      return { "function-timeout": textAt(body, "errorType") === "" ? "without an errorType" : "with an errorType" };
    },
  },
  "invoke-arn": {
    needs: "write",
    async ask(own) {
      const name = await own.echo();
      const byName = await invokesWith(own, "by-name", `acs:fc:*:*:functions/${name}`);
      const byVersion = await invokesWith(own, "by-version", `acs:fc:*:*:functions/${name}/LATEST`);
      if (byName && byVersion) return { "invoke-arn": "either is enough" };
      if (byName) return { "invoke-arn": "the function alone" };
      return { "invoke-arn": byVersion ? "the version alone" : "both are checked" };
    },
  },
  "service-linked-roles": {
    needs: "read",
    async ask({ field }) {
      const ServiceName = "sendevent-fc.eventbridge.aliyuncs.com";
      const answer = await field.call("resourcemanager", "CheckServiceLinkedRoleExistence", { ServiceName });
      if (answer.code === "NotEmulated") {
        return { "service-linked-roles": unprobed("gap-no-service-roles") };
      }
      return { "service-linked-roles": said(answer) };
    },
  },
  "http-headers": {
    needs: "write",
    async ask(own) {
      const { body } = await get(own, "/headers");
      const isThere = /"names":\[[^\]]*"host"/i.test(body);
      return { "http-headers": isThere ? "Host is among them" : "Host is not among them" };
    },
  },
  "query-decoded": {
    needs: "write",
    async ask(own) {
      const { body } = await get(own, "/query?next=%2Fconsole");
      if (body.includes('"next":"/console"')) return { "query-decoded": "decoded" };
      return { "query-decoded": body.includes("%2Fconsole") ? "not decoded" : "neither form" };
    },
  },
  "mail-port": {
    needs: "write",
    async ask({ field }) {
      const { body } = await invoke(field, await makeFunction(field, "mail", 10), {
        do: "connect",
        host: "smtp.aliyun.com",
        port: 25,
      });
      return { "mail-port": textAt(body, "found") || unprobed("gap-function-silent") };
    },
  },
  "task-twice": {
    needs: "write",
    async ask({ field }) {
      const name = await makeFunction(field, "task", 10);
      const path = `/functions/${name}/async-invoke-config`;
      taken(await field.rest({ product: "fc", method: "PUT", path, body: { asyncTask: true } }));
      const headers = { "x-fc-invocation-type": "Async", "x-fc-async-task-id": "once" };
      const task = {
        product: "fc",
        method: "POST",
        path: `/functions/${name}/invocations`,
        body: {},
        headers,
      } as const;
      taken(await field.rest(task));
      return { "task-twice": said(await field.rest(task)) };
    },
  },
  "log-writer": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const { project } = await own.logs();
      const role = await makeRole(field, "mute", [{ Action: "fc:InvokeFunction", Resource: "*" }]);
      const logConfig = { project, logstore: LOGSTORE, enableRequestMetrics: true };
      const name = await makeFunction(field, "logs", 10, { role, logConfig });
      const from = field.now() - 1_000;
      taken(await invoke(field, name, {}));
      // What nobody writes is waited for in vain, but not for ever.
      for (let attempt = 1; attempt <= 60; attempt += 1) {
        await field.pause();
        const range = { from, to: field.now() + 2_000, query: "*" };
        // Records of other probes stand beside them, and a page holds a hundred.
        for (let offset = 0, isWhole = true; isWhole && offset < 1_000; offset += 100) {
          const records = await openLogs(field.session).read(project, LOGSTORE, { ...range, offset });
          if (records.some((record) => Reflect.get(record, "functionName") === name)) {
            return { "log-writer": "AliyunServiceRoleForFC" };
          }
          isWhole = records.length === 100;
        }
      }
      return { "log-writer": "the role" };
    },
  },
};

/** A task that invokes a function, as flows of the deployment do. */
function invokes(name: string, body: object): object {
  return {
    Name: "Invoke",
    Type: "Task",
    Action: "FC:InvokeFunction",
    TaskMode: "RequestComplete",
    Timeout: 60,
    Parameters: { resourceArn: `acs:fc:::functions/${name}/LATEST`, invocationType: "Sync", body },
    End: true,
  };
}

/** Whether a flow can invoke the function when its role may do so under this name only. */
async function invokesWith(own: OwnResources, role: string, arn: string): Promise<boolean> {
  const { field } = own;
  const RoleArn = await makeRole(field, role, [{ Action: "fc:InvokeFunction", Resource: arn }]);
  const flow = await makeFlow(field, role, [invokes(await own.echo(), {})], RoleArn);
  return (await runFlow(field, flow)).status === "Succeeded";
}

async function get(own: OwnResources, path: string) {
  const address = await own.address();
  const { signal } = own.field;
  return exchanged(`${address.replace(/\/$/, "")}${path}`, { method: "GET", headers: {}, text: "", signal });
}
