import type { ListedOperation } from "../../../shared/features/api/contract.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { FieldControl } from "./FieldControl.tsx";
import { formFields } from "./fields.ts";
import type { Filled } from "./filled.ts";
import { formWords } from "./formWords.ts";
import { WAITING } from "./waitingForm.ts";

/** An operation's form, made of the JSON Schema of its input. Sends itself to where it is shown. */
export function OperationForm({ operation, filled, language, action, children }: OperationFormProps) {
  const words = wordsIn(formWords, language);
  const { values, problems } = filled;
  const listenerId = values.get("listenerId")?.[0] ?? "";
  const isAbout = listenerId !== "" && filled.isAbout === true;
  const fields = formFields(operation).filter(({ name }) => !isAbout || !WHICH.includes(name));
  const own = fields.filter(({ name }) => !COMMON.has(name));
  const common = fields.filter(({ name }) => COMMON.has(name));
  const inner = {
    operation: operation.name,
    values,
    problems,
    words,
    language,
    choices: filled.choices ?? new Map(),
    isAbout,
  };
  const commonIsOpen = common.some(({ name }) => [...problems.keys()].some((key) => key.startsWith(name)));
  return (
    <form
      method="post"
      action={action ?? `${CONSOLE}/operations/${operation.name}`}
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
              <p>{problem}</p>
            ))}
          </div>
        )}
        {isAbout
          ? WHICH.flatMap((name) =>
              (values.get(name) ?? []).map((value) => <input type="hidden" name={name} value={value} />),
            )
          : null}
        {isAbout ? <input type="hidden" name="about" value="listener" /> : null}
        {(values.get(WAITING) ?? []).map((value) => (
          <input type="hidden" name={WAITING} value={value} />
        ))}
        {own.map((field) => (
          <FieldControl field={field} {...inner} />
        ))}
        <details open={commonIsOpen}>
          <summary>{words.more}</summary>
          <div class="fields">
            {common.map((field) => (
              <FieldControl field={field} {...inner} />
            ))}
          </div>
        </details>
        {children}
        <div class="actions">
          <button type="submit" class="main">
            {words.plan}
          </button>
          <p class="hint">{words.planHint}</p>
        </div>
      </div>
    </form>
  );
}

interface OperationFormProps {
  operation: ListedOperation;
  filled: Filled;
  language: Language;
  /** Where it is sent, where that is not the operation itself, and what else it holds. */
  action?: string;
  children?: unknown;
}

/** What says which listener a form is about. */
const WHICH = ["listenerId", "region", "account"];

/** What every operation takes, and few people change. */
const COMMON = new Set([
  "deadlineSeconds",
  "verification",
  "certificateQuota",
  "requireApproval",
  "acceptManaged",
  "allowLessTrusted",
  "acceptLossOf",
]);
