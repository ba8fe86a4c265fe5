import type { BulkView } from "../../core/bulk/describeBulk.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "./notice.ts";

/** What people are told of how a bulk run has ended: how many of its listeners are done, and which are not. `url` is the API's. Pure. */
export function noticeOfBulk(
  { name, operation, requestedBy, targets }: Pick<BulkView, "name" | "operation" | "requestedBy" | "targets">,
  now: number,
  url: string,
): Notice {
  const namesOf = (isMeant: (target: BulkView["targets"][number]) => boolean) =>
    targets.filter(isMeant).map(({ listenerId }) => listenerId);
  const done = namesOf(({ state }) => state === "done").length;
  const ended = {
    operation,
    done,
    count: targets.length,
    failed: namesOf(({ state }) => state !== "done" && state !== "running" && state !== null),
    left: namesOf(({ state }) => state === null),
  };
  const kind = done === targets.length ? "change" : "failure";
  return {
    key: `${kind}/${name}`,
    kind,
    title: reason("bulk-ended", ended),
    sentences: [reason("requested-by", { requester: requestedBy }), reason("notice-of-execution", { execution: name })],
    changes: [],
    ...(url === "" ? {} : { link: { label: reason("see-bulk-run"), url: `${url.replace(/\/+$/, "")}/bulk/${name}` } }),
    at: now,
  };
}
