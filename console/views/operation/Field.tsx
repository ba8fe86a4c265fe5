import type { JsonSchema } from "../../../shared/platform/jsonSchema.ts";
import { type FormField, fieldsOf, rowsOf } from "./fields.ts";
import type { Filled, FormWords } from "./filled.ts";

/** A field with its name, what it means, its limits, and what is wrong with it. Objects and lists hold more fields. */
export function Field(props: FieldProps) {
  const { field, values, problems, words } = props;
  const { schema, name, label, isRequired } = field;
  if (schema.type === "object") return <Group {...props} />;
  if (schema.type === "array" && schema.items?.type === "object") return <Rows {...props} />;
  const wrong = problems.get(name) ?? [];
  const id = idOf(name);
  const limits = limitsOf(schema, words);
  const described = [`${id}-hint`, ...(wrong.length === 0 ? [] : [`${id}-wrong`])].join(" ");
  const isChoice = schema.type === "array" && schema.items?.enum !== undefined;
  return (
    <div class={`field ${wrong.length === 0 ? "" : "wrong"}`}>
      {isChoice ? (
        <fieldset aria-describedby={described}>
          <legend>
            <Name label={label} isRequired={isRequired} words={words} />
          </legend>
          <Boxes name={name} choices={schema.items?.enum ?? []} chosen={values.get(name) ?? []} />
        </fieldset>
      ) : (
        <>
          <label for={id}>
            <Name label={label} isRequired={isRequired} words={words} />
          </label>
          <Control {...props} id={id} described={described} isWrong={wrong.length > 0} />
        </>
      )}
      <p class="hint" id={`${id}-hint`}>
        {schema.description === undefined ? null : <span lang="en">{schema.description}</span>}
        {limits === "" ? null : <span class="limits"> · {limits}</span>}
      </p>
      {wrong.length === 0 ? null : (
        <p class="bad" id={`${id}-wrong`} lang="en">
          {name} {wrong.join("; ")}
        </p>
      )}
    </div>
  );
}

interface FieldProps extends Filled {
  field: FormField;
  words: FormWords;
}

/** The id of a field's control; that of the list of its choices, too, with `-choices`. */
export function idOf(name: string): string {
  return `field-${name.replaceAll(".", "-")}`;
}

function Name({ label, isRequired, words }: { label: string; isRequired: boolean; words: FormWords }) {
  return (
    <>
      {label} {isRequired ? <span class="faint">{words.required}</span> : null}
    </>
  );
}

function Control({ field, values, words, id, described, isWrong }: FieldProps & ControlProps) {
  const { name, schema, isRequired } = field;
  const texts = values.get(name) ?? [];
  const [text = ""] = texts;
  const common = {
    id,
    name,
    "aria-describedby": described,
    "aria-required": isRequired && !field.isWithinOptional ? "true" : undefined,
    "aria-invalid": isWrong ? "true" : undefined,
  };
  if (schema.type === "boolean" || schema.enum !== undefined) {
    const options = schema.type === "boolean" ? [true, false] : (schema.enum ?? []);
    return (
      <select {...common}>
        {isRequired && !field.isWithinOptional ? null : <option value="">{absent(schema, words)}</option>}
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
      list={isNumber ? undefined : `${id}-choices`}
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
function Group({ field, values, problems, words }: FieldProps) {
  const { name, label, schema, isRequired } = field;
  const keys = [...values.keys(), ...problems.keys()];
  const isTouched = isRequired || keys.some((key) => key === name || key.startsWith(`${name}.`));
  return (
    <details class="group" open={isTouched}>
      <summary>
        {label} <span class="faint">{isRequired ? words.required : words.optional}</span>
      </summary>
      {schema.description === undefined ? null : (
        <p class="hint" lang="en">
          {schema.description}
        </p>
      )}
      <div class="fields">
        {fieldsOf(schema, `${name}.`, !isRequired).map((inner) => (
          <Field field={inner} values={values} problems={problems} words={words} />
        ))}
      </div>
    </details>
  );
}

/** A list of things with fields of their own: some rows, those that stay empty do not count. */
function Rows({ field, values, problems, words }: FieldProps) {
  const { name, label, schema } = field;
  return (
    <details class="group" open={rowsOf(name, values) > rowsOf(name, new Map())}>
      <summary>{label}</summary>
      {schema.description === undefined ? null : (
        <p class="hint" lang="en">
          {schema.description}
        </p>
      )}
      {Array.from({ length: rowsOf(name, values) }, (_, row) => (
        <fieldset class="fields">
          <legend>{words.row(row + 1)}</legend>
          {fieldsOf(schema.items ?? {}, `${name}.${row}.`, true).map((inner) => (
            <Field field={{ ...inner, isRequired: false }} values={values} problems={problems} words={words} />
          ))}
        </fieldset>
      ))}
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
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, items, default: value } = schema;
  const shape = pattern ?? items?.pattern;
  const bounded = (least: number | undefined, most: number | undefined) => words.between(least, most);
  return [
    schema.type === "array" && items?.enum === undefined ? words.perLine : "",
    bounded(minimum, maximum),
    minLength === undefined && maxLength === undefined ? "" : words.characters(bounded(minLength, maxLength)),
    minItems === undefined && maxItems === undefined ? "" : words.items(bounded(minItems, maxItems)),
    // What a pattern means is in the description; it is here for those who can read it.
    shape === undefined || schema.description !== undefined ? "" : `${words.looksLike} ${shape}`,
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
