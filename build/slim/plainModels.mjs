/**
 * A model of the SDK without what it need not have of its own: a constructor that hands on what it is given, a check that only
 * calls other checks, and a table of names where each only says `ListenerId` for `listenerId`, which its base can tell.
 * Throws when a check does say something.
 */
export function plainModel(source, file) {
  const plain = source.replace(CONSTRUCTOR, "").replace(CHECK, "");
  if (SAYING.test(source)) throw new Error(`${file} has a model whose check says something.`);
  return plain.replace(NAMES, (table) => ([...table.matchAll(ENTRY)].every(isCapitalised) ? "" : table));
}

/** The base of all models (`src/core.ts` of @darabonba/typescript), with names that follow from a model's types. */
export function plainBase(source, file) {
  const head = "export class Model extends $tea.Model {\n";
  if (!source.includes(head)) throw new Error(`${file} no longer contains ${head.trim()}.`);
  return source.replace(
    head,
    `${head}
  static names(): { [key: string]: string } {
    const keys = Object.keys((this as any).types());
    return Object.fromEntries(keys.map((key) => [key, key[0].toUpperCase() + key.slice(1)]));
  }
`,
  );
}

const CONSTRUCTOR = /\n {2}constructor\(map\?: \{ \[key: string\]: any \}\) \{\n {4}super\(map\);\n {2}\}/g;
const CHECK = /\n {2}validate\(\) \{\n[\s\S]*?\n {2}\}/g;
const SAYING =
  /validate\(\) \{\n(?:(?!\n {2}\}).)*?(?:throw|validate(?:Required|MaxLength|MinLength|Maximum|Minimum|Pattern))/s;
const NAMES = /\n {2}static names\(\): \{ \[key: string\]: string \} \{\n {4}return \{\n[\s\S]*? {4}\};\n {2}\}/g;
const ENTRY = /^ {6}(.*): '(.*)',$/gm;

function isCapitalised([, key, name]) {
  return `${key[0].toUpperCase()}${key.slice(1)}` === name;
}
