import type { JsonSchema } from "../../../shared/platform/jsonSchema.ts";
import { CONSOLE } from "../../view.ts";
import { type Language, MARKS } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { BEFORE, type FormField, fieldRowsOf, fieldsOf, ROW_COUNT_PREFIX } from "./fields.ts";
import { fieldHint, fieldLabel } from "./fieldWords.ts";
import type { Filled, FormWords } from "./filled.ts";
import { ManyPicker, Picker } from "./Picker.tsx";
import type { Choices } from "./pickers.ts";
import { pickerWords } from "./pickerWords.ts";
import { openedWith, WAITING, waitingText } from "./waitingForm.ts";

/** A field with its name, what it means, its limits, and what is wrong with it. Objects and lists hold more fields. */
export function FieldControl(props: FieldProps) {
  const { field, values, problems, words, language, choices } = props;
  const { schema, name, label } = field;
  if (schema.type === "object") return <Group {...props} />;
  if (schema.type === "array" && schema.items?.type === "object") return <Rows {...props} />;
  const texts = values.get(name) ?? [];
  const wrong = problems.get(name) ?? [];
  const id = idOf(name);
  // What an id is like is for those who type one.
  const listed = choices.get(name);
  const isChosen = listed !== undefined && !listed.isCut;
  const limits = isChosen ? "" : limitsOf(schema, words);
  const hint = isChosen ? undefined : fieldHint(label, schema.description, language);
  const described = [`${id}-hint`, ...(wrong.length === 0 ? [] : [`${id}-wrong`])].join(" ");
  const many = schema.type === "array" ? listed : undefined;
  const before = values.get(`${BEFORE}${name}`);
  return (
    <div class={`field ${wrong.length === 0 ? "" : "wrong"}`}>
      {many !== undefined || (schema.type === "array" && schema.items?.enum !== undefined) ? (
        <fieldset id={id} tabindex={-1} aria-describedby={described}>
          <legend>
            <Name field={field} words={words} language={language} />
          </legend>
          {many === undefined ? (
            <Boxes name={name} choices={schema.items?.enum ?? []} chosen={texts} />
          ) : (
            <ManyPicker name={name} choices={many} chosen={texts} words={wordsIn(pickerWords, language)} />
          )}
        </fieldset>
      ) : (
        <>
          <label for={id}>
            <Name field={field} words={words} language={language} />
          </label>
          <Control {...props} id={id} described={described} isWrong={wrong.length > 0} />
        </>
      )}
      {before === undefined ? null : <input type="hidden" name={`${BEFORE}${name}`} value={before.join("\n")} />}
      <p class="hint" id={`${id}-hint`}>
        {hint}
        {hint === undefined || limits === "" ? null : " · "}
        {limits === "" ? null : <span class="limits">{limits}</span>}
      </p>
      <Elsewhere field={field} words={words} values={values} operation={props.operation} />
      {wrong.length === 0 ? null : (
        <p class="bad" id={`${id}-wrong`}>
          {fieldLabel(label, language)}
          {language === "en" ? " " : "："}
          {wrong.join(MARKS[language].semicolon)}
        </p>
      )}
    </div>
  );
}

/** Where what is not there yet is made. Private keys are given to the certificate service alone. */
function Elsewhere({ field: { name, label }, words, values, operation }: ElsewhereProps) {
  if (label === "securityPolicyId") {
    const about = openedWith((part) => values.get(part)?.[0]);
    const query = new URLSearchParams([
      ...about.filter(([part]) => part !== "listenerId"),
      [WAITING, waitingText({ operation, field: name, about })],
    ]);
    return <a href={`${CONSOLE}/operations/createTlsPolicy?${query.toString()}`}>{words.createPolicy}</a>;
  }
  if (label !== "successorId" && label !== "certificateIds") return null;
  return (
    <a href="https://yundunnext.console.aliyun.com/?p=cas" rel="noreferrer">
      {words.upload}
    </a>
  );
}

type ElsewhereProps = Pick<FieldProps, "field" | "words" | "values" | "operation">;

interface FieldProps extends Filled {
  /** The operation whose form it is. */
  operation: string;
  field: FormField;
  words: FormWords;
  language: Language;
  choices: ReadonlyMap<string, Choices>;
}

/** The id of a field's control. */
function idOf(name: string): string {
  return `field-${name.replaceAll(".", "-")}`;
}

function Name({ field, words, language }: Pick<FieldProps, "field" | "words" | "language">) {
  return (
    <>
      {fieldLabel(field.label, language)}
      {field.isRequired ? <span class="faint"> {words.required}</span> : null}
    </>
  );
}

