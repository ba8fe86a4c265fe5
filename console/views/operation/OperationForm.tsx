import type { ListedOperation } from "../../../shared/features/api/contract.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/words.ts";
import { Field } from "./Field.tsx";
import { fieldsOf } from "./fields.ts";
import type { Filled } from "./filled.ts";
import { formWords } from "./formWords.ts";

/** An operation's form, made of the JSON Schema of its input. Sends itself to where it is shown. */
export function OperationForm({ operation, filled, language }: OperationFormProps) {
  const words = wordsIn(formWords, language);
  const fields = fieldsOf(operation.input);
  const own = fields.filter(({ name }) => !COMMON.has(name));
  const common = fields.filter(({ name }) => COMMON.has(name));
  const { values, problems } = filled;
  const inner = { values, problems, words };
  const commonIsOpen = common.some(({ name }) => [...problems.keys()].some((key) => key.startsWith(name)));
  const listenerId = values.get("listenerId")?.[0] ?? "";
  return (
    <form
      method="post"
      action={`${CONSOLE}/operations/${operation.name}`}
      class="card operation-form"
      data-enhanced
      data-busy={words.planning}
      novalidate
    >
      <div class="body">
        {problems.size === 0 ? null : (
          <div class="notice bad" role="alert">
            <p>{words.invalid}</p>
            {problems.get("")?.map((problem) => (
              <p lang="en">{problem}</p>
            ))}
          </div>
        )}
        {own.map((field) => (
          <Field field={field} {...inner} />
        ))}
        <details open={commonIsOpen}>
          <summary>{words.more}</summary>
          <div class="fields">
            {common.map((field) => (
              <Field field={field} {...inner} />
            ))}
          </div>
        </details>
        <div class="actions">
          <button type="submit" class="main">
            {words.plan}
          </button>
          <p class="hint">{words.planHint}</p>
        </div>
      </div>
      {listenerId === "" ? null : (
        <div
          data-deferred={`${CONSOLE}/operations/${operation.name}/choices?listenerId=${encodeURIComponent(listenerId)}`}
        />
      )}
    </form>
  );
}

interface OperationFormProps {
  operation: ListedOperation;
  filled: Filled;
  language: Language;
}

/** What every operation takes, and few people change. */
const COMMON = new Set(["deadlineSeconds", "verification", "certificateQuota"]);
