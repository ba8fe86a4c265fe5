import { openInvocations } from "../clients/invocations.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import type { Session } from "../session.ts";
import type { Environment } from "./channel.ts";
import { noticeId, WINDOW_MS } from "./groupNotices.ts";
import type { Notice } from "./notice.ts";

/** What whoever deploys sets for a function that has something to tell, for the documentation. */
export const TELLING_SETTINGS = {
  ALBFLOW_NOTIFY:
    "what people are told of: change, failure, recovery, approval, notRenewable, escalation, with commas; nothing unless set",
  ALBFLOW_API_URL: "where people reach the API, for links",
};

/**
 * Hands a notice to the function `notify`, which tells people; it is the only one that knows their addresses. Of kinds that
 * `ALBFLOW_NOTIFY` does not name nobody is told. Throws `AlbflowError`.
 */
export async function tell(session: Session, notice: Notice | undefined, environment: Environment): Promise<void> {
  const kinds = (environment.ALBFLOW_NOTIFY ?? "").split(",").map((kind) => kind.trim());
  if (notice === undefined || !kinds.includes(notice.kind)) return;
  await openInvocations(session).send(
    flowNameOf(prefix(), "notify"),
    { notices: [notice] },
    noticeId(notice, WINDOW_MS),
  );
}
