import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import { noticeCatalogue } from "../shared/core/messages/noticeCatalogue.ts";
import { type Delivery, deliver } from "../shared/features/notify/deliver.ts";
import { deduplicate, group, noticeId, WINDOW_MS } from "../shared/features/notify/groupNotices.ts";
import { NOTICE_LANGUAGE_SETTING, noticeLanguageFrom } from "../shared/features/notify/language.ts";
import { type Notice, noticesSchema } from "../shared/features/notify/notice.ts";
import { channelKinds, openChannels } from "../shared/features/notify/registry.ts";
import { saidNotice } from "../shared/features/notify/saidNotice.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import {
  type Handler,
  jsonEvent,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { problemsIn } from "../shared/platform/jsonSchema.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { reasonText } from "../shared/platform/reasons/reasonText.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Tells people what they should know, on every channel that is set. */
export const notify: SingleFunction = {
  name: "notify",
  summary: "Send notices: DingTalk, Lark, WeCom, a signed webhook, mail.",
  permissions: ["log:PostLogStoreLogs"],
  timeout: 120,
  sentByName: true,
  environment: Object.assign({ ...NOTICE_LANGUAGE_SETTING }, ...channelKinds.map(({ settings }) => settings)),
  takes: "`notices`, each with its `key`, `kind`, `title`, `sentences` and `at`, `changes` and perhaps a `link`",
  returns:
    "`deliveries`: for each notice the channels that took it, and those that did not, with the reason. What nobody has taken is an error, so that it is tried again",
  example: {
    notices: [
      {
        key: "change/1",
        kind: "change",
        title: { code: "change-verified", params: { operation: "startListener", resource: "lsn-1" } },
        sentences: [],
        changes: [],
        at: 0,
      },
    ],
  },
};

/**
 * The notices that somebody has taken in a call that failed because of others: it is repeated, and sends them to nobody again. Of one
 * instance of the function: by another one they are sent twice, which is better than that the others are lost.
 */
const taken = new Set<string>();

/** The topic of what was told, in the deployment's logstore. */
const NOTICE_TOPIC = "albflow_notice";

/** What became of each notice. */
interface NotifyResult {
  deliveries: ({ title: string; reason: Reason } & Delivery)[];
}

export const handler: Handler<NotifyResult> = withSecrets(async (event, context) => {
  const request = jsonEvent(event);
  const problems = problemsIn(request, noticesSchema);
  if (problems.length > 0) {
    throw new AlbflowError("InvalidInput", reason("notices-invalid", { problems: problems.slice(0, 5) }));
  }
  const channels = openChannels(process.env);
  const language = noticeLanguageFrom(process.env);
  const messages = messagesIn(await noticeCatalogue(language), language);
  const deliveries: NotifyResult["deliveries"] = [];
  const notices = group(deduplicate(request.notices as Notice[], WINDOW_MS));
  const takenNow: string[] = [];
  for (const notice of notices.filter((one) => !taken.has(noticeId(one, 1)))) {
    const said = saidNotice(notice, messages);
    const delivery = await deliver(channels, said, { messages });
    if (delivery.delivered.length > 0) takenNow.push(noticeId(notice, 1));
    deliveries.push({ title: said.title, reason: notice.title, ...delivery });
  }
  for (const { title, failed } of deliveries) {
    for (const { channel, reason } of failed) loggerOf(context).warn(`${title}: ${channel}: ${reasonText(reason)}`);
  }
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const records = deliveries.map(({ title, reason: { code }, delivered, failed }) => ({
    title,
    code,
    delivered: delivered.join(", "),
    failed: JSON.stringify(failed),
  }));
  await openLogs(sessionOf(context)).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, NOTICE_TOPIC, records);
  // A repetition is worth it where a notice has reached nobody. What has reached somebody is not sent again.
  const lost = deliveries.filter(({ delivered, failed }) => delivered.length === 0 && failed.length > 0);
  if (lost.length > 0) {
    for (const id of takenNow) taken.add(id);
    throw new AlbflowError("Transient", reason("notices-undelivered", { titles: lost.map((one) => one.reason) }));
  }
  for (const notice of notices) taken.delete(noticeId(notice, 1));
  return { deliveries };
});
