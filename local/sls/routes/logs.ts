import { empty, jsonAnswer, type RestCall, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { compressAnswer } from "../compressAnswer.ts";
import { decompress } from "../decompress.ts";
import { decodeLogGroup } from "../protobuf.ts";
import { type FoundLogs, search } from "../query/search.ts";
import { logstoreOf, numberOfQuery, type SlsServiceContext, slsBodyOf, writeGroup } from "../serviceContext.ts";

/** Writing and searching. */
export function logRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  const { context } = serviceContext;
  const resource = ({ project, logstore }: Record<string, string>) => `project/${project}/logstore/${logstore}`;
  const put = ({ request, parameters }: RestCall) => {
    const logstore = logstoreOf(serviceContext, parameters);
    const group = decodeLogGroup(decompress(request.body, request.headers));
    if (group.logs.length > MAX_LOGS) {
      throw new CloudError(400, "ParameterInvalid", `A LogGroup has at most ${MAX_LOGS} logs.`);
    }
    writeGroup(serviceContext, parameters.project ?? "", logstore, { ...group, receivedAt: context.clock.now() });
    return empty();
  };
  const found = ({ parameters }: RestCall, values: Record<string, unknown>) =>
    search(logstoreOf(serviceContext, parameters), searchOf(values));
  const getHistograms = (call: RestCall) => {
    const logs = found(call, call.query);
    return jsonAnswer(histogram(logs, searchOf(call.query)), 200, headers(logs.length));
  };
  return [
    { method: "POST", path: "/logstores/{logstore}/shards/lb", action: "PostLogStoreLogs", resource, answer: put },
    { method: "POST", path: "/logstores/{logstore}", action: "PostLogStoreLogs", resource, answer: put },
    {
      method: "GET",
      path: "/logstores/{logstore}",
      query: { type: ["log"] },
      action: "GetLogStoreLogs",
      resource,
      answer(call) {
        const page = pageOf(found(call, call.query), call.query);
        return jsonAnswer(page, 200, headers(page.length));
      },
    },
    {
      method: "POST",
      path: "/logstores/{logstore}/logs",
      action: "GetLogStoreLogs",
      resource,
      answer(call) {
        const values = slsBodyOf(decompress(call.request.body, call.request.headers));
        const data = pageOf(found(call, values), values);
        const answer = jsonAnswer({ meta: { progress: "Complete", count: data.length, hasSQL: false }, data });
        return compressAnswer(answer, call.request.headers);
      },
    },
    {
      method: "GET",
      path: "/logstores/{logstore}",
      query: { type: ["histogram"] },
      action: "GetLogStoreHistogram",
      resource,
      answer: getHistograms,
    },
    {
      method: "GET",
      path: "/logstores/{logstore}/index",
      query: { type: ["histogram"] },
      action: "GetLogStoreHistogram",
      resource,
      answer: getHistograms,
    },
  ];
}

const MAX_LOGS = 40_960;
const MAX_BUCKETS = 60;
const SECONDS = { least: 0, most: 2 ** 32, otherwise: Number.NaN };

function searchOf(values: Record<string, unknown>) {
  const from = numberOfQuery(values, "from", SECONDS);
  const to = numberOfQuery(values, "to", SECONDS);
  if (!(from < to)) throw new CloudError(400, "InvalidTimeRange", "The begin time must be before the end time.");
  return { from, to, query: text(values.query), topic: text(values.topic) };
}

/** At most 100 logs, oldest first unless `reverse`. */
function pageOf(found: FoundLogs[], values: Record<string, unknown>): Record<string, string>[] {
  const line = numberOfQuery(values, "line", { least: 0, most: 100, otherwise: 100 });
  const offset = numberOfQuery(values, "offset", { least: 0, most: 1e9, otherwise: 0 });
  const ordered = String(values.reverse) === "true" ? found.toReversed() : found;
  return ordered.slice(offset, offset + line).map(({ time, fields }) => ({ ...fields, __time__: String(time) }));
}

function histogram(found: FoundLogs[], { from, to }: { from: number; to: number }) {
  const width = Math.max(1, Math.ceil((to - from) / MAX_BUCKETS));
  return Array.from({ length: Math.ceil((to - from) / width) }, (_, index) => {
    const begin = from + index * width;
    const end = Math.min(to, begin + width);
    const count = found.filter(({ time }) => time >= begin && time < end).length;
    return { from: begin, to: end, count, progress: "Complete" };
  });
}

function headers(count: number): Record<string, string> {
  return { "x-log-progress": "Complete", "x-log-count": String(count), "x-log-has-sql": "false" };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
