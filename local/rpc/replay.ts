import { createHash } from "node:crypto";
import { CloudError } from "../wire/cloudError.ts";
import type { ErrorOf } from "./errorOf.ts";
import type { Table } from "./table.ts";

/** A client token that has been used, and what its call was answered. */
export interface UsedToken {
  /** Account, action and token. */
  Token: string;
  /** Of the parameters that came with it. */
  Digest: string;
  Response: Record<string, unknown>;
  UsedAt: number;
}

/** What `ClientToken` does to one call. */
interface Replay {
  /** The answer of the first call with this token; undefined when there was none. */
  answer: Record<string, unknown> | undefined;
  /** Keeps the answer of a first call; of a repeated one there is nothing new. */
  remember(response: Record<string, unknown>, now: number): void;
  /** The call is over, whether it had an effect or not. */
  release(): void;
}

/** So that days of load do not fill the memory. */
const MOST_TOKENS = 100_000;

const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Client tokens of one service (alb.md U7): the same parameters give the same answer, others are refused with
 * `IdempotentParameterMismatch` unless `takesOthers`, and a second call while the first is under way with `IdempotenceProcessing`.
 */
export function createReplays(errorOf: ErrorOf, takesOthers: () => boolean = () => false) {
  const underWay = new Set<string>();
  return {
    /** Calls that will never be over are no longer waited for. */
    forget: () => underWay.clear(),
    begin(used: Table<UsedToken>, account: string, action: string, parameters: object, token: string): Replay {
      const key = `${account}/${action}/${token}`;
      const digest = digestOf(parameters);
      const known = used.get(key);
      const first = known !== undefined && known.Digest !== digest && takesOthers() ? undefined : known;
      if (first !== undefined && first.Digest !== digest) throw errorOf(action, "IdempotentParameterMismatch");
      if (first === undefined && underWay.has(key)) {
        throw new CloudError(400, "IdempotenceProcessing", "The request is being processed.");
      }
      if (first === undefined) underWay.add(key);
      return {
        answer: first?.Response,
        remember(response, now) {
          if (first !== undefined) return;
          forgetOld(used, now);
          used.put({ Token: key, Digest: digest, Response: response, UsedAt: now });
        },
        release() {
          if (first === undefined) underWay.delete(key);
        },
      };
    },
  };
}

function forgetOld(used: Table<UsedToken>, now: number) {
  for (const token of used.all()) {
    if (now - token.UsedAt <= KEPT_MS && used.size < MOST_TOKENS) return;
    used.delete(token.Token);
  }
}

function digestOf(parameters: object): string {
  return createHash("sha256").update(JSON.stringify(parameters)).digest("hex");
}
