import type { Invocations } from "../../platform/clients/invocations.ts";
import { AlbflowError, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { retry } from "../../platform/retry.ts";
import { type Environment, listSetting } from "../../platform/settings/readSetting.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import type { Through } from "./probeResult.ts";

/**
 * The VPCs of `ALBFLOW_PROBED_VPCS`, in each of which a function looks at internal instances: those of `network` in albflow.yaml, in
 * its order. None when it is not set. Throws `AlbflowError` InvalidInput for what is no id of a VPC.
 */
export function probedVpcsFrom(environment: Environment): string[] {
  const isVpc = (id: string) => /^vpc-[A-Za-z0-9-]+$/.test(id);
  return listSetting(environment, "ALBFLOW_PROBED_VPCS", isVpc, reason("expected-vpc-ids"));
}

/** What the function in the VPC at this place of the list is called, behind the deployment's prefix. */
export function probeNameAt(at: number): string {
  return at === 0 ? "probe" : `probe${at + 1}`;
}

/** How to look from inside a VPC: with the function that stands there; undefined where none does. */
export function fromInside(functions: Invocations, vpcId: string): Through | undefined {
  const at = probedVpcsFrom(process.env).indexOf(vpcId);
  if (at < 0) return undefined;
  const name = flowNameOf(prefix(), probeNameAt(at));
  return async (look) => {
    const answer = (await retry(() => functions.invoke(name, look), mayPass, { ...PACING, name }).catch((error) => {
      const cause = reasonOf(error);
      throw new AlbflowError("Transient", reason("probe-function-failed", { function: name, cause }), {
        code: "EPROBE",
      });
    })) as ProbeAnswer;
    if ("seen" in answer) return answer.seen;
    throw new AlbflowError("Transient", answer.failed.reason, { code: answer.failed.code });
  };
}

/** What the function `probe` answers: what it has seen, or why nothing came of the look, with the socket's code. */
export type ProbeAnswer = { seen: unknown } | { failed: { reason: Reason; code: string } };

/** All instances may work just now. Whoever judges a listener by what nobody has looked at would go back for nothing. */
function mayPass({ kind }: AlbflowError): boolean {
  return kind === "Throttled" || kind === "Transient";
}

const PACING = { firstMs: 500, longestMs: 2_000, attempts: () => 4 };
