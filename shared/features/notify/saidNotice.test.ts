import { expect, test } from "vitest";
import { messagesIn } from "../../core/messages/messagesIn.ts";
import { noticeCatalogue } from "../../core/messages/noticeCatalogue.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "./notice.ts";
import { saidNotice } from "./saidNotice.ts";

const notice: Notice = {
  key: "result/modifyListener/lsn-1",
  kind: "change",
  title: reason("text", { text: "lsn-1" }),
  sentences: [],
  changes: [
    { field: "IdleTimeout", before: 15, after: 30 },
    { field: "DefaultActions", before: "sgp-1", after: "sgp-2" },
    { field: "NewThing", before: 1, after: 2 },
  ],
  at: 0,
};

test.each([
  ["en", ["Idle timeout (s)", "Server group", "NewThing"]],
  ["zh", ["连接空闲超时时间（秒）", "服务器组", "NewThing"]],
] as const)(
  "what changes is called in %s as the pages call it, and programs are given the cloud's own names",
  async (language, names) => {
    const { changes, data } = saidNotice(notice, messagesIn(await noticeCatalogue(language), language));
    expect(changes.map(({ field }) => field)).toEqual(names);
    expect(data).toMatchObject({ changes: notice.changes });
  },
);

test.each([
  ["en", ["Running", "Stopped"]],
  ["zh", ["运行中", "已停止"]],
] as const)("the state of a listener is said in %s as the pages say it", async (language, [before, after]) => {
  const stopped = { ...notice, changes: [{ field: "ListenerStatus", before: "Running", after: "Stopped" }] };
  const { changes } = saidNotice(stopped, messagesIn(await noticeCatalogue(language), language));
  expect(changes).toMatchObject([{ before, after }]);
});
