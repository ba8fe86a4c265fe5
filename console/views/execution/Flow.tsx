import { FlowPicture } from "../../graph/FlowPicture.tsx";
import type { FlowLayout } from "../../graph/flowLayout.ts";
// Made by `npm run generate` out of flows/operation.yaml.
import operationFlow from "../../graph/operationFlow.json" with { type: "json" };
import { type Progress, progressOf } from "../../graph/progress.ts";
import type { Words } from "../../words/wordsIn.ts";
import type { ExecutionView } from "./executionView.ts";
import type { executionWords } from "./executionWords.ts";

const layout = operationFlow as FlowLayout;

/** How far an execution has come in the flow that all operations share. */
export function progressIn(view: ExecutionView): Progress {
  return progressOf(view, layout);
}

/** The picture of it. */
export function Flow({ flow, progress, words }: { flow: string; progress: Progress; words: ExecutionWords }) {
  const { done, current, waiting, failed, stopped, notReached, times } = words;
  const reached = [...progress.states].filter(([name]) => /^\w/.test(name));
  const states = reached.map(([name, { condition }]) => `${name} (${words[condition]})`).join(", ");
  return (
    <FlowPicture
      layout={layout}
      progress={progress}
      words={{
        title: words.picture(flow),
        description: words.pictureSays(states),
        conditions: { done, current, waiting, failed, stopped, notReached },
        times,
      }}
    />
  );
}

export type ExecutionWords = Words<typeof executionWords>;
