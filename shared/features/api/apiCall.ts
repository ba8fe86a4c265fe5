import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import type { Invocations } from "../../platform/clients/invocations.ts";
import { nameAt, placeIn } from "../../platform/place.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { type Act, allows, type Identity, type Target } from "./authentication/identity.ts";
import { forbidden } from "./problem.ts";

/** What the API's handlers need of the deployment that they belong to. */
export interface Deployed {
  cloudFlow: CloudFlowClient;
  functions: Invocations;
  /** Names of functions and flows begin with it. */
  prefix: string;
  /** Where it is deployed: operations are on listeners there, unless they name another place. */
  region: string;
  accountId: string;
  /** Regions whose listeners people may want to see. */
  regions: string[];
  /** Other accounts that are operated. */
  accounts: string[];
  /** A key for one purpose out of the deployment's secret. Throws `AlbflowError` InvalidInput when there is none. */
  secret: (purpose: string) => Buffer;
  /** Where people reach this API, for links and locations; empty when nobody has said. */
  url: string;
  /** The account that it is in, and what people call this deployment; that may be empty. */
  account: string;
  environment: string;
  /** How many have to agree to what interrupts traffic. */
  approvalsNeeded: number;
}

/** A request whose caller is known and whose parts are as the contract says. */
export interface ApiCall {
  identity: Identity;
  deployed: Deployed;
  /** What stands in the path, by its name there. */
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  body: Readonly<Record<string, unknown>>;
  /** A header by its name in small letters; empty when there is none. */
  header: (name: string) => string;
  /** The id under which the contract knows the request. */
  operationId: string;
  /** Counts calls to the cloud against the caller. */
  charge: (calls: number) => void;
  /** The same of calls that are not made for who still owes for earlier ones: throws 429 then, whatever the method. */
  spend: (calls: number) => void;
}

/** An answer: JSON unless it is text. */
export interface ApiAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: object | string;
}

/** Serves one kind of request. Throws `AlbflowError`. */
export type ApiHandler = (call: ApiCall) => Promise<ApiAnswer>;

/** Throws 403 for a caller who may not do this. */
export function demand({ identity }: ApiCall, act: Act, target: Target = {}): void {
  if (allows(identity, act, target)) return;
  const { operation = null, touches = [] } = target;
  throw forbidden(reason("not-allowed", { name: identity.name, act, operation, touches }));
}

/** What a name, as `touchedBy` tells it, is at the place that an input names. */
export function namedAt({ deployed }: Pick<ApiCall, "deployed">, input: unknown, name: string): string {
  return nameAt(placeIn(input, deployed), name);
}

/** The address of something in this API. */
export function addressOf({ url }: Deployed, path: string): string {
  return `${url.replace(/\/+$/, "")}${path}`;
}
