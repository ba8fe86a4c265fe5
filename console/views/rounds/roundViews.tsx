import type { View } from "../../view.ts";
import { wordsIn } from "../../words/words.ts";
import { roundWords } from "./words.ts";

/** A round as `GET /rounds/{name}` tells it, as far as the page shows it. */
interface ToldRound {
  name: string;
  status: string;
  startedAt: string;
  /** The report in the words in which chats get it; empty until the round has ended. */
  markdown: string;
}

/** What a round of renewal has found and done: where its notices lead. */
export const roundViews: View[] = [
  {
    method: "GET",
    path: "/rounds/:name",
    section: "certificates",
    async answer({ api, path, language }) {
      const words = wordsIn(roundWords, language);
      const { name, status, startedAt, markdown } = await api.get<ToldRound>(
        `/rounds/${encodeURIComponent(path.name ?? "")}`,
      );
      const page = (
        <>
          <div class="heading">
            <h1>{words.title}</h1>
            <p class="faint">{`${name} · ${status} · ${startedAt}`}</p>
          </div>
          {markdown === "" ? (
            <p>{words.runs}</p>
          ) : (
            <div class="execution">
              <pre lang="en">{markdown}</pre>
            </div>
          )}
        </>
      );
      return { title: words.title, page };
    },
  },
];
