/**
 * Takes out of the classes of a generated SDK's models what they need not have of their own: constructors that hand on
 * what they are given, checks that only call the checks of what they hold, and tables of names that only say `ListenerId`
 * for `listenerId`, which `derivedNames` puts into their base class. Throws when a check does say something, or when the
 * classes are not written as they used to be.
 */
export function plainModels(source, file) {
  const classes = source.match(/^export class \w+ extends \$dara\.Model \{$/gm)?.length ?? 0;
  const found = [CONSTRUCTOR, CHECK, NAMES].map((pattern) => source.match(pattern) ?? []);
  if (found.some(({ length }) => length !== classes)) {
    const [constructors, checks, names] = found.map(({ length }) => length);
    throw new Error(
      `${file} is not written as it used to be: ${classes} models, ${constructors} constructors, ${checks} checks, ${names} tables of names.`,
    );
  }
  const saying = found[1].find((check) => SAYING.test(check));
  if (saying !== undefined) throw new Error(`${file} has a model whose check says something:${saying}`);
  return source
    .replace(CONSTRUCTOR, "")
    .replace(CHECK, "")
    .replace(NAMES, (table, entries) => ([...entries.matchAll(ENTRY)].every(isCapitalised) ? "" : table));
}

/**
 * The base class of all models (`src/core.ts` of @darabonba/typescript) with names that follow from their types, and without
 * the checks that no model makes.
 */
export function derivedNames(source, file) {
  const head = "export class Model extends $tea.Model {\n";
  if (!source.includes(head)) throw new Error(`${file} no longer contains ${head.trim()}.`);
  return source.replace(CHECKS, "").replace(
    head,
    `${head}
  static names(): { [key: string]: string } {
    const keys = Object.keys((this as any).types());
    return Object.fromEntries(keys.map((key) => [key, key[0].toUpperCase() + key.slice(1)]));
  }
`,
  );
}

const CHECKS = /\n {2}static validate\w+\([^\n]*\{\n[\s\S]*?\n {2}\}(?=\n)/g;
const CONSTRUCTOR = /\n {2}constructor\(map\?: \{ \[key: string\]: any \}\) \{\n {4}super\(map\);\n {2}\}/g;
const CHECK = /\n {2}validate\(\) \{\n[\s\S]*?\n {2}\}/g;
const NAMES = /\n {2}static names\(\): \{ \[key: string\]: string \} \{\n {4}return \{\n([\s\S]*?) {4}\};\n {2}\}/g;
const ENTRY = /^ {6}(.*): '(.*)',$/gm;
const SAYING = /throw|validate(?:Required|MaxLength|MinLength|Maximum|Minimum|Pattern)/;

function isCapitalised([, key, name]) {
  return `${key[0].toUpperCase()}${key.slice(1)}` === name;
}
