import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { CloudFlow } from "../../../../local/cloudflow/cloudFlow.ts";
import type { FunctionAnswer } from "../../../../local/cloudflow/engine/actions/invokeFunction.ts";
import { CloudError } from "../../../../local/wire/cloudError.ts";
import { flowOf } from "../../../flowlang/runFlow.ts";
import { openContext } from "../openContext.ts";
import { call, ROLE, startCloudFlow } from "../testCloud.ts";

let cloudFlow: CloudFlow;
afterEach(() => cloudFlow.close());

const task = (action: string, parameters: string, more = "") =>
  flowOf(`- { Name: A, Type: Task, Action: "${action}", Timeout: 30, ${more} Parameters: ${parameters}, End: true }`);

async function put(name: string, definition: string, roleArn = ROLE) {
  await cloudFlow.putFlow({ name, definition: definition.replace("Name: flow\n", `Name: ${name}\n`), roleArn });
}

/** Runs a flow and gives its output, or `Code: Detail`. */
async function run(definition: string, { roleArn = ROLE, input = "{}" } = {}): Promise<unknown> {
  await put("main", definition, roleArn);
  await call(cloudFlow, "StartExecution", { FlowName: "main", ExecutionName: "e1", Input: input });
  const ended = await call(cloudFlow, "DescribeExecution", {
    FlowName: "main",
    ExecutionName: "e1",
    WaitTimeSeconds: "20",
  });
  const { error } = cloudFlow.state.flows.get("main")?.executions.get("e1")?.execution ?? {};
  return error === undefined ? JSON.parse(String(ended.Output)) : `${error.Code}: ${error.Detail}`;
}

const types = (flow: string, name: string) =>
  cloudFlow.state.flows
    .get(flow)
    ?.executions.get(name)
    ?.history.map(({ type }) => type)
    .filter((type) => type.startsWith("Task"));

describe("FC:InvokeFunction", () => {
  const ARN = "acs:fc:cn-hangzhou:1234567890123456:functions/work/LATEST";

  it("gives the function's own JSON as Body", async () => {
    cloudFlow = await startCloudFlow({ functions: { work: (event) => ({ got: event }) } });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}", body: { a: 1 } }`))).toEqual({
      Code: 200,
      Header: { "content-type": "application/json" },
      Body: { got: { a: 1 } },
    });
  });

  it("asynchronously, it is accepted with 202 and an empty Body", async () => {
    cloudFlow = await startCloudFlow({ functions: { work: () => ({}) } });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}", invocationType: Async }`))).toEqual({
      Code: 202,
      Header: {},
      Body: "",
    });
  });

  it("in WaitForSystemCallback, it is submitted and gives the same wrapper", async () => {
    cloudFlow = await startCloudFlow({ functions: { work: () => ({ ok: 1 }) } });
    const parameters = `{ resourceArn: "${ARN}", invocationType: Async }`;
    expect(await run(task("FC:InvokeFunction", parameters, "TaskMode: WaitForSystemCallback,"))).toMatchObject({
      Body: { ok: 1 },
    });
    expect(types("main", "e1")).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
  });

  it("fails with the name of a thrown error, and the whole body as Detail", async () => {
    cloudFlow = await startCloudFlow({
      functions: {
        work() {
          throw new RangeError("too far");
        },
      },
    });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}" }`))).toBe(
      'RangeError: {"errorMessage":"too far","errorType":"RangeError","stackTrace":[]}',
    );
  });

  const answered = (status: number, body: string, headers = {}): FunctionAnswer => ({
    status,
    headers,
    body: Buffer.from(body),
  });
  const ANSWERS: [answer: FunctionAnswer, error: string][] = [
    [
      answered(200, '{"errorMessage":"x"}', { "x-fc-error-type": "FunctionTimeout" }),
      'FC.Unknown: {"errorMessage":"x"}',
    ],
    [answered(404, '{"Code":"FunctionNotFound","Message":"no"}'), "FC.FunctionNotFound: no"],
    [answered(400, '{"ErrorCode":"InvalidArgument","ErrorMessage":"bad"}'), "FC.InvalidArgument: bad"],
    [answered(429, '{"Code":"ResourceExhausted","Message":"busy"}'), "FC.ResourceThrottled: busy"],
    [answered(500, "oops"), "FC.InternalServerError: oops"],
  ];
  it.each(ANSWERS)("answered %j, it fails with %s", async (answer, error) => {
    cloudFlow = await startCloudFlow({ invokeFunction: async () => answer });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}" }`))).toBe(error);
  });

  it("reads name and qualifier from ARNs of 3.0 and 2.0, and sends texts as they are", async () => {
    const calls: object[] = [];
    cloudFlow = await startCloudFlow({
      invokeFunction: async (made) => {
        calls.push(made);
        return answered(200, '"plain"');
      },
    });
    await run(task("FC:InvokeFunction", `{ resourceArn: "acs:fc:::services/svc.prod/functions/fn", body: text }`));
    expect(calls).toEqual([
      { functionName: "svc$fn", qualifier: "prod", roleArn: ROLE, invocationType: "Sync", body: "text" },
    ]);
  });

  it("needs an ARN and a role, and fails as the call is refused", async () => {
    const refuse = async () => Promise.reject(new CloudError(403, "AccessDenied", "the role may not"));
    cloudFlow = await startCloudFlow({ invokeFunction: refuse });
    expect(await run(task("FC:InvokeFunction", "{ resourceArn: work }"))).toBe(
      "FC.InvalidArgument: resourceArn work names no function.",
    );
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}" }`), { roleArn: "" })).toMatch(
      /^FC.AccessDenied: Flow main calls FC but has no RoleArn/,
    );
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    expect(await run(task("FC:InvokeFunction", `{ resourceArn: "${ARN}" }`))).toBe("FC.AccessDenied: the role may not");
  });
});

