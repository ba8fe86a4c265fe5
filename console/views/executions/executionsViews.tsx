import { Deferred } from "../../page/Deferred.tsx";
import { CONSOLE, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { executionWords } from "../execution/executionWords.ts";
import { ExecutionFilters, executionFiltersIn } from "./ExecutionFilters.tsx";
import { executionList } from "./ExecutionList.tsx";
import { executionsWords } from "./executionsWords.ts";

/** The executions of all operations, the latest first. */
export const executionsViews: View[] = [
  {
    method: "GET",
    path: "/executions",
    section: "executions",
    async answer({ query, language }) {
      const words = wordsIn(executionsWords, language);
      const rows = `${CONSOLE}/executions-list?${executionFiltersIn(query).toString()}`;
      return {
        title: words.title,
        page: (
          <>
            <h1>{words.title}</h1>
            <ExecutionFilters
              query={query}
              words={words}
              statuses={wordsIn(executionWords, language)}
              language={language}
            />
            <Deferred from={rows} language={language} {...(query.has("cursor") ? {} : { again: AGAIN_SECONDS })}>
              <p class="reading card">{words.reading}</p>
            </Deferred>
          </>
        ),
      };
    },
  },
  { method: "GET", path: "/executions-list", section: "executions", isFragment: true, answer: executionList },
];

/** After so many seconds the list is read again, while somebody looks at it. */
const AGAIN_SECONDS = 15;
