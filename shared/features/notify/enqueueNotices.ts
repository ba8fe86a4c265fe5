import { flowNameOf, prefix } from "../../core/flowDefinition.ts";
import { openInvocations } from "../../platform/clients/invocations.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { redactAll } from "../../platform/redact.ts";
import type { Session } from "../../platform/session.ts";
import { type Environment, settingError, settingText } from "../../platform/settings/readSetting.ts";
import { noticeId, WINDOW_MS } from "./groupNotices.ts";
import { NOTICE_KINDS, type Notice, type NoticeKind } from "./notice.ts";

/** What whoever deploys sets for a function that has something to tell, for the documentation. */
export const NOTIFY_SETTINGS = {
  ALBFLOW_NOTIFY:
    "what people are told of: change, failure, recovery, approval, notRenewable, escalation, audit, with commas; nothing unless set",
  ALBFLOW_API_URL: "where people reach the API, for links",
};

/**
 * Hands notices to the function `notify`, which groups them and tells people; it is the only one that knows their
 * addresses. Of kinds that `ALBFLOW_NOTIFY` does not name nobody is told. Throws `AlbflowError`, InvalidInput for a setting
 * that makes no sense.
 */
export async function enqueueNotices(
  session: Session,
  notices: Notice | Notice[] | undefined,
  environment: Environment,
): Promise<void> {
  const kinds = noticeKindsFrom(environment);
  const wanted = [notices ?? []].flat().filter(({ kind }) => kinds.includes(kind));
  const [first] = wanted;
  if (first === undefined) return;
  const id = noticeId({ ...first, key: wanted.map(({ key }) => key).join("\n") }, WINDOW_MS);
  await openInvocations(session).send(flowNameOf(prefix(), "notify"), { notices: wanted.map(withoutSecrets) }, id);
}

/** A link is whole or useless, and whoever is told of it may follow it. */
function withoutSecrets({ link, actions, ...notice }: Notice): Notice {
  return {
    ...redactAll(notice),
    ...(link === undefined ? {} : { link }),
    ...(actions === undefined ? {} : { actions }),
  };
}

/** What people are told of: `ALBFLOW_NOTIFY`; nothing when it is not set. Throws InvalidInput for a word that is no kind of notice. */
export function noticeKindsFrom(environment: Environment): NoticeKind[] {
  const words = (settingText(environment, "ALBFLOW_NOTIFY") ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const kinds = words.flatMap((word) => NOTICE_KINDS.find((kind) => kind === word) ?? []);
  if (kinds.length === words.length) return kinds;
  throw settingError(environment, "ALBFLOW_NOTIFY", reason("expected-some-of", { values: [...NOTICE_KINDS] }));
}
