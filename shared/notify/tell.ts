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
 * Hands notices to the function `notify`, which groups them and tells people; it is the only one that knows their
 * addresses. Of kinds that `ALBFLOW_NOTIFY` does not name nobody is told. Throws `AlbflowError`.
 */
export async function tell(
  session: Session,
  notices: Notice | Notice[] | undefined,
  environment: Environment,
): Promise<void> {
  const kinds = (environment.ALBFLOW_NOTIFY ?? "").split(",").map((kind) => kind.trim());
  const wanted = [notices ?? []].flat().filter(({ kind }) => kinds.includes(kind));
  const [first] = wanted;
  if (first === undefined) return;
  const id = noticeId({ ...first, key: wanted.map(({ key }) => key).join("\n") }, WINDOW_MS);
  await openInvocations(session).send(flowNameOf(prefix(), "notify"), { notices: wanted }, id);
}
