import type { Words } from "../../words/wordsIn.ts";
import type { Choices } from "./pickers.ts";
import type { pickerWords } from "./pickerWords.ts";

/** What a choice of one has in common with any control. */
interface Common {
  id: string;
  name: string;
  "aria-describedby": string;
  "aria-required": "true" | undefined;
  "aria-invalid": "true" | undefined;
}

type PickerText = Words<typeof pickerWords>;

/** One of a list: what fits comes first, and of the rest it is said why not. With script one can type to search in it. */
export function Picker(props: {
  common: Common;
  choices: Choices;
  chosen: string;
  words: PickerText;
  empty: string;
  /** Whether a choice is all that the form needs: its plan is shown at once then. */
  decides: boolean;
}) {
  const { common, choices, chosen, words, empty, decides } = props;
  const fit = choices.choices.filter(({ unfit }) => unfit === "");
  const others = choices.choices.filter(({ unfit }) => unfit !== "");
  const isListed = chosen === "" || choices.choices.some(({ value }) => value === chosen);
  return (
    <>
      <select
        {...common}
        class="long"
        data-picker
        data-nothing={words.nothing}
        data-planned={decides ? words.planned : undefined}
      >
        <option value="">{empty}</option>
        {isListed ? null : (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
        {fit.map(({ value, label }) => (
          <option value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
        {others.length === 0 ? null : (
          <optgroup label={words.unfit}>
            {others.map(({ value, label, unfit }) => (
              <option value={value} selected={value === chosen}>
                {label} — {unfit}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      {choices.isCut ? (
        <label class="other">
          {words.otherId} <input name={common.name} class="long" autocomplete="off" spellcheck={false} />
        </label>
      ) : null}
    </>
  );
}

/** Several of a list. */
export function ManyPicker(props: { name: string; choices: Choices; chosen: string[]; words: PickerText }) {
  const { name, choices, chosen, words } = props;
  const unlisted = chosen.filter((id) => !choices.choices.some(({ value }) => value === id));
  const all = [...choices.choices, ...unlisted.map((id) => ({ value: id, label: id, unfit: "" }))];
  return (
    <>
      <div class="choices" data-filter={words.filter}>
        {all.map(({ value, label, unfit }) => (
          <label class="check">
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
            <span>
              {label}
              {unfit === "" ? null : <span class="sub">{unfit}</span>}
            </span>
          </label>
        ))}
        {all.length === 0 ? <p class="faint">{words.nothing}</p> : null}
      </div>
      {choices.isCut ? (
        <label class="other">
          {words.otherId} <input name={name} class="long" autocomplete="off" spellcheck={false} />
        </label>
      ) : null}
    </>
  );
}
