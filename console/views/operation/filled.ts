import type { Words } from "../../words/words.ts";
import type { formWords } from "./formWords.ts";

/** A form's fields, and what is wrong with them, by the names of the fields. */
export interface Filled {
  values: ReadonlyMap<string, string[]>;
  problems: ReadonlyMap<string, string[]>;
}

export type FormWords = Words<typeof formWords>;
