import type { EventEmitter } from "node:events";
import http from "node:http";
import { expect, test } from "vitest";
import type { WireResponse } from "../../local/wire/exchange.ts";
import { simulatedClock } from "../../shared/platform/clock.ts";
import { carryInMemory } from "./cloud/carryInMemory.ts";

/** Lets promises go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a connection stands when the answer is there: whoever waits for ever has begun no timer of its own", async () => {
  let respond: (response: WireResponse) => void = () => {};
  const answer = () => new Promise<WireResponse>((resolve) => (respond = resolve));
  const detach = carryInMemory(new Map([[1, { clock: simulatedClock(0), answer }]]));
  const happened: string[] = [];
  const request = http.request({ host: "127.0.0.1", port: 1 }) as EventEmitter & { end(): void };
  request.once("socket", (socket: EventEmitter & { readyState: string }) => {
    happened.push(socket.readyState);
    socket.once("connect", () => happened.push("connected"));
  });
  request.once("response", () => happened.push("answered"));
  request.end();
  await turn();
  expect(happened).toEqual(["opening"]);
  respond({ status: 200, headers: {}, body: Buffer.from("") });
  await turn();
  expect(happened).toEqual(["opening", "connected", "answered"]);
  detach();
});
