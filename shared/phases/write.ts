import { createHash } from "node:crypto";
import { numericId } from "../certificate.ts";
import type { AlbParameters } from "../clients/alb.ts";
import type { LogAction, LogParameters } from "../clients/logs.ts";
import type { Doors } from "../doors.ts";
import { AlbflowError } from "../errors.ts";
import { uploadCopy } from "../facets/certificateCopy.ts";
import { WRITES } from "../facets/write.ts";
import type { Step } from "../path.ts";
import { type World, withIds } from "../world.ts";

/** What the cloud calls a write: the request, and its ALB job, if it has one. */
export interface Written {
  requestId: string;
  jobId: string;
}

/**
 * Makes one write. The token names execution, step and content, so that the same
 * write twice is one (alb.md U7); calls without a token are made so that doing them again changes nothing.
 */
export async function write(doors: Doors, step: Step, seen: World, occasion: string): Promise<Written> {
  const parameters = withIds(step.parameters, seen);
  switch (WRITES[step.action]) {
    case "alb": {
      const content = JSON.stringify([occasion, step.action, parameters]);
      const ClientToken = createHash("sha256").update(content).digest("hex").slice(0, 40);
      const answer = await doors.alb.call(step.action as AlbWrite, { ...parameters, ClientToken } as never);
      return written(answer);
    }
    case "cas":
      if (step.action === "UploadUserCertificate")
        return written(await uploadCopy(doors.cas, String(parameters.CopyOf)));
      return written(await deleteCertificate(doors, String(parameters.CertificateId)));
    case "log":
      await doors.log.call(step.action as LogAction, parameters as unknown as LogParameters);
      // Its client tells no request id.
      return written({});
  }
}

function written(answer: object): Written {
  const { RequestId = "", JobId = "" } = answer as { RequestId?: string; JobId?: string };
  return { requestId: RequestId, jobId: JobId };
}

/** ALB's own dry run of a write: undefined when it would pass, else the objection. Other products have none. */
export async function dryRun(doors: Doors, step: Step, seen: World): Promise<AlbflowError | undefined> {
  if (WRITES[step.action] !== "alb") return undefined;
  const parameters = { ...withIds(step.parameters, seen), DryRun: true } as AlbParameters<AlbWrite>;
  try {
    await doors.alb.call(step.action as AlbWrite, parameters);
    return new AlbflowError("Failed", "it was not recognised as a dry run");
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    // A passed dry run is an error with a code of its own (alb.md §1.8).
    return error.code === "DryRunOperation" ? undefined : error;
  }
}

type AlbWrite = "UpdateListenerAttribute";

async function deleteCertificate({ cas }: Doors, id: string): Promise<object> {
  try {
    return await cas.call("DeleteUserCertificate", { CertId: numericId(id) });
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    return {};
  }
}
