import { listedOperations } from "../../../shared/features/api/contract.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { bulkWords } from "./bulkWords.ts";

/** The form that what is ticked in a list belongs to: an operation is chosen unless it is known. */
export function SelectedForm(props: {
  may: (operation: string) => boolean;
  language: Language;
  operation?: string;
  hidden?: Record<string, string | undefined>;
}) {
  const { may, language, operation, hidden = {} } = props;
  const words = wordsIn(bulkWords, language);
  const names = listedOperations()
    .filter(({ name, input }) => input.properties?.listenerId !== undefined && may(name))
    .map(({ name }) => name);
  if (names.length === 0 || (operation !== undefined && !may(operation))) return null;
  return (
    <form id="selected" class="filters" method="get" action={`${CONSOLE}/bulk/new`}>
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
      {operation === undefined ? (
        <div class="field">
          <label for="bulk-operation">{words.selected}</label>
          <select id="bulk-operation" name="operation">
            {names.map((name) => (
              <option value={name}>{operationName(name, language)}</option>
            ))}
          </select>
        </div>
      ) : (
        <input type="hidden" name="operation" value={operation} />
      )}
      <button type="submit">{operation === undefined ? words.planSelected : words.rotateSelected}</button>
    </form>
  );
}

/** The id of the row of a list that holds this: a row keeps its tick while the list is read again. */
export function rowId(value: string): string {
  return `row-${value.replaceAll(" ", "-")}`;
}

/** The box that selects one row of a list. Its name is its own, since an address has every name once. */
export function SelectBox(props: { name: "target" | "certificate"; value: string; label: string; language: Language }) {
  const { name, value, label, language } = props;
  const { select } = wordsIn(bulkWords, language);
  return <input type="checkbox" form="selected" name={`${name}:${value}`} aria-label={select(label)} />;
}
