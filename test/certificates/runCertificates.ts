import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trustInstead } from "../../shared/core/certificates/publicRoots.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { eachLimited } from "../../shared/platform/eachLimited.ts";
import { type Answers, askProduct } from "./askProduct.ts";
import { type Authorities, type Case, makeAuthorities, makeCase } from "./cases.ts";
import { chanceOf, type Made } from "./madeCertificate.ts";
import { type Finding, type Judge, openJudge } from "./openssl.ts";

/** What is tried. */
interface Trial {
  count: number;
  seed: number;
  /** What the product is asked by: a test plants a wrong judgement here and must be found out. */
  ask?: (one: Case, now: number) => Promise<Answers>;
}

/** What has come of it. */
interface Outcome {
  cases: number;
  /** Something was taken, or planned without a word, that some clients turn away. */
  wrongSuccess: number;
  /** Something was not taken, or refused, that all clients take. */
  wrongRefusal: number;
  /** Listeners that would serve what clients turn away at the predecessor's end, although something fit was there. */
  expired: number;
  seconds: number;
  /** How many cases there were of each kind. */
  kinds: Record<string, number>;
  /** How many candidates OpenSSL took, turned away, and took for a part of the clients. */
  judged: { fit: number; unfit: number; partly: number };
  complaints: string[];
}

/** Makes pairs of certificates, asks the product about each, and lets OpenSSL judge. Leaves nothing behind. */
export async function runCertificates({ count, seed, ask = askProduct }: Trial): Promise<Outcome> {
  const started = performance.now();
  const now = systemClock.now();
  const folder = mkdtempSync(join(tmpdir(), "albflow-certificates-"));
  const authorities = makeAuthorities(now);
  const distrust = trustInstead([authorities.publicRoot.pem]);
  const judge = openJudge(folder, now);
  const outcome: Outcome = {
    cases: 0,
    wrongSuccess: 0,
    wrongRefusal: 0,
    expired: 0,
    seconds: 0,
    kinds: {},
    judged: { fit: 0, unfit: 0, partly: 0 },
    complaints: [],
  };
  try {
    await eachLimited(
      Array.from({ length: count }, (_, number) => number),
      async (number) => {
        const one = makeCase(number, authorities, chanceOf(seed * 1_000_003 + number));
        await tryCase(one, { number, authorities, judge, outcome, ask, now });
      },
    );
  } finally {
    distrust();
    await judge.close();
    rmSync(folder, { recursive: true });
  }
  outcome.seconds = Math.round((performance.now() - started) / 100) / 10;
  return outcome;
}

interface Around {
  number: number;
  authorities: Authorities;
  judge: Judge;
  outcome: Outcome;
  ask: NonNullable<Trial["ask"]>;
  now: number;
}

async function tryCase(one: Case, { number, authorities, judge, outcome, ask, now }: Around): Promise<void> {
  const { kind, names, policyId, predecessor, endsIn, candidates } = one;
  const { publicRoot, privateRoot } = authorities;
  const isSelfSigned = predecessor.chain.length === 1;
  const asked = {
    names,
    policyId,
    trusted: isSelfSigned ? null : [publicRoot, privateRoot],
    lastsUntil: endsIn + 0.01,
  };
  const isPrivate = predecessor.chain[1]?.spec.issuer === privateRoot;
  const trusted = isSelfSigned ? null : isPrivate ? [publicRoot, privateRoot] : [publicRoot];
  const before = await judge.connects(policyId, (predecessor.chain[0] as Made).key);
  const verdicts: Verdict[] = [];
  for (const candidate of candidates)
    verdicts.push(verdictOf(before, await judge.judgeChain(candidate, { ...asked, trusted })));
  const answers = await ask(one, now);
  outcome.cases += 1;
  outcome.kinds[kind] = (outcome.kinds[kind] ?? 0) + 1;
  for (const { state } of verdicts) outcome.judged[state] += 1;
  const complain = (what: "wrongSuccess" | "wrongRefusal" | "expired", words: string) => {
    outcome[what] += 1;
    const known = verdicts.map(({ state, why }, at) => `${at}: ${state}${why === "" ? "" : ` (${why})`}`).join("; ");
    outcome.complaints.push(`case ${number}, ${kind}, ${policyId}: ${words}. OpenSSL: ${known}`);
  };
  for (const at of answers.taken) {
    if (verdicts[at]?.state !== "fit") complain("wrongSuccess", `renewal takes ${at}`);
  }
  for (const [at, { state }] of verdicts.entries()) {
    const { refused, interrupts } = answers.byHand[at] ?? { refused: [], interrupts: false };
    if (state === "fit" && !answers.taken.includes(at))
      complain("wrongRefusal", `renewal does not take ${at}: ${answers.message}`);
    if (state === "fit" && refused.length > 0)
      complain("wrongRefusal", `by hand ${at} is refused: ${refused.join("; ")}`);
    if (state === "partly" && refused.length === 0 && !interrupts)
      complain("wrongSuccess", `by hand ${at} interrupts nobody`);
    if (state === "unfit" && refused.length === 0) complain("wrongSuccess", `by hand ${at} is planned`);
  }
  const [best] = answers.taken;
  const follows = best !== undefined && verdicts[best]?.state !== "unfit";
  if (!follows && verdicts.some(({ state }) => state === "fit")) complain("expired", "nothing fit follows");
}

interface Verdict {
  state: "fit" | "unfit" | "partly";
  why: string;
}

/** What OpenSSL's findings come to: what clients had before is what counts. */
function verdictOf(before: string[], { connects, objections, lasts }: Finding): Verdict {
  const lost = before.filter((client) => !connects.includes(client));
  if (objections.length > 0) return { state: "unfit", why: objections.join(", ") };
  if (!lasts) return { state: "unfit", why: "it ends no later" };
  if (connects.length === 0) return { state: "unfit", why: "nobody connects" };
  return lost.length === 0 ? { state: "fit", why: "" } : { state: "partly", why: `lost: ${lost.join(", ")}` };
}