function Control({
  field,
  values,
  words,
  language,
  choices,
  isAbout,
  id,
  described,
  isWrong,
}: FieldProps & ControlProps) {
  const { name, schema, isRequired } = field;
  const texts = values.get(name) ?? [];
  const [text = ""] = texts;
  const mustBe = isRequired && !field.isWithinOptional;
  const common = {
    id,
    name,
    "aria-describedby": described,
    "aria-required": mustBe ? ("true" as const) : undefined,
    "aria-invalid": isWrong ? ("true" as const) : undefined,
  };
  const listed = choices.get(name);
  if (listed !== undefined) {
    const pickerText = wordsIn(pickerWords, language);
    const empty =
      mustBe || schema.default === undefined ? pickerText.choose : words.byDefault(textOfValue(schema.default));
    return (
      <Picker
        common={common}
        choices={listed}
        chosen={text}
        words={pickerText}
        empty={empty}
        decides={DECIDING.has(name) && isAbout === true}
      />
    );
  }
  if (schema.type === "boolean" || schema.enum !== undefined) {
    const options = schema.type === "boolean" ? [true, false] : (schema.enum ?? []);
    const isKnown = mustBe || values.has(`${BEFORE}${name}`);
    return (
      <select {...common}>
        {isKnown ? null : <option value="">{absent(schema, words)}</option>}
        {options.map((option) => (
          <option value={String(option)} selected={text === String(option)}>
            {said(option, words)}
          </option>
        ))}
      </select>
    );
  }
  if (schema.type === "array") {
    return (
      <textarea {...common} rows={Math.min(8, texts.length + 2)} spellcheck={false}>
        {texts.join("\n")}
      </textarea>
    );
  }
  const isNumber = schema.type === "integer" || schema.type === "number";
  return (
    <input
      {...common}
      value={text}
      inputmode={isNumber ? "numeric" : undefined}
      class={isNumber ? "short" : "long"}
      placeholder={schema.default === undefined ? undefined : textOfValue(schema.default)}
      autocomplete="off"
      spellcheck={false}
      maxlength={schema.maxLength}
    />
  );
}

interface ControlProps {
  id: string;
  described: string;
  isWrong: boolean;
}

/** What the forms of a listener are opened to choose: the rest of them may stay as it is. */
const DECIDING = new Set(["serverGroupId", "securityPolicyId", "caCertificateId", "successorId"]);

function Boxes({ name, choices, chosen }: { name: string; choices: unknown[]; chosen: string[] }) {
  return (
    <>
      {choices.map((choice) => (
        <label class="check">
          <input type="checkbox" name={name} value={String(choice)} checked={chosen.includes(String(choice))} />
          {String(choice)}
        </label>
      ))}
    </>
  );
}

/** Fields that belong together. What may be left out as a whole is folded until something in it is filled. */
function Group(props: FieldProps) {
  const { field, values, problems, words, language } = props;
  const { name, label, schema, isRequired } = field;
  const keys = [...values.keys(), ...problems.keys()];
  const isTouched = isRequired || keys.some((key) => key === name || key.startsWith(`${name}.`));
  const hint = fieldHint(label, schema.description, language);
  return (
    <details class="group" id={idOf(name)} open={isTouched}>
      <summary>
        {fieldLabel(label, language)} <span class="faint">{isRequired ? words.required : words.optional}</span>
      </summary>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <div class="fields">
        {fieldsOf(schema, `${name}.`, !isRequired).map((inner) => (
          <FieldControl {...props} field={inner} />
        ))}
      </div>
    </details>
  );
}

/** A list of things with fields of their own: some rows, and more for whoever asks; those that stay empty do not count. */
function Rows(props: FieldProps) {
  const { field, values, words, language } = props;
  const { name, label, schema } = field;
  const count = fieldRowsOf(name, values);
  const hint = fieldHint(label, schema.description, language);
  return (
    <details class="group" id={idOf(name)} open={count > fieldRowsOf(name, new Map())}>
      <summary>{fieldLabel(label, language)}</summary>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {Array.from({ length: count }, (_, row) => (
        <fieldset class="fields">
          <legend>{words.row(row + 1)}</legend>
          {fieldsOf(schema.items ?? {}, `${name}.${row}.`, true).map((inner) => (
            <FieldControl {...props} field={{ ...inner, isRequired: false }} />
          ))}
        </fieldset>
      ))}
      <input type="hidden" name={`${ROW_COUNT_PREFIX}${name}`} value={String(count)} />
      <button type="submit" class="quiet" name="more" value={name}>
        {words.moreRows}
      </button>
    </details>
  );
}

/** What holds when a choice is not made. */
function absent({ default: value }: JsonSchema, words: FormWords): string {
  return value === undefined ? words.notGiven : words.byDefault(said(value, words));
}

function said(value: unknown, words: FormWords): string {
  if (value === true) return words.yes;
  return value === false ? words.no : String(value);
}

/** Limits and default, in words. */
function limitsOf(schema: JsonSchema, words: FormWords): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, items, default: value } = schema;
  const bounded = (least: number | undefined, most: number | undefined) => words.between(least, most);
  return [
    schema.type === "array" && items?.enum === undefined ? words.perLine : "",
    bounded(minimum, maximum),
    minLength === undefined && maxLength === undefined ? "" : words.characters(bounded(minLength, maxLength)),
    minItems === undefined && maxItems === undefined ? "" : words.items(bounded(minItems, maxItems)),
    value === undefined || typeof value === "object" || schema.type === "boolean"
      ? ""
      : words.byDefault(textOfValue(value)),
  ]
    .filter((limit) => limit !== "")
    .join(" · ");
}

function textOfValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
