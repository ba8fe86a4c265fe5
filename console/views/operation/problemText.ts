import type { JsonSchema } from "../../../shared/platform/jsonSchema.ts";
import type { FormWords } from "./filled.ts";

/** What is wrong with what a field holds, in the reader's language; undefined when its schema allows it. */
export function problemText(schema: JsonSchema, texts: string[], words: FormWords): string | undefined {
  const [text] = texts;
  if (text === undefined) return words.isMissing;
  const { type, enum: choices, minimum, maximum, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (type === "array") {
    const lines = texts.flatMap((one) => one.split(/[\n,]/)).map((line) => line.trim());
    const items = lines.filter((line) => line !== "");
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items: inner = {} } = schema;
    if (items.length < minItems || items.length > maxItems)
      return words.isCounted(words.between(schema.minItems, schema.maxItems));
    const wrong = items.find((item) => problemText(inner, [item], words) !== undefined);
    return wrong === undefined ? undefined : `${wrong}: ${problemText(inner, [wrong], words)}`;
  }
  if (type === "integer" || type === "number") {
    if (!/^-?\d+$/.test(text)) return words.isNoNumber;
    const isWithin = Number(text) >= (minimum ?? -Infinity) && Number(text) <= (maximum ?? Infinity);
    return isWithin ? undefined : words.isBeyond(words.between(minimum, maximum));
  }
  if (choices !== undefined && !choices.includes(text)) return words.isNoChoice(choices.join(", "));
  if (text.length < minLength || text.length > maxLength)
    return words.isLong(words.between(schema.minLength, schema.maxLength));
  return schema.pattern === undefined || new RegExp(schema.pattern).test(text) ? undefined : words.isShaped;
}
