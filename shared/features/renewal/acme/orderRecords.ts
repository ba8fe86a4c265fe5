import type { LogsClient } from "../../../platform/clients/logs.ts";
import { clock } from "../../../platform/clock.ts";
import { AlbflowError, isTransient } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { reasonIn, reasonText } from "../../../platform/reasons/reasonText.ts";
import { seal, unseal } from "../../../platform/seal.ts";
import { ORDER_TOPIC } from "./orderTopic.ts";

/**
 * What is kept of orders in the deployment's logstore, by the certificate's name in CAS
 * (docs/decisions/what-was-issued-is-kept-sealed.md). Every method throws `AlbflowError`.
 */
export interface OrderRecords {
  /** What earlier orders of this name have left. */
  read(name: string): Promise<OrderMemory>;
  /** Keeps key and order, and the certificate once it is there, sealed. */
  keep(name: string, kept: KeptOrder): Promise<void>;
  /** Notes how an order has failed. */
  note(name: string, failure: OrderFailure): Promise<void>;
}

/** An order whose certificate may not be in CAS yet. It holds a private key: it is never told, only sealed. */
export interface KeptOrder {
  /** Where the ACME server keeps the order. */
  orderUrl: string;
  /** PKCS #8, PEM. */
  privateKeyPem: string;
  /** Leaf first; absent while nobody has fetched it. */
  certificatePem?: string;
}

/** How an order has failed. */
export interface OrderFailure {
  /** The error's code, or its kind. */
  code: string;
  reason: Reason;
  /** Milliseconds since 1970 before which the ACME server wants no order; 0 when it has not said. */
  notBefore: number;
}

/** What is known of earlier orders of one name. */
export interface OrderMemory {
  /** The latest that can be taken up again. */
  kept: KeptOrder | undefined;
  /** Failures of the last seven days, oldest first. */
  failures: OrderFailure[];
}

/**
 * Opens them. `write` keeps entries under the topic; `keepRecords` does it, as the client that writes weighs too much for the
 * function that orders. `key` is of 32 bytes, for nothing else.
 */
export function openOrderRecords(
  logs: Pick<LogsClient, "read">,
  write: (entries: Record<string, string>[]) => Promise<unknown>,
  { project, logstore }: { project: string; logstore: string },
  key: Buffer,
): OrderRecords {
  const usable = <Answer>(call: Promise<Answer>): Promise<Answer> =>
    call.catch((error: unknown) => {
      throw unusable(error, { project, logstore });
    });
  return {
    async read(name) {
      const now = clock.now();
      const query = `__topic__: ${ORDER_TOPIC} and "${name}"`;
      const found = await usable(
        readStretches(
          now,
          async (from, to) =>
            (await logs.read(project, logstore, { from, to, query })) as unknown as Record<string, string>[],
        ),
      );
      // The search compares words, not whole names.
      const own = found.filter((entry) => entry.name === name).sort((one, other) => atOf(one) - atOf(other));
      const sealed = own.flatMap(({ sealed: text = "" }) => (text === "" ? [] : [text]));
      const kept = sealed.flatMap((text) => unsealed(key, name, text) ?? []).at(-1);
      const failures = own.filter((entry) => entry.code !== undefined && atOf(entry) > now - FAILURES_MS);
      return {
        kept,
        failures: failures.map(({ code = "", reason: why = "", notBefore = "0" }) => ({
          code,
          reason: reasonIn(why),
          notBefore: Number(notBefore),
        })),
      };
    },
    async keep(name, kept) {
      const sealed = seal(key, JSON.stringify(kept), name);
      await usable(write([{ name, at: String(clock.now()), sealed }]));
    },
    async note(name, { code, reason: why, notBefore }) {
      const record = { name, at: String(clock.now()), code, reason: reasonText(why), notBefore: String(notBefore) };
      await usable(write([record]));
    },
  };
}

const DAY_MS = 86_400_000;
/** A logstore keeps 30 days unless told otherwise; what was issued before that is to be ordered again anyway. */
const MEMORY_MS = 30 * DAY_MS;
/** Told once in so long, however often it is tried. */
const FAILURES_MS = 7 * DAY_MS;
/** An order leaves a few records, and is tried once an hour at most; a search gives a hundred. */
const STRETCH_MS = DAY_MS;
const MOST = 100;

/** All of a month at once where they are few, else a day at a time, the newest first. */
async function readStretches(
  now: number,
  read: (from: number, to: number) => Promise<Record<string, string>[]>,
): Promise<Record<string, string>[]> {
  const until = Math.ceil((now + 1_000) / 1_000) * 1_000;
  const all = await read(until - MEMORY_MS, until);
  if (all.length < MOST) return all;
  const found: Record<string, string>[] = [];
  for (let to = until; to > until - MEMORY_MS; to -= STRETCH_MS) found.push(...(await read(to - STRETCH_MS, to)));
  return found;
}

function atOf({ at = "0" }: Record<string, string>): number {
  return Number(at);
}

function unsealed(key: Buffer, name: string, text: string): KeptOrder | undefined {
  const opened = unseal(key, text, name);
  return opened === undefined ? undefined : (JSON.parse(opened) as KeptOrder);
}

/** Nothing is ordered that could not be kept. A log service that is away for a while is waited for. */
function unusable(error: unknown, place: { project: string; logstore: string }): unknown {
  if (!(error instanceof AlbflowError)) return error;
  if (isTransient(error)) return new AlbflowError("Transient", error.reason, error);
  const logstore = place.project === "" ? null : `${place.project}/${place.logstore}`;
  return new AlbflowError("Refused", reason("order-records-unusable", { logstore, cause: error.reason }), {
    code: "order-records-unusable",
    requestId: error.requestId,
  });
}
