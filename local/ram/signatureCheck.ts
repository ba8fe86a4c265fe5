import type { Clock } from "../../shared/platform/clock.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest } from "../wire/exchange.ts";
import type { RamIdentity } from "./contract.ts";
import { nonceMemory } from "./nonceMemory.ts";
import { acs3 } from "./signatures/acs3.ts";
import { fc } from "./signatures/fc.ts";
import { logSignature } from "./signatures/log.ts";
import { log4 } from "./signatures/log4.ts";
import { roa } from "./signatures/roa.ts";
import { rpc } from "./signatures/rpc.ts";
import { type Refusal, type SignatureFamily, sameSignature } from "./signatures/signature.ts";

/** A key that can sign, and whom it stands for. */
export interface Secret {
  identity: RamIdentity;
  accessKeySecret: string;
  /** Only with temporary credentials. */
  token?: { text: string; expiresAt: number };
}

/** In the order in which a request is asked; RPC last, because it has to look into the body. */
const FAMILIES: SignatureFamily[] = [acs3, logSignature, log4, fc, roa, rpc];

/** How far the clock of a client may be off, both ways. */
const MAX_SKEW = 15 * 60_000;

/** The access key that a request says it is signed with, whether it is or not; undefined when it names none. */
export function claimedKeyOf(request: WireRequest): string | undefined {
  return FAMILIES.find((candidate) => candidate.signs(request))?.read(request)?.accessKeyId;
}

/**
 * Makes the check that tells who sent a request. It throws `CloudError` in the words of the signature's family.
 * The nonce is remembered only of requests whose signature is right, so that nobody can use up another's.
 */
export function signatureCheck(options: {
  secretOf(accessKeyId: string): Secret | undefined;
  clock: Clock;
  clientClock: Pick<Clock, "now">;
  /** How requests may be signed; as the services that RAM knows unless given. */
  families?: SignatureFamily[];
}): (request: WireRequest) => RamIdentity {
  const nonces = nonceMemory(2 * MAX_SKEW);
  const { families = FAMILIES } = options;

  return (request) => {
    const family = families.find((candidate) => candidate.signs(request));
    if (family === undefined) {
      throw new CloudError(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
    }
    const refuse = (refusal: Refusal) => new CloudError(...family.refusals[refusal]);
    const claim = family.read(request);
    if (claim === undefined) throw refuse("incomplete");
    const secret = options.secretOf(claim.accessKeyId);
    if (secret === undefined) throw refuse("unknownKey");

    const now = options.clientClock.now();
    if (Number.isNaN(claim.signedAt)) throw refuse("badDate");
    if (Math.abs(now - claim.signedAt) > MAX_SKEW) throw refuse("skewed");

    if (secret.token !== undefined) {
      if (claim.securityToken === undefined) throw refuse("tokenMissing");
      if (!sameSignature(secret.token.text, claim.securityToken)) throw refuse("tokenMismatch");
    } else if (claim.securityToken !== undefined) {
      throw refuse("tokenMismatch");
    }

    const isRight = [claim.expected, claim.otherwise].some(
      (expected) => expected !== undefined && sameSignature(expected(secret.accessKeySecret), claim.signature),
    );
    if (!claim.bodyIsSigned || !isRight) throw refuse("wrongSignature");
    if (secret.token !== undefined && secret.token.expiresAt <= options.clock.now()) throw refuse("tokenExpired");
    if (claim.nonce !== undefined && !nonces.remember(claim.nonce, now)) throw refuse("replayed");
    return secret.identity;
  };
}
