import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { CallRecord } from "../../../local/context.ts";
import { openContext } from "../../../test/local/cloudflow/openContext.ts";
import { serveCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import { type CloudFlowClient, openCloudFlow } from "../../platform/clients/cloudFlow.ts";
import { clock, systemClock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { signToken } from "../../platform/signedToken.ts";
import { readOnce } from "./readOnce.ts";

const OPERATIONS = ["startListener", "stopListener", "modifyListener", "rotateCertificate", "verify", "copyListener"];
const KEY = Buffer.alloc(32, 7);
const calls: CallRecord[] = [];
let served: Awaited<ReturnType<typeof serveCloudFlow>>;

beforeAll(async () => {
  served = await serveCloudFlow({ throttle: true, context: openContext(systemClock, calls) });
  const put = (name: string, state: string) =>
    served.cloudFlow.putFlow({
      name,
      definition: `{Type: StateMachine, SpecVersion: v1, Name: ${name}, StartAt: A, States: [${state}]}`,
    });
  await put("albflow-lock", "{Name: A, Type: Wait, Seconds: 60, End: true}");
  for (const name of ["keep", ...OPERATIONS]) await put(`albflow-${name}`, "{Name: A, Type: Succeed}");
  for (const operation of OPERATIONS) await client().start(`albflow-${operation}`, "once", { listenerId: "lsn-1" });
});
afterAll(() => served.close());

function client() {
  return openCloudFlow({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${served.server.port}` },
  });
}

/** What an instance of the API's function does for a viewer: each lists the executions of all operations. */
function view(since = 0) {
  const cloudFlow = client();
  const list = async () => {
    const rows = [];
    for (const operation of OPERATIONS) {
      for (const row of await cloudFlow.list(`albflow-${operation}`, "", 20)) rows.push({ operation, row });
    }
    return rows;
  };
  return readOnce(cloudFlow, "albflow", { question: "20", since, key: KEY, list });
}

const lists = () => calls.filter(({ action }) => action === "ListExecutions").length;

test("twenty viewers at once, each with an instance of their own, cost one listing within the account's rates", async () => {
  // All twenty ask in the same twenty seconds.
  const left = 20_000 - (clock.now() % 20_000);
  if (left < 5_000) await clock.sleep(left);
  const listings = await Promise.all(Array.from({ length: 20 }, () => view()));
  const shown = listings.map(({ value }) =>
    value.map(({ operation, row }) => `${operation} ${row.Name} ${row.Status}`),
  );
  expect(new Set(shown.map((rows) => rows.join()))).toEqual(
    new Set([OPERATIONS.map((operation) => `${operation} once Succeeded`).join()]),
  );
  expect(lists()).toBe(6);
  expect(calls.filter(({ code = "" }) => code.startsWith("Throttling"))).toEqual([]);
});

test("whoever has just done something sees it, and lists by themselves", async () => {
  const before = lists();
  await view(clock.now());
  expect(lists() - before).toBeGreaterThanOrEqual(6);
});

describe("what somebody else has put where listings are kept is not believed, and listed anew:", () => {
  const gone = { at: 1, count: 1, part: gzipSync("[]").toString("base64") };
  /** Cuts, exchanges or invents what is kept of a listing; what comes first under a name stays. */
  const planted: [what: string, plant: (kept: Kept, earlier: Kept) => unknown][] = [
    ["a listing of nothing", () => gone],
    ["a listing with the signature of another one", ({ signed }) => ({ part: gone.part, signed })],
    ["an earlier listing", (_, earlier) => earlier],
    [
      "a listing whose signature is made with another key",
      ({ part }) => ({ part, signed: signToken(Buffer.alloc(32, 8), gone) }),
    ],
    ["no text at all", () => ({ part: [1], signed: {} })],
    ["nothing", () => null],
  ];
  afterEach(() => vi.restoreAllMocks());
  test.each(planted)("%s", async (_, plant) => {
    vi.spyOn(clock, "now").mockReturnValue(Date.UTC(2026, 10, 29));
    const store = new Map<string, string>();
    const cloudFlow = storing(store);
    let lists = 0;
    const list = async () => {
      lists += 1;
      return `listed ${lists}`;
    };
    const ask = (question: string) => readOnce(cloudFlow, "albflow", { question, since: 0, key: KEY, list });
    await ask("early");
    await ask("late");
    expect((await ask("late")).value).toBe("listed 2");
    const name = (question: string) => [...store.keys()].find((one) => one.startsWith(`list-${question}-`)) ?? "";
    const [early, late] = ["early", "late"].map((one) => JSON.parse(store.get(name(one)) ?? "")) as [Kept, Kept];
    store.set(name("late"), JSON.stringify(plant(late, early)));
    expect((await ask("late")).value).toBe("listed 3");
  });
});

/** What is kept of a listing. */
interface Kept {
  part: string;
  signed: string;
}

/** A CloudFlow that keeps inputs, and in which each claim is done as soon as it was made. */
function storing(store: Map<string, string>): CloudFlowClient {
  const claims = new Set<string>();
  return {
    call: async (_: string, { ExecutionName, Input }: { ExecutionName: string; Input: string }) => {
      const slotless = ExecutionName.replace(/-\d+$/, "");
      if (claims.has(slotless))
        throw new AlbflowError("Conflict", reason("text", { text: "it was" }), { code: "ExecutionAlreadyExists" });
      claims.add(slotless);
      return { Input };
    },
    start: async (_: string, name: string, input: object) => {
      store.set(name, JSON.stringify(input));
      return "started";
    },
    stop: async () => undefined,
    describe: async (_: string, name: string) => ({ Input: store.get(name) ?? "{}" }),
  } as unknown as CloudFlowClient;
}
