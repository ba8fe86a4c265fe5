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
  f.sentence(`${by ?? "Somebody outside albflow"} stopped ${execution}${why === "" ? "" : `: ${why}`}`);
const written = ({ action, resource, changes, outcome, back }: Write, f: Format) => {
  const fields = changes
    .map(({ field, before, after }) => `${field} ${f.value(before)} → ${f.value(after)}`)
    .join(", ");
  const notes = [...(outcome === "unknown" ? ["may have been made"] : []), ...(back ? ["in the rollback"] : [])];
  return `${action} on ${resource}${fields === "" ? "" : ` (${fields})`}${notes.length === 0 ? "" : `, ${notes.join(", ")}`}`;
};

export const stopping: Messages<typeof stoppingReasons> = {
  "stopped-before-changes": ({ hasBegun, ...stop }, f) =>
    `${who(stop, f)} ${hasBegun ? "Nothing was changed" : "It had not begun to change anything"}`,
  "stopped-unseen": (stop, f) => `${who(stop, f)} It had not read anything yet`,
  "stopped-undoing": ({ rollbackTarget, ...stop }, f) => `${who(stop, f)} ${rollbackTarget} undoes what it has changed`,
  "stopped-rolled-back": ({ result, ...stop }, f) => `${who(stop, f)} ${f.messageOf(result)}`,
  "stopped-last-word": ({ last, ...stop }, f) => `${who(stop, f)} Before that: ${f.messageOf(last)}`,
  "stopped-left": {
    message: ({ writes, moreWrites, steps, moreSteps, ...stop }, f) => {
      const changed = [
        ...writes.map((write) => written(write, f)),
        ...(moreWrites === 0 ? [] : [`and ${moreWrites} more`]),
      ];
      const planned = [...steps.map(f.messageOf), ...(moreSteps === 0 ? [] : [`${moreSteps} more`])];
      return `${who(stop, f)} It is left as it is: not verified, and not watched. Changed so far: ${changed.join("; ") || "nothing that is known"}. Planned: ${planned.join(", then ") || "nothing"}`;
    },
    next: ({ listenerId, execution }) =>
      `${listenerId === "" ? "" : `\`albflow verify ${listenerId}\` shows what clients are served; `}\`albflow undo ${execution}\` undoes it`,
  },
  "stop-reason-missing": {
    message: ({ most }) => `A stop needs a reason of 1 to ${most} characters`,
    next: "Say why it is stopped; everybody who sees the execution reads it",
  },
  "stop-while-rolling-back": {
    message: ({ execution }) => `${execution} is already rolling back what it has changed`,
    next: "Wait for its end",
  },
  "stop-too-late": {
    message: ({ execution, last }, { messageOf }) =>
      `${execution} has already ended${last === null ? "" : `: ${messageOf(last)}`}`,
    next: ({ execution }) => `Undo it if its changes are not wanted: \`albflow undo ${execution}\``,
  },
  "stop-name-taken": {
    message: ({ execution, rollbackTarget }) =>
      `${execution} is stopped, but ${rollbackTarget} is another execution: nothing undoes it`,
    next: ({ execution }) => `Undo it: \`albflow undo ${execution}\``,
  },
  "stop-not-visible": {
    message: ({ execution }) => `CloudFlow still shows ${execution} as running`,
    next: "Ask again in a moment",
  },
  "write-under-way": {
    message: ({ execution, until }, f) => `A write of ${execution} may still be under way until ${f.time(until)}`,
    next: "Nothing to do: it is tried again",
  },
  "execution-still-running": {
    message: ({ execution }) => `${execution} still runs`,
    next: "Nothing to do: it is tried again",
  },
};
