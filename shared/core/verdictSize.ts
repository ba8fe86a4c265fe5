import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import type { CloudFlowClient } from "../platform/clients/cloudFlow.ts";
import { reason } from "../platform/reasons/reason.ts";
import { shortReason } from "../platform/reasons/shortReason.ts";
import { jsonBytes, shortened, summary } from "../platform/shortened.ts";
import { keepText, readKeptText } from "./keptText.ts";
import type { MadeWrite, Plan, ProbeResult, Verdict } from "./verdict.ts";

/**
 * Bytes of a verdict's JSON. A flow's state holds 64 KiB (cloudflow.md §4); beside the verdict it carries the error that was
 * caught or the answer of a person, and we stay below 48 KiB (docs/decisions/payloads-stay-small.md).
 */
export const VERDICT_BYTES = 40 * 1024;

/** What a plan and its input may take of that when they are made; the rest is for writes, evidence and votes. */
const PLAN_BYTES = 20 * 1024;

/** Beyond that a plan's stages are not carried but kept elsewhere. */
const PACKED_BYTES = 10 * 1024;

/** A long reason hides what it says, and chats cut it. */
const REASON_BYTES = 2_000;

/** What is carried of a field of an input or a stage that is packed: what says which resource it is. */
const OUTLINE_BYTES = 200;
const OUTLINE_FIELDS = 20;

/**
 * The verdict as a flow can carry it. Reasons are cut short; what is too large is packed without loss (input and stages of
 * the plan), and after that summarised with counts (changes, writes, evidence). `given` is the verdict that it was made of:
 * what was packed there already is not packed again. Throws `AlbflowError` when what is packed cannot be kept in CloudFlow;
 * try again.
 */
export async function fitted(
  verdict: Verdict,
  cloudFlow: Pick<CloudFlowClient, "start">,
  given?: Verdict,
): Promise<Verdict> {
  const short = {
    ...verdict,
    reason: shortReason(verdict.reason, REASON_BYTES),
    cause: verdict.cause === null ? null : shortReason(verdict.cause, REASON_BYTES),
  };
  if (given?.packed !== undefined && given.plan?.hash === short.plan?.hash) {
    const { packed: pack, input, plan } = given;
    return summarised({ ...short, packed: pack, input, plan });
  }
  const { plan, input } = short;
  // Once it is made a plan does not grow: only preflight packs one.
  if (jsonBytes({ plan, input }) > PLAN_BYTES) return summarised(await packed(short, cloudFlow));
  return jsonBytes(short) <= VERDICT_BYTES ? short : summarised(short);
}

/** The verdict as phases work with it: what was packed is there again. Throws `AlbflowError` when it cannot be read. */
export async function opened(verdict: Verdict, cloudFlow: Pick<CloudFlowClient, "describe">): Promise<Verdict> {
  const { packed: pack, ...rest } = verdict;
  if (pack === undefined) return verdict;
  const text = pack.text === "" ? await readKeptText(cloudFlow, pack.kept) : pack.text;
  const { input, snapshot, stages } = JSON.parse(
    brotliDecompressSync(Buffer.from(text, "base64")).toString("utf8"),
  ) as Pick<Plan, "snapshot" | "stages"> & Pick<Verdict, "input">;
  return { ...rest, input, plan: rest.plan === null ? null : { ...rest.plan, snapshot, stages } };
}

async function packed(verdict: Verdict, cloudFlow: Pick<CloudFlowClient, "start">): Promise<Verdict> {
  const { input, plan } = verdict;
  if (plan === null) return { ...verdict, input: inputOutline(input) };
  const { snapshot, stages } = plan;
  const text = brotliCompressSync(Buffer.from(JSON.stringify({ input, snapshot, stages }))).toString("base64");
  const pack = text.length <= PACKED_BYTES ? { text, kept: [] } : { text: "", kept: await keepText(cloudFlow, text) };
  return {
    ...verdict,
    packed: pack,
    input: inputOutline(input),
    plan: { ...plan, snapshot: resourcesOutline(snapshot), stages: [] },
  };
}

/** Of an object what is short, so that whoever reads the history sees which resources it is about. */
function outline(value: Record<string, unknown>): Record<string, unknown> {
  const parts = Object.entries(value).slice(0, OUTLINE_FIELDS);
  return Object.fromEntries(
    parts.flatMap(([name, part]) => {
      if (jsonBytes(part) <= OUTLINE_BYTES) return [[name, part]];
      return isRecord(part) ? [[name, outline(part)]] : [];
    }),
  );
}

/** Who has asked, and the signature that proves it, are needed to count votes (shared/core/signedRequest.ts). */
function inputOutline(input: Verdict["input"]): Verdict["input"] {
  const { requestedBy, signature } = input;
  const signed = Object.entries({ requestedBy, signature }).filter(([, value]) => value !== undefined);
  return { ...outline(input), ...Object.fromEntries(signed) };
}

