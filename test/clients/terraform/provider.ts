import Rpc from "@alicloud/pop-core";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { SimulatedClock } from "../../../shared/platform/clock.ts";
import { flat } from "../../local/rpc/sdkCall.ts";

/** The client of the ROA style, which the types of the package leave out. */
const { ROAClient } = Rpc as unknown as {
  ROAClient: new (
    config: object,
  ) => {
    request<Result>(method: string, path: string, query: object, body: string, headers: object): Promise<Result>;
  };
};

type Answer = Record<string, never>;
type Call = <Result = Answer>(action: string, parameters?: object) => Promise<Result>;

/**
 * Makes calls as the Terraform provider alicloud makes them: the older signatures, each action with the version that it names, and
 * `RegionId` among the parameters. Its sources are the facts of these tests: resource_alicloud_*.go and service_alicloud_*.go.
 */
export interface Provider {
  alb: Call;
  cas: Record<"2018-07-13" | "2018-08-13" | "2020-04-07", Call>;
  ram: Call;
  dns: Call;
  kms: Call;
  /** By GET, as the provider reads and deletes. */
  fnf: Call;
  /** Lets a second pass in the cloud. */
  second: () => Promise<void>;
  fc: <Result = Answer>(method: string, path: string, body?: object, query?: Record<string, string>) => Promise<Result>;
}

export function providerOn({ endpoints }: LocalCloud, clock: SimulatedClock): Provider {
  const keys = { accessKeyId: "local", accessKeySecret: "local" };
  const rpc = (endpoint: string, apiVersion: string, method = "POST"): Call => {
    const client = new Rpc({ ...keys, endpoint, apiVersion, opts: { method, formatParams: false, timeout: 60_000 } });
    return (action, parameters = {}) =>
      client.request(action, flat({ RegionId: "cn-hangzhou", ...JSON.parse(JSON.stringify(parameters)) }));
  };
  const { alb, cas, ram, alidns, fnf, fc, kms } = endpoints;
  const roa = new ROAClient({ ...keys, endpoint: fc, apiVersion: "2023-03-30" });
  return {
    alb: rpc(alb, "2020-06-16"),
    cas: {
      "2018-07-13": rpc(cas, "2018-07-13"),
      "2018-08-13": rpc(cas, "2018-08-13"),
      "2020-04-07": rpc(cas, "2020-04-07"),
    },
    ram: rpc(ram, "2015-05-01"),
    dns: rpc(alidns, "2015-01-09"),
    kms: rpc(kms, "2016-01-20"),
    fnf: rpc(fnf, "2019-03-15", "GET"),
    second: () => clock.advance(1_000),
    fc: (method, path, body, query = {}) =>
      roa.request(method, `/2023-03-30${path}`, query, body === undefined ? "" : JSON.stringify(body), {
        "content-type": "application/json",
      }),
  };
}

/** Reads once in a second until it tells what is waited for, as the provider does, whatever it tells until then. */
export async function waited<Result>(
  { second }: Provider,
  read: () => Promise<Result>,
  pick: (found: Result) => unknown,
  wanted: unknown,
): Promise<Result> {
  let last: unknown;
  for (let reads = 0; reads < 60; reads++) {
    const found = await read();
    last = pick(found);
    if (last === wanted) return found;
    await second();
  }
  throw new Error(`It is ${String(last)} after 60 reads, not ${String(wanted)}.`);
}

/** Every page of a list, as the provider asks for them. */
export async function listed<Row>(call: Call, action: string, rows: string, parameters: object = {}): Promise<Row[]> {
  const found: Row[] = [];
  let next: { NextToken?: string } = {};
  do {
    const page = await call<Record<string, Row[]> & { NextToken?: string }>(action, { ...parameters, ...next });
    found.push(...(page[rows] ?? []));
    next = page.NextToken === undefined || page.NextToken === "" ? {} : { NextToken: page.NextToken };
  } while (next.NextToken !== undefined);
  return found;
}

/** The code of the refusal by which the provider knows that something is gone. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no refusal",
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
}
