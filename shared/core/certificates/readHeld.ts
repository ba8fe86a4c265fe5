import { createPrivateKey } from "node:crypto";
import type { CasClient } from "../../platform/clients/cas.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { reasonText } from "../../platform/reasons/reasonText.ts";
import {
  type Certificate,
  certificateIn,
  chainIn,
  type Detail,
  detailOf,
  nothingOf,
  readBoundCertificate,
} from "./certificate.ts";
import type { Candidate, Held } from "./judgeCandidate.ts";
import type { Link } from "./readChain.ts";

/**
 * Reads a certificate with its chain as one that might be served, and whether its key is its own: the key is looked at
 * here and goes no further. Throws `AlbflowError`, NotFound when there is none of that id.
 */
export async function readCandidate(cas: CasClient, id: string): Promise<Candidate> {
  const detail = await detailOf(cas, id);
  const chain = chainIn(detail.Cert);
  const problems = problemsOf(chain[0], detail);
  const unavailable = problems[0] === undefined ? "" : reasonText(problems[0]);
  const certificate = chain.length === 0 ? { ...nothingOf(id), unavailable } : certificateIn(id, detail);
  return { certificate, chain, problems };
}

/** Reads a certificate with its chain. Throws `AlbflowError`, NotFound when there is none of that id. */
export async function readHeld(cas: CasClient, id: string): Promise<HeldCertificate> {
  const detail = await detailOf(cas, id);
  return { certificate: certificateIn(id, detail), chain: chainIn(detail.Cert) };
}

/** Reads a certificate that a listener holds, with its chain; of one that CAS has lost, or that cannot be read, there is none. */
export async function readBoundHeld(cas: CasClient, id: string): Promise<HeldCertificate> {
  try {
    return await readHeld(cas, id);
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
    return { certificate: await readBoundCertificate(cas, id), chain: [] };
  }
}

/** All that is known of a certificate that is served. */
export interface HeldCertificate extends Held {
  certificate: Certificate;
}

function problemsOf(leaf: Link | undefined, { Cert = "", Key = "" }: Detail): Reason[] {
  if (Cert === "") {
    return [reason("certificate-missing")];
  }
  if (leaf === undefined) {
    return [reason("chain-unreadable")];
  }
  if (Key === "") return [reason("key-missing")];
  try {
    const isOwn = leaf.x509.checkPrivateKey(createPrivateKey(Key));
    return isOwn ? [] : [reason("key-other")];
  } catch {
    return [reason("key-unreadable")];
  }
}
