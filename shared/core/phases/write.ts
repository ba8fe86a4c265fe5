import { createHash } from "node:crypto";
import type { AlbParameters } from "../../platform/clients/alb.ts";
import { casOfCertificate } from "../../platform/clients/cas.ts";
import type { LogAction, LogParameters } from "../../platform/clients/logs.ts";
import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { numericId } from "../certificates/certificate.ts";
import type { Step } from "../planSteps.ts";
import { type ResourceSet, withIds } from "../resourceSet.ts";
import { uploadCopy } from "../resources/certificateCopy.ts";
import { type ClosedGroupKey, creationOfClosedGroup } from "../resources/closedGroup.ts";
import { WRITES } from "../resources/write.ts";

/** What the cloud calls a write: the request, and its ALB job, if it has one. */
interface Written {
  requestId: string;
  jobId: string;
  /** Of what was made. */
  id?: string;
}

/**
 * Makes one write. The token names execution, step and content, so that the same
 * write twice is one (alb.md U7); calls without a token are made so that doing them again changes nothing.
 */
export async function write(clients: Clients, step: Step, seen: ResourceSet, occasion: string): Promise<Written> {
  const parameters = withIds(step.parameters, seen);
  switch (WRITES[step.action].product) {
    case "alb": {
      const content = JSON.stringify([occasion, step.action, parameters]);
      const ClientToken = createHash("sha256").update(content).digest("hex").slice(0, 40);
      const sent = await completed(clients, step, parameters);
      const answer = await clients.alb.call(step.action as AlbWrite, { ...sent, ClientToken } as never);
      return written(answer);
    }
    case "cas":
      if (step.action === "UploadUserCertificate") {
        const copyOf = String(parameters.CopyOf);
        return written(await uploadCopy(clients.cas, copyOf), copyOf.slice(copyOf.indexOf("-")));
      }
      return written(await deleteCertificate(clients, String(parameters.CertificateId)));
    case "log":
      await clients.log.call(step.action as LogAction, parameters as unknown as LogParameters);
      // Its client tells no request id.
      return written({});
  }
}

/** `suffix`: what follows the number of a certificate where ALB names it. */
function written(answer: object, suffix = ""): Written {
  const { RequestId = "", JobId = "", CertId, ...ids } = answer as Record<string, string | undefined>;
  const id = CertId === undefined ? MADE_IDS.map((field) => ids[field]).find(Boolean) : `${CertId}${suffix}`;
  return { requestId: RequestId, jobId: JobId, ...(id === undefined ? {} : { id }) };
}

/** Where answers to what makes something say what it is called. */
const MADE_IDS = ["ListenerId", "ServerGroupId", "SecurityPolicyId", "RuleId"];

/** ALB's own dry run of a write: undefined when it would pass, else the objection. Other products have none. */
export async function dryRun(clients: Clients, step: Step, seen: ResourceSet): Promise<AlbflowError | undefined> {
  if (WRITES[step.action].product !== "alb") return undefined;
  const sent = await completed(clients, step, withIds(step.parameters, seen));
  const parameters = { ...sent, DryRun: true } as AlbParameters<AlbWrite>;
  try {
    await clients.alb.call(step.action as AlbWrite, parameters);
    return new AlbflowError("Failed", reason("dry-run-unrecognised"));
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    // A passed dry run is an error with a code of its own (alb.md §1.8).
    return error.code === "DryRunOperation" ? undefined : error;
  }
}

/** What a call takes beyond what a plan knows: a group without servers is made in the VPC of its instance. */
async function completed({ alb }: Clients, { action }: Step, parameters: Record<string, unknown>) {
  const isClosedGroup = action === "CreateServerGroup" && "LoadBalancerId" in parameters;
  return isClosedGroup ? creationOfClosedGroup(alb, parameters as unknown as ClosedGroupKey) : parameters;
}

type AlbWrite = "UpdateListenerAttribute";

async function deleteCertificate({ cas }: Clients, id: string): Promise<object> {
  try {
    return await casOfCertificate(cas, id).call("DeleteUserCertificate", { CertId: numericId(id) });
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    return {};
  }
}
