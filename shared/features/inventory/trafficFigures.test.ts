import { expect, test } from "vitest";
import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { trafficFigures } from "./trafficFigures.ts";

const listener = { LoadBalancerId: "alb-1", ListenerPort: 443 };
const store = { LogProject: "p", LogStore: "s" };

/** A log of so many requests and errors, whose latest records took so many seconds. */
function logOf(total: number, errors: number, times: string[], asked: object[] = []): Clients["log"] {
  return {
    count: async (_p: string, _s: string, { query }: { query: string }) => (query.includes("status") ? errors : total),
    async read(_p: string, _s: string, { query, offset }: { query: string; offset: number }) {
      asked.push({ query, offset });
      return times.map((time) => ({ request_time: time }));
    },
  } as unknown as Clients["log"];
}

test("requests, server errors and how long the latest took are told in milliseconds", async () => {
  const asked: object[] = [];
  const times = Array.from({ length: 100 }, (_, at) => String((at + 1) / 1_000));
  expect(await trafficFigures(logOf(250, 5, times, asked), listener, store)).toEqual({
    minutes: 5,
    requests: 250,
    errors: 5,
    latency: { of: 100, half: 50, most: 95 },
  });
  expect(asked).toEqual([{ query: "app_lb_id: alb-1 and slb_vport: 443", offset: 150 }]);
});

test("a quiet listener has no latency, and its log is not read", async () => {
  const asked: object[] = [];
  const figures = await trafficFigures(logOf(0, 0, [], asked), listener, store);
  expect(figures).toEqual({ minutes: 5, requests: 0, errors: 0, latency: null });
  expect(asked).toEqual([]);
});

test("without an access log, or with one that cannot be asked, there are no figures", async () => {
  expect(await trafficFigures(logOf(1, 0, ["0.1"]), listener, {})).toBeNull();
  const broken = {
    count: async () => Promise.reject(new AlbflowError("NotFound", reason("text", { text: "no index" }))),
  };
  expect(await trafficFigures(broken as unknown as Clients["log"], listener, store)).toBeNull();
});