describe("HTTP:Request", () => {
  async function withServer(
    answer: (request: IncomingMessage, body: string) => [status: number, body: string],
    test: (url: string) => Promise<void>,
  ) {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const [status, body] = answer(request, Buffer.concat(chunks).toString());
        response.writeHead(status, { "x-test": "yes", connection: "close" }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cloudFlow = await startCloudFlow();
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?q=1`);
    server.close();
  }

  it("sends method, headers and JSON, and gives Code, Header and Body whatever the status", async () => {
    const seen: unknown[] = [];
    await withServer(
      ({ method, url, headers }, body) => {
        seen.push([method, url, headers["x-mine"], headers["content-type"], body]);
        return [404, '{"a":1}'];
      },
      async (url) => {
        const result = await run(
          task("HTTP:Request", `{ url: "${url}", method: post, headers: { x-mine: 1 }, body: { b: [2] } }`),
        );
        expect(result).toMatchObject({ Code: 404, Header: { "x-test": "yes" }, Body: { a: 1 } });
        expect(seen).toEqual([["POST", "/path?q=1", "1", "application/json", '{"b":[2]}']]);
      },
    );
  });

  it("a text is sent and given as it is", async () => {
    await withServer(
      (_, body) => [200, `<${body}>`],
      async (url) => {
        expect(await run(task("HTTP:Request", `{ url: "${url}", method: PUT, body: plain }`))).toMatchObject({
          Body: "<plain>",
        });
      },
    );
  });

  it("in WaitForCustomCallback, the token is in a header", async () => {
    let reported: Promise<unknown> | undefined;
    await withServer(
      ({ headers }) => {
        const TaskToken = String(headers["x-fnf-http-callback-task-token"]);
        reported = call(cloudFlow, "ReportTaskSucceeded", { TaskToken, Output: '{"by":"web"}' });
        return [200, ""];
      },
      async (url) => {
        expect(await run(task("HTTP:Request", `{ url: "${url}" }`, "TaskMode: WaitForCustomCallback,"))).toEqual({
          by: "web",
        });
        await reported;
      },
    );
  });

  it("fails with HTTP.RequestFailed when nobody answers, without the query in its Detail", async () => {
    cloudFlow = await startCloudFlow();
    expect(await run(task("HTTP:Request", '{ url: "http://127.0.0.1:1/x?secret=1" }'))).toMatch(
      /^HTTP.RequestFailed: GET http:\/\/127.0.0.1:1\/x failed: (?!.*secret)/,
    );
  });
});

describe("OpenAPI actions", () => {
  it("pass request and answer through under the API's own names", async () => {
    const calls: object[] = [];
    cloudFlow = await startCloudFlow({
      callApi: async (made) => {
        calls.push(made);
        return { JobId: "j-1" };
      },
    });
    expect(await run(task("ALB:StartListener", "{ ListenerId: lsn-1 }"))).toEqual({ JobId: "j-1" });
    expect(calls).toEqual([
      { roleArn: ROLE, product: "ALB", action: "StartListener", parameters: { ListenerId: "lsn-1" } },
    ]);
  });

  it("fail with product and code", async () => {
    cloudFlow = await startCloudFlow({
      callApi: async () => Promise.reject(new CloudError(409, "IncorrectStatus.Listener", "not now")),
    });
    expect(await run(task("ALB:StartListener", "{}"))).toBe("ALB.IncorrectStatus.Listener: not now");
  });
});

describe("FNF:StartExecution", () => {
  const start = (more: string, mode = "") =>
    task("FNF:StartExecution", `{ resourceArn: "acs:fnf:::flow/child"${more} }`, mode);
  const PASS = flowOf("- { Name: A, Type: Pass, OutputConstructor: { child.$: $Input }, End: true }");

  it("answers as soon as the child has started", async () => {
    cloudFlow = await startCloudFlow();
    await put("child", flowOf("- { Name: A, Type: Wait, Seconds: 300, End: true }"));
    expect(await run(start(", executionName: c1, input: { x: 1 }"))).toEqual({
      FlowName: "child",
      ExecutionName: "c1",
      RequestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(cloudFlow.state.flows.get("child")?.executions.get("c1")?.execution.input).toEqual({ x: 1 });
  });

  it("in WaitForSystemCallback, gives the child's output", async () => {
    cloudFlow = await startCloudFlow();
    await put("child", PASS);
    expect(await run(start(", input: { x: 1 }", "TaskMode: WaitForSystemCallback,"))).toEqual({ child: { x: 1 } });
  });

  it("in WaitForSystemCallback, a failed, stopped or timed-out child raises its error", async () => {
    cloudFlow = await startCloudFlow();
    const wait = "TaskMode: WaitForSystemCallback,";
    await put("child", flowOf("- { Name: A, Type: Fail, Code: Inner, Detail: why }"));
    expect(await run(start("", wait))).toBe("Inner: why");
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    await put("child", flowOf("- { Name: A, Type: Wait, Seconds: 5, End: true }", { top: "Timeout: 1\n" }));
    expect(await run(start("", wait))).toBe("FnF.ExecutionTimedOut: The execution did not end within 1 seconds.");
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    const stopping = run(start(", executionName: s1", wait));
    while (!cloudFlow.state.flows.get("child")?.executions.has("s1"))
      await new Promise((resolve) => setImmediate(resolve));
    await call(cloudFlow, "StopExecution", { FlowName: "child", ExecutionName: "s1", Cause: "enough" });
    expect(await stopping).toBe("FnF.ExecutionStopped: enough");
  });

  it("in WaitForCustomCallback, ends with what is reported under the token", async () => {
    cloudFlow = await startCloudFlow();
    await put("child", PASS);
    const ending = run(start(", input: { t.$: $Context.Current.TaskToken }", "TaskMode: WaitForCustomCallback,"));
    while (cloudFlow.state.tokens.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const [TaskToken = ""] = cloudFlow.state.tokens.keys();
    await call(cloudFlow, "ReportTaskSucceeded", { TaskToken, Output: '{"ok":true}' });
    expect(await ending).toEqual({ ok: true });
  });

  it("an execution started with a task token reports its own end under it", async () => {
    cloudFlow = await startCloudFlow({ functions: { work: () => ({}) } });
    await put("child", PASS);
    const waiting = task(
      "FC:InvokeFunction",
      "{ resourceArn: acs:fc:::functions/work }",
      "TaskMode: WaitForCustomCallback,",
    );
    const ending = run(waiting);
    while (cloudFlow.state.tokens.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const [CallbackFnFTaskToken = ""] = cloudFlow.state.tokens.keys();
    await call(cloudFlow, "StartExecution", { FlowName: "child", Input: '{"x":2}', CallbackFnFTaskToken });
    expect(await ending).toEqual({ child: { x: 2 } });
  });

  it("joins a running execution of that name, and fails on an ended one", async () => {
    cloudFlow = await startCloudFlow();
    await put("child", PASS);
    await call(cloudFlow, "StartExecution", { FlowName: "child", ExecutionName: "c1" });
    expect(await run(start(", executionName: c1"))).toBe(
      "FNF.ExecutionAlreadyExists: Execution c1 of flow child already exists.",
    );
  });

  it("fails when the flow is missing, the ARN names none, or the role may not", async () => {
    const context = openContext();
    cloudFlow = await startCloudFlow({ context });
    expect(await run(start(""))).toBe("FNF.FlowNotExists: Flow child does not exist.");
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    expect(await run(task("FNF:StartExecution", "{ resourceArn: child }"))).toMatch(/^FNF.InvalidArgument/);
    await call(cloudFlow, "DeleteFlow", { Name: "main" });
    context.ram.authorise = (identity, action, resource) => {
      if (identity.roleName === "albflow-flow") throw new CloudError(403, "NoPermission", `not ${action} ${resource}`);
    };
    expect(await run(start(""))).toBe(
      "FNF.NoPermission: not fnf:StartExecution acs:fnf:cn-hangzhou:1234567890123456:flow/child",
    );
  });
});

describe("an ended execution", () => {
  it("is forgotten once enough later ones have ended, and its name is free again", async () => {
    cloudFlow = await startCloudFlow({ retain: 4 });
    await put("main", flowOf("- { Name: A, Type: Succeed }"));
    for (let n = 1; n <= 6; n += 1)
      await call(cloudFlow, "StartExecution", { FlowName: "main", ExecutionName: `e${n}` });
    expect([...(cloudFlow.state.flows.get("main")?.executions.keys() ?? [])]).toEqual(["e3", "e4", "e5", "e6"]);
    await call(cloudFlow, "StartExecution", { FlowName: "main", ExecutionName: "e1" });
    await expect(call(cloudFlow, "StartExecution", { FlowName: "main", ExecutionName: "e6" })).rejects.toThrow(
      "ExecutionAlreadyExists",
    );
  });
});
