import { type Delivery, deliver } from "../shared/features/notify/deliver.ts";
import { deduplicate, group, WINDOW_MS } from "../shared/features/notify/groupNotices.ts";
import { type Notice, noticesSchema } from "../shared/features/notify/notice.ts";
import { channelKinds, channelsFrom } from "../shared/features/notify/registry.ts";
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

/** Tells people what they should know, on every channel that is set. */
export const notify: SingleFunction = {
  name: "notify",
  summary: "Tell people: DingTalk, Lark, WeCom, a signed webhook, mail.",
  permissions: ["log:PostLogStoreLogs"],
  timeout: 120,
  sentByName: true,
  environment: Object.assign({}, ...channelKinds.map(({ settings }) => settings)),
  takes: "`notices`, each with its `key`, `kind`, `title`, `sentences` and `at`, `changes` and perhaps a `link`",
  returns:
    "`deliveries`: for each notice the channels that took it, and those that did not, with the reason. What nobody has taken is an error, so that it is tried again",
  example: {
    notices: [{ key: "change/1", kind: "change", title: "lsn-1 is started", sentences: [], changes: [], at: 0 }],
  },
};

/** The topic of what was told, in the deployment's logstore. */
const NOTICE_TOPIC = "albflow_notice";

/** What became of each notice. */
interface NotifyResult {
  deliveries: ({ title: string } & Delivery)[];
}

export const handler: Handler<NotifyResult> = async (event, context) => {
  const request = jsonEvent(event);
  const problems = problemsIn(request, noticesSchema);
  if (problems.length > 0) {
    const said = problems.slice(0, 5).map(({ pointer, detail }) => `${pointer} ${detail}`);
    throw new AlbflowError("InvalidInput", `These are no notices: ${said.join("; ")}.`);
  }
  const channels = channelsFrom(process.env);
  const deliveries: NotifyResult["deliveries"] = [];
  for (const notice of group(deduplicate(request.notices as Notice[], WINDOW_MS))) {
    deliveries.push({ title: notice.title, ...(await deliver(channels, notice)) });
  }
  for (const { title, failed } of deliveries) {
    for (const { channel, message } of failed) loggerOf(context).warn(`${title}: ${channel}: ${message}`);
  }
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const records = deliveries.map(({ title, delivered, failed }) => ({
    title,
    delivered: delivered.join(", "),
    failed: JSON.stringify(failed),
  }));
  await openLogs(sessionOf(context)).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, NOTICE_TOPIC, records);
  // A repetition tells everybody again, so it is worth it only where nobody was told.
  const lost = deliveries.filter(({ delivered, failed }) => delivered.length === 0 && failed.length > 0);
  if (lost.length === deliveries.length) {
    throw new AlbflowError("Transient", `Nobody could be told of ${lost.map(({ title }) => title).join("; ")}.`);
  }
  return { deliveries };
};
