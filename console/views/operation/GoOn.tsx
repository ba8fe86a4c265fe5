import { ApiProblem } from "../../apiClient.ts";
import { placeAsked } from "../../placeQuery.ts";
import type { PageCall } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { formWords } from "./formWords.ts";
import { filledForm, type WaitingForm } from "./waitingForm.ts";

/** Leads to the form that waits, with what was made for it, or was there already. */
export function GoOn({ waiting, id, language }: { waiting: WaitingForm; id: string; language: Language }) {
  const listenerId = new Map(waiting.about).get("listenerId") ?? "";
  return (
    <div class="stack" id="go-on">
      <a class="button main" href={filledForm(waiting, id)}>
        {wordsIn(formWords, language).goOn(id, operationName(waiting.operation, language), listenerId)}
      </a>
    </div>
  );
}

/** The TLS policy that is there under the name of one that was to be made; undefined where there is none, or it is not seen. */
export async function policyNamed(
  { api }: Pick<PageCall, "api">,
  input: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const named = (field: string) => (typeof input[field] === "string" ? input[field] : undefined);
  const name = named("securityPolicyName");
  if (name === undefined) return undefined;
  try {
    const { tlsPolicies } = await api.get<{ tlsPolicies: { id: string; name: string; isSystem: boolean }[] }>(
      "/tls-policies",
      { limit: "100", search: name, ...placeAsked(named) },
    );
    return tlsPolicies.find((one) => one.name === name && !one.isSystem)?.id;
  } catch (error) {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  }
}
