import { RunState } from "../../components/RunState.tsx";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { certificatesWords } from "./certificatesWords.ts";

/** A round of renewal as `GET /rounds/{name}` tells it. */
export interface ReportedRound {
  name: string;
  /** CloudFlow's. */
  status: string;
  /** The report as chats have it; empty until the round has ended. */
  markdown: string;
}

/** A round of renewal: how it stands, and its report as chats have it. */
export function Round({ round, language }: { round: ReportedRound; language: Language }) {
  const { name, status, markdown } = round;
  const words = wordsIn(certificatesWords, language);
  return (
    <>
      <div class="heading">
        <h1>{words.round}</h1>
        <RunState status={status} state={undefined} language={language} />
        <span class="faint">{name}</span>
      </div>
      <div class="card round">
        {markdown === "" ? (
          <p class="empty">{status === "Running" ? words.roundRunning : words.roundUntold}</p>
        ) : (
          <div class="body">
            <pre lang="en">{markdown}</pre>
          </div>
        )}
      </div>
    </>
  );
}
