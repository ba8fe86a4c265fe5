import { listedOperations } from "../../../shared/features/api/contract.ts";
import { AREAS } from "../../../shared/platform/area.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { indexWords } from "./indexWords.ts";

/** Every operation, by what people come for; the form asks for the listener where it needs one. */
export function OperationIndex({ language }: { language: Language }) {
  const words: Words<typeof indexWords> = wordsIn(indexWords, language);
  const operations = listedOperations();
  return (
    <>
      <h1>{words.title}</h1>
      <p class="hint">{words.hint}</p>
      <div class="pairs">
        {AREAS.filter((area) => operations.some((one) => one.area === area)).map((area) => (
          <section class="card">
            <h2>{words[area as "state"]}</h2>
            <ul class="action-list">
              {operations
                .filter((one) => one.area === area)
                .map(({ name }) => (
                  <li>
                    <a href={`${CONSOLE}/operations/${name}`}>{operationName(name, language)}</a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
