import { FlowPicture } from "../../graph/FlowPicture.tsx";
import type { FlowLayout } from "../../graph/flowLayout.ts";
import { foldFlow } from "../../graph/foldFlow.ts";
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

/** What of the picture is shown: what happened, or all that could; with the picture's address in the page. */
interface FlowProps {
  flow: string;
  progress: Progress;
  words: ExecutionWords;
  isWhole: boolean;
  /** What of the page's query its links keep. */
  kept: string;
}

/** The picture of it: what did not happen is folded away, and each state leads to what it was given and gave. */
export function Flow({ flow, progress, words, isWhole, kept }: FlowProps) {
  const { done, current, waiting, failed, stopped, notReached, times } = words;
  const reached = [...progress.states].filter(([name]) => /^\w/.test(name));
  const states = reached.map(([name, { condition }]) => `${name} (${words[condition]})`).join(", ");
  const places = new Map(progress.visits.map(({ state }, index) => [state, index + 1]));
  const queryOf = (whole: boolean, ...more: string[]) =>
    `?${[whole ? "flow=whole" : "", kept, ...more].filter((part) => part !== "").join("&")}`;
  const addressOf = (state: string) =>
    places.has(state) ? `${queryOf(isWhole, `visit=${places.get(state)}`)}#visit` : undefined;
  return (
    <>
      <FlowPicture
        {...(isWhole ? { layout, progress } : foldFlow(layout, progress))}
        addressOf={addressOf}
        words={{
          title: words.picture(flow),
          description: words.pictureSays(states),
          conditions: { done, current, waiting, failed, stopped, notReached },
          times,
        }}
      />
      <p class="hint">
        {words.opensStates} <a href={queryOf(!isWhole)}>{isWhole ? words.fold : words.unfold}</a>
      </p>
    </>
  );
}

export type ExecutionWords = Words<typeof executionWords>;
