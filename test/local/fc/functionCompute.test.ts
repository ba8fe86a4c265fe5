import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import Fc2 from "@alicloud/fc2";
import Fc3, { InvokeFunctionHeaders, InvokeFunctionRequest } from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import * as $dara from "@darabonba/typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFunctionCompute, type FunctionCompute } from "../../../local/fc/functionCompute.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { ACCOUNT, testContext } from "../testContext.ts";

const codeRoot = fileURLToPath(new URL(".", import.meta.url));
const context = testContext();
const role = `acs:ram::${ACCOUNT}:role/worker`;
let fc: FunctionCompute;
let server: WireServer;

beforeAll(async () => {
  context.ram.putRole({ name: "worker", trusts: ["fc.aliyuncs.com"], policies: [] });
  fc = createFunctionCompute(context, {
    codeRoot,
    environment: { ENDPOINT: "127.0.0.1:7701" },
    isolation: { kind: "thread" },
    functions: ["echo", "fail"].map((name) => ({
      functionName: name,
      runtime: "nodejs20",
      handler: `index.${name}`,
      code: "./functions",
      memorySize: 128,
      timeout: 10,
      role,
    })),
  });
  server = await listen(fc, { port: 0 });
});
afterAll(async () => {
  await fc.close();
  await server.close();
});

const keys = { accessKeyId: "local", accessKeySecret: "local" };

/** The ways in which clients call a function and get its answer as text, with the headers. */
const CLIENTS: Record<
  string,
  (name: string, event: string) => Promise<{ headers: Record<string, unknown>; text: string }>
> = {
  async fc20230330(name, event) {
    const client = new Fc3.default(
      new $OpenApiUtil.Config({
        ...keys,
        protocol: "http",
        endpoint: `127.0.0.1:${server.port}`,
        readTimeout: 10_000,
        connectTimeout: 10_000,
      }),
    );
    const { headers = {}, body } = await client.invokeFunctionWithOptions(
      name,
      new InvokeFunctionRequest({ body: Readable.from(Buffer.from(event)) }),
      new InvokeFunctionHeaders({ xFcLogType: "Tail" }),
      new $dara.RuntimeOptions({}),
    );
    return { headers, text: await textOf(body) };
  },
  fc2: (name, event) => viaFc2("2016-08-15", `/services/any.LATEST/functions/${name}/invocations`, event),
  "fc2 turned to 2023-03-30": (name, event) => viaFc2("2023-03-30", `/functions/${name}/invocations`, event),
  async "in process"(functionName, body) {
    const identity = { accountId: ACCOUNT, accessKeyId: "local" };
    const answer = await fc.invoke({ functionName, body, identity });
    const headers = { ...answer.headers, "x-fc-log-result": Buffer.from(answer.log).toString("base64") };
    return { headers, text: answer.body.toString("utf8") };
  },
};

async function viaFc2(version: string, path: string, event: string) {
  // Another name for the same port: the two clients share a pool of sockets (libraries.md §4).
  const endpoint = `http://localhost:${server.port}`;
  const client = new Fc2(ACCOUNT, { accessKeyID: "local", accessKeySecret: "local", region: "cn-hangzhou", endpoint });
  client.version = version;
  const { headers, data } = await client.request("POST", path, null, event, { "x-fc-log-type": "Tail" });
  return { headers, text: typeof data === "string" ? data : JSON.stringify(data) };
}

async function textOf(body: unknown): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

describe.each(Object.entries(CLIENTS))("called through %s", (_, call) => {
  it("a function gets its event as a Buffer, its context, its role's keys and its own environment", async () => {
    const { headers, text } = await call("echo", '{"listenerId":"lsn-1"}');
    const answer = JSON.parse(text);
    expect(answer).toMatchObject({
      isBuffer: true,
      event: '{"listenerId":"lsn-1"}',
      context: {
        requestId: headers["x-fc-request-id"],
        credentials: { accessKeyId: expect.stringMatching(/^STS\./), securityToken: expect.stringMatching(/./) },
        function: { name: "echo", handler: "index.echo", memory: 128, timeout: 10 },
        region: "cn-hangzhou",
        accountId: ACCOUNT,
        retryCount: 0,
        logger: ["debug", "info", "warn", "error", "log"],
      },
    });
    expect(answer.environment).toMatchObject({ ENDPOINT: "127.0.0.1:7701", FC_FUNCTION_NAME: "echo" });
    expect(answer.environment).not.toHaveProperty("HOME");
    expect(headers["x-fc-request-id"]).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/);
  });

  it("the log tail holds what the function wrote, between the platform's own lines", async () => {
    const { headers } = await call("echo", "x");
    const tail = Buffer.from(String(headers["x-fc-log-result"]), "base64").toString("utf8");
    expect(tail).toMatch(
      /^FC Invoke Start RequestId: 1-[^\n]+\n[^\n]+ 1-\S+ \[INFO\] got 1 bytes\nplain line\nFC Invoke End/,
    );
  });

  it("a thrown error is a 200 with its type, its message and its stack", async () => {
    const { headers, text } = await call("fail", "");
    expect(headers["x-fc-error-type"]).toBe("HandledInvocationError");
    expect(JSON.parse(text)).toEqual({
      errorMessage: "lsn-1 is Configuring",
      errorType: "ListenerBusy",
      stackTrace: expect.arrayContaining(["ListenerBusy: lsn-1 is Configuring"]),
    });
  });

  it("a function that does not exist is refused", async () => {
    // fc2 turned to the newer API does not understand its errors (wire.md §7).
    const refusal = /function 'nothing' does not exist|failed with 404/;
    await expect(call("nothing", "")).rejects.toThrow(refusal);
  });
});
