import { createHmac } from "node:crypto";
import type { Session } from "../../shared/platform/session.ts";

/** The secret of an engine without `ALBFLOW_SECRET`: whoever has the account's key can approve there anyway. */
export function embeddedSecret({ accessKeySecret }: Session["credentials"]): string {
  return createHmac("sha256", accessKeySecret).update("albflow's embedded engine").digest("base64");
}
