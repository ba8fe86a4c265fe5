import type { stoppingReasons } from "../../../platform/reasons/topics/stopping.ts";
import type { Format, Messages } from "../message.ts";

type Write = {
  action: string;
  resource: string;
  changes: readonly { field: string; before: unknown; after: unknown }[];
  outcome: string;
  back: boolean;
};

const who = ({ by, why, execution }: { by: string | null; why: string; execution: string }, f: Format) =>
  f.sentence(`${by ?? "albflow 以外的人"}停止了 ${execution}${why === "" ? "" : `：${why}`}`);
const written = ({ action, resource, changes, outcome, back }: Write, f: Format) => {
  const fields = changes
    .map(({ field, before, after }) => `${field} ${f.value(before)} → ${f.value(after)}`)
    .join("，");
  const notes = [...(outcome === "unknown" ? ["可能已生效"] : []), ...(back ? ["回滚中"] : [])];
  return `对 ${resource} 执行 ${action}${fields === "" ? "" : `（${fields}）`}${notes.length === 0 ? "" : `，${notes.join("，")}`}`;
};

export const stopping: Messages<typeof stoppingReasons> = {
  "stopped-before-changes": ({ hasBegun, ...stop }, f) =>
    `${who(stop, f)}${hasBegun ? "未做任何变更" : "尚未开始变更"}`,
  "stopped-unseen": (stop, f) => `${who(stop, f)}尚未读取任何内容`,
  "stopped-undoing": ({ rollbackTarget, ...stop }, f) => `${who(stop, f)}${rollbackTarget} 正在撤销其变更`,
  "stopped-rolled-back": ({ result, ...stop }, f) => `${who(stop, f)}${f.messageOf(result)}`,
  "stopped-last-word": ({ last, ...stop }, f) => `${who(stop, f)}此前：${f.messageOf(last)}`,
  "stopped-left": {
    message: ({ writes, moreWrites, steps, moreSteps, ...stop }, f) => {
      const changed = [
        ...writes.map((write) => written(write, f)),
        ...(moreWrites === 0 ? [] : [`另有 ${moreWrites} 项`]),
      ];
      const planned = [...steps.map(f.messageOf), ...(moreSteps === 0 ? [] : [`另有 ${moreSteps} 步`])];
      return `${who(stop, f)}保持现状：未经验证，也没有人观察。已变更：${changed.join("；") || "无已知变更"}。方案：${planned.join("，然后") || "无"}`;
    },
    next: ({ listenerId, execution }) =>
      `${listenerId === "" ? "" : `\`albflow verify ${listenerId}\` 可查看客户端实际收到的内容；`}\`albflow undo ${execution}\` 可撤销`,
  },
  "stop-reason-missing": {
    message: ({ most }) => `停止执行需要 1 到 ${most} 个字符的原因`,
    next: "请说明停止原因，所有能看到该执行的人都会读到",
  },
  "stop-while-rolling-back": {
    message: ({ execution }) => `${execution} 已在回滚其变更`,
    next: "请等待其结束",
  },
  "stop-too-late": {
    message: ({ execution, last }, { messageOf }) =>
      `${execution} 已经结束${last === null ? "" : `：${messageOf(last)}`}`,
    next: ({ execution }) => `如不需要其变更，请撤销：\`albflow undo ${execution}\``,
  },
  "stop-name-taken": {
    message: ({ execution, rollbackTarget }) =>
      `${execution} 已停止，但 ${rollbackTarget} 是另一个执行，没有执行会撤销其变更`,
    next: ({ execution }) => `请撤销：\`albflow undo ${execution}\``,
  },
  "stop-not-visible": {
    message: ({ execution }) => `云工作流仍显示 ${execution} 在运行`,
    next: "请稍后再试",
  },
  "write-under-way": {
    message: ({ execution, until }, f) => `${execution} 的写操作可能持续到 ${f.time(until)}`,
    next: "无需处理，会自动重试",
  },
  "execution-still-running": {
    message: ({ execution }) => `${execution} 仍在运行`,
    next: "无需处理，会自动重试",
  },
};
