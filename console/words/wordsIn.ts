import type { Language } from "./language.ts";

/** A text, or one that is made of parts. */
type Text = string | ((...parts: never[]) => string);

/** Every text of a view, in English and in Chinese side by side: one that is missing does not compile. */
type WordTable = Readonly<Record<string, readonly [en: Text, zh: Text]>>;

/** The texts of a table in one language. */
export type Words<Table extends WordTable> = {
  [Name in keyof Table]: Table[Name][0] extends string ? string : Table[Name][0];
};

/** Says what a table says, in a language. */
export function wordsIn<const Table extends WordTable>(table: Table, language: Language): Words<Table> {
  const place = language === "en" ? 0 : 1;
  return Object.fromEntries(Object.entries(table).map(([name, pair]) => [name, pair[place]])) as Words<Table>;
}
