import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "./http.ts";
import { createRig, type Seed } from "./rig.ts";

let rig: Seed;
beforeEach(async () => {
  rig = createRig();
  rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
});
afterEach(() => rig.close());

/** What a client of this address gets. */
async function answerFrom(localAddress: string, at: { address: string; port: number }): Promise<number | string> {
  return ask(at, { localAddress }).then(
    ({ status }) => status,
    (error: { code: string }) => error.code,
  );
}

test.each([
  ["a white list lets in who is on it", "White", "127.0.0.4/30", 200, "ECONNRESET"],
  ["a black list keeps out who is on it", "Black", "127.0.0.5", "ECONNRESET", 200],
] as const)("%s", async (_what, type, entry, five, nine) => {
  const at = await rig.serve({ access: { type, entries: ["10.0.0.0/8", entry] } });
  expect([await answerFrom("127.0.0.5", at), await answerFrom("127.0.0.9", at)]).toEqual([five, nine]);
});

test("a connection that is open is closed when a list keeps its client out", async () => {
  const at = await rig.serve();
  const client = connect({ host: at.address, port: at.port, localAddress: "127.0.0.9" });
  client.on("error", () => {});
  await new Promise((resolve) => client.once("connect", resolve));
  await answerFrom("127.0.0.9", at);
  const closed = new Promise((resolve) => client.once("close", () => resolve("closed")));
  await rig.serve({ access: { type: "White", entries: ["127.0.0.5"] } });
  expect(await closed).toBe("closed");
});