function resourcesOutline(resources: Plan["snapshot"]): Plan["snapshot"] {
  return outline(resources) as Plan["snapshot"];
}

/** Cuts away, the least missed first, until it fits. */
function summarised(verdict: Verdict): Verdict {
  let short = withPlan(verdict, (plan) => ({
    ...plan,
    changes: plan.changes
      .map((change) => ({ ...change, before: summary(change.before, 600), after: summary(change.after, 600) }))
      .slice(0, 30),
    certificates: Object.fromEntries(Object.entries(plan.certificates ?? {}).slice(0, 3)),
    steps: plan.steps.map((step) => shortReason(step, 200)),
    effect: plan.effect.slice(0, 10).map((one) => shortReason(one, 400)),
  }));
  for (const cut of [shortWrites(600), shortProbes(20), shortWrites(100), shortProbes(5), fewWrites, bare]) {
    if (jsonBytes(short) <= VERDICT_BYTES) return short;
    short = cut(short);
  }
  return short;
}

function withPlan(verdict: Verdict, change: (plan: Plan) => Plan): Verdict {
  return verdict.plan === null ? verdict : { ...verdict, plan: change(verdict.plan) };
}

/** Writes tell what they have changed up to so many bytes a value, and beyond that how much it was. */
function shortWrites(bytes: number) {
  const side = (value: unknown) => summary(value, bytes);
  const short = (write: MadeWrite): MadeWrite => ({
    ...write,
    changes: write.changes.map((change) => ({ ...change, before: side(change.before), after: side(change.after) })),
    evidence: write.evidence.slice(0, 3).map((one) => shortReason(one, bytes)),
  });
  return (verdict: Verdict): Verdict => ({ ...verdict, writes: verdict.writes.map(short) });
}

function shortProbes(count: number) {
  return (verdict: Verdict): Verdict => ({ ...verdict, seen: shownProbes(verdict.seen, count) });
}

/** The first and the last writes, those that made something (undo knows it by the id), and how many others there were. */
function fewWrites(verdict: Verdict): Verdict {
  const { writes } = verdict;
  const isKept = ({ made }: MadeWrite, at: number) =>
    made !== undefined || at < KEPT_WRITES || at >= writes.length - KEPT_WRITES;
  const kept = writes.filter(isKept);
  const left = writes.length - kept.length;
  const reported = (write: MadeWrite, at: number): MadeWrite =>
    at === KEPT_WRITES - 1 && left > 0
      ? { ...write, evidence: [...write.evidence, reason("more-writes", { count: left })] }
      : write;
  return { ...verdict, writes: kept.map(reported) };
}

const KEPT_WRITES = 10;

/** The last resort: what a phase cannot do without. */
function bare(verdict: Verdict): Verdict {
  const writes = verdict.writes
    .filter(({ made }, at, all) => made !== undefined || at >= all.length - KEPT_WRITES)
    .map((write) => ({ ...write, changes: [], evidence: [] }));
  return withPlan({ ...verdict, seen: [], writes }, (plan) => ({ ...plan, changes: [], certificates: {} }));
}

/** Problems first, then what was not seen, then as many of the others as a person reads; the last says how many more. */
export function shownProbes(probes: ProbeResult[], most = 20): ProbeResult[] {
  const weight = ({ problem, inconclusive }: ProbeResult) => (problem !== null ? 0 : inconclusive !== null ? 1 : 2);
  const sorted = [...probes].sort((one, other) => weight(one) - weight(other));
  if (sorted.length <= most) return sorted.map(shortProbe);
  const left = sorted.slice(most - 1);
  const wrong = left.filter(({ problem }) => problem !== null).length;
  const unseen = left.filter(({ inconclusive }) => inconclusive !== null).length;
  const more: ProbeResult = {
    probe: reason("probe-more", { count: left.length }),
    expected: null,
    found: reason("value-as-configured", { count: left.length - wrong - unseen }),
    served: null,
    problem: wrong === 0 ? null : reason("more-mismatches", { count: wrong }),
    inconclusive: wrong > 0 || unseen === 0 ? null : reason("more-inconclusive", { count: unseen }),
  };
  return [...sorted.slice(0, most - 1).map(shortProbe), more];
}

function shortProbe(probeResult: ProbeResult): ProbeResult {
  const { probe, expected, found, problem, inconclusive, served } = probeResult;
  return {
    probe: shortReason(probe, 400),
    expected: expected === null ? null : shortReason(expected, 200),
    found: found === null ? null : shortReason(found, 200),
    problem: problem === null ? null : shortReason(problem, 600),
    inconclusive: inconclusive === null ? null : shortReason(inconclusive, 400),
    served:
      served === null
        ? null
        : {
            subject: shortened(served.subject, 150),
            names: served.names.slice(0, 5).map((name) => shortened(name, 100)),
            serial: served.serial.slice(0, 64),
            notAfter: served.notAfter,
          },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
