import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { listenerWords } from "./listenerWords.ts";

/** That a listener is being changed just now, and by which execution, where that is one of albflow's; nothing while it is not. */
export function BeingChanged({ description, language }: { description: ListenerDescription; language: Language }) {
  const words = wordsIn(listenerWords, language);
  const { changing, listener } = description;
  if (!isBeingChanged(description)) return null;
  if (changing === undefined || changing === null) {
    return (
      <p class="notice" role="status">
        {words.configuring(listener.ListenerStatus)}
      </p>
    );
  }
  const { operation, execution } = changing;
  return (
    <p class="notice" role="status">
      {words.changing}{" "}
      <a href={`${CONSOLE}/executions/${operation}/${execution}`}>
        {operationName(operation, language)} ({execution})
      </a>
      . {words.changingHint}
    </p>
  );
}

/** Whether what is seen may differ for a while from what is configured, and nobody has to be alarmed. */
export function isBeingChanged({ changing, listener }: Pick<ListenerDescription, "changing" | "listener">): boolean {
  return (changing !== undefined && changing !== null) || listener.ListenerStatus === "Configuring";
}
