import { CloudError } from "../../wire/cloudError.ts";
import type { Log, LogGroup, LogstoreRow } from "../state.ts";
import { type LogFields, matcher } from "./matcher.ts";
import { mayFit } from "./mayFit.ts";
import { parseSearch } from "./parse.ts";

/** What GetLogs and GetHistograms are asked. Times in whole seconds since 1970, `from` included, `to` not. */
interface SearchRequest {
  from: number;
  to: number;
  query: string;
  /** Empty: any. */
  topic: string;
}

/** A log that was found, with its reserved fields. */
export interface FoundLogs {
  time: number;
  fields: LogFields;
}

/** All logs that fit, oldest first. Throws `CloudError` when the logstore has no index or the query does not parse. */
export function search(logstore: LogstoreRow, request: SearchRequest): FoundLogs[] {
  if (logstore.index === undefined) {
    throw new CloudError(400, "IndexConfigNotExist", `logstore ${logstore.name} is without index config`);
  }
  const wanted = parseSearch(request.query);
  const fits = matcher(wanted, logstore.index);
  const isPossible = mayFit(wanted, logstore.index);
  const found: FoundLogs[] = [];
  for (const shard of logstore.shards) {
    for (const group of shard.groups) {
      if (request.topic !== "" && group.topic !== request.topic) continue;
      for (const log of group.logs) {
        if (log.time < request.from || log.time >= request.to) continue;
        if (!isPossible(group, log)) continue;
        const fields = fieldsOf(group, log);
        if (fits(fields)) found.push({ time: log.time, fields });
      }
    }
  }
  return found.sort((left, right) => left.time - right.time);
}

function fieldsOf({ topic, source, tags }: LogGroup, { contents }: Log): LogFields {
  return {
    ...Object.fromEntries(contents),
    __topic__: topic,
    __source__: source,
    ...Object.fromEntries(tags.map(([key, value]) => [`__tag__:${key}`, value])),
  };
}
