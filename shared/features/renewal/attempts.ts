import { createHmac } from "node:crypto";
import { type Certificate, numericId } from "../../core/certificates/certificate.ts";
import { type Origin, originOf, signOrigin } from "../../core/origin.ts";
import type { ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { isShortLived } from "./timing.ts";

/**
 * What renewal has tried before, read from executions: CloudFlow is the only store
 * (docs/decisions/a-fleet-is-renewed-without-a-list.md).
 */
export interface Attempt {
  name: string;
  kind: "rotate" | "order";
  certificate: number;
  /** 0 for an order: nobody knows the successor's number yet. */
  successor: number;
  /** Empty for an order. */
  listenerId: string;
  status: "running" | "succeeded" | "failed";
  /** Milliseconds since 1970. */
  startedAt: number;
  /** 0 while it runs. */
  stoppedAt: number;
  /** How many of the same before it have failed and are not told one by one, as they are long ago; absent: none. */
  earlier?: number;
  /** How listener and candidates stood when it was started (`situationOf`); empty for an order. */
  situation: string;
}

/** How an attempt has failed, which decides when it is made again. */
export interface FailedAttempt {
  /**
   * `refused`: before anything was changed. `passing`: the cloud, or time, was in the way. `seen`: clients were served
   * something wrong, so that the same again ends the same.
   */
  kind: "refused" | "passing" | "seen";
  reason: Reason | null;
}

/** How the names of all of renewal's rotations and orders begin. It finds them, and proves nothing. */
export const ATTEMPT_PREFIX = { rotate: "renew-", order: "order-" } as const;

/** The flow of each kind of attempt. */
export const ATTEMPT_OPERATION = { rotate: "rotateCertificate", order: "issueCertificate" } as const;

/**
 * The name of one attempt to rotate: the same certificate on the same listener within the same slot gives the same name,
 * so that it is started once; in another situation it is another attempt. `key` makes its end one that nobody can
 * guess, so that nobody can take the name before. At most 128 characters (cloudflow.md §8.1).
 */
export function rotationName(
  key: Buffer,
  attempt: {
    /** Empty at home; `<account>/<region>` in another account. */
    region?: string;
    listenerId: string;
    certificateId: string;
    successorId: string;
    slot: number;
    situation: string;
  },
): string {
  const { region = "", listenerId, certificateId, successorId, slot, situation } = attempt;
  const numbers = `${numericId(certificateId)}-${numericId(successorId)}`;
  return completed(
    key,
    `${ATTEMPT_PREFIX.rotate}${region === "" ? "" : `${region.replace("/", "-")}-`}${listenerId}-${numbers}-${hourOf(slot)}`,
    situation,
  );
}

/** The name of one attempt to order a successor. */
export function orderName(key: Buffer, certificateId: string, slot: number): string {
  return completed(key, `${ATTEMPT_PREFIX.order}${numericId(certificateId)}-${hourOf(slot)}`);
}

/** The input of an attempt, with the sign by which it is known as renewal's own. */
export function signedInput<Input extends object>(
  key: Buffer,
  kind: Attempt["kind"],
  name: string,
  input: Input,
  situation: string,
): Input & { origin: string } {
  const origin: Origin = { part: "renewal", operation: ATTEMPT_OPERATION[kind], execution: name, situation };
  return { ...input, origin: signOrigin(key, origin) };
}

/** A time in which one attempt is made, milliseconds since 1970. */
interface Slot {
  start: number;
  end: number;
}

/**
 * When the slot began in which one attempt is made: a day, six hours for what lives less than a month, an hour when it is
 * urgent. What may pass by itself is tried again in the next one.
 */
export function slotOf(certificate: Pick<Certificate, "notBefore" | "notAfter">, now: number, isUrgent: boolean): Slot {
  const length = isUrgent ? HOUR_MS : isShortLived(certificate) ? 6 * HOUR_MS : DAY_MS;
  const start = now - (now % length);
  return { start, end: start + length };
}

/**
 * Reads executions of one kind as attempts, by what they were given. Those that renewal has not started itself are left
 * out, whatever their names are: `key` is `secretFor(…, ORIGINS)`.
 */
export function readAttempts(
  kind: Attempt["kind"],
  rows: Pick<ExecutionRow, "Name" | "Status" | "StartedTime" | "StoppedTime" | "Input">[],
  key: Buffer,
): Attempt[] {
  return rows.flatMap(({ Name: name, Status, StartedTime, StoppedTime, Input }): Attempt[] => {
    const origin = originOf(key, { operation: ATTEMPT_OPERATION[kind], execution: name, input: Input });
    if (origin?.part !== "renewal") return [];
    const status = Status === "Succeeded" ? "succeeded" : RUNNING.has(Status) ? "running" : "failed";
    const { certificateId = "", successorId = "", listenerId = "" } = JSON.parse(Input) as Record<string, string>;
    return [
      {
        name,
        kind,
        certificate: numericId(certificateId),
        successor: kind === "order" ? 0 : numericId(successorId),
        listenerId,
        status,
        startedAt: Date.parse(StartedTime),
        stoppedAt: status === "running" ? 0 : Date.parse(StoppedTime),
        situation: origin.situation,
      },
    ];
  });
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RUNNING = new Set(["Running", "Starting", ""]);

function completed(key: Buffer, name: string, situation = ""): string {
  return `${name}-${createHmac("sha256", key).update(`${name} ${situation}`).digest("hex").slice(0, 8)}`;
}

/** `2026112222`. A round asks for many names of few hours. */
function hourOf(at: number): string {
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString().slice(0, 13).replace(/\D/g, "") };
  return latest.text;
}

let latest = { at: Number.NaN, text: "" };
