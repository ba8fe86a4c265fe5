import type { Words } from "../../words/wordsIn.ts";
import type { formWords } from "./formWords.ts";
import type { Choices } from "./pickers.ts";

/** A form's fields, what is wrong with them and what they can be chosen from, by the names of the fields. */
export interface Filled {
  values: ReadonlyMap<string, string[]>;
  problems: ReadonlyMap<string, string[]>;
  choices?: ReadonlyMap<string, Choices>;
  /** Whether the form was opened for its listener, which is then no field. */
  isAbout?: boolean;
}

export type FormWords = Words<typeof formWords>;
