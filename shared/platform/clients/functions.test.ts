import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openFunctions } from "./functions.ts";

/** What Function Compute answers next, by the request. */
let answer: (request: IncomingMessage) => [status: number, body: object];
let asked: string[];
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const authorization = request.headers.authorization ?? "";
    asked.push(authorization.split(" ")[0] ?? "");
    const [status, body] = answer(request);
    response.writeHead(status, { "content-type": "application/json", "x-fc-request-id": "r-1" });
    response.end(JSON.stringify(body));
  });
});
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.close());

function functions() {
  return openFunctions({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fc: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  });
}

const REFUSALS: [status: number, code: string, kind: string][] = [
  [404, "FunctionNotFound", "NotFound"],
  [403, "AccessDenied", "Denied"],
  [503, "ServiceUnavailable", "Transient"],
];

test.each(REFUSALS)("a refusal %i %s is told with its code and its message", async (status, Code, kind) => {
  answer = () => [status, { RequestId: "r-1", Code, Message: "This is why." }];
  const invoked = functions().invoke("albflow-describeListener", {});
  await expect(invoked).rejects.toMatchObject({
    kind,
    reason: { code: "cloud-error", params: { cloudCode: Code, message: expect.stringContaining("This is why") } },
  });
});

test("where the service takes only the signature that this API documents, functions are called with that one", async () => {
  answer = ({ headers }) =>
    headers.authorization?.startsWith("FC ") === true
      ? [403, { RequestId: "r-1", Code: "InvalidSignature", Message: "not this one" }]
      : [200, { listeners: [] }];
  expect(await functions().invoke("albflow-listListeners", {})).toEqual({ listeners: [] });
  expect(asked).toEqual(["FC", "ACS3-HMAC-SHA256"]);
});

test("what is answered at once is asked once", async () => {
  answer = () => [200, { state: "planned" }];
  expect(await functions().invoke("albflow-startListener", {})).toEqual({ state: "planned" });
  expect(asked).toEqual(["FC"]);
});
