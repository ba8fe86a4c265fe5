/**
 * Takes all asynchronous and static methods, and those of CloudFlow's client, but these out of the source of a generated class, each
 * with its documentation. Throws when a wanted one is not there, or when the source is not written as it used to be.
 */
export function keepMethods(source, wanted, file) {
  const found = [];
  let dropped = 0;
  const kept = source.replace(METHOD, (method, name) => {
    if (wanted.includes(name)) {
      found.push(name);
      return method;
    }
    dropped += 1;
    return "";
  });
  if (dropped === 0) throw new Error(`${file} is not written as it used to be: no method was recognised in it.`);
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length > 0) throw new Error(`${file} has no ${missing.join(", ")}.`);
  return kept;
}

/** Indented by two spaces, from its comment to its closing brace; the next may follow at once. */
const METHOD =
  /\n(?: {2}\/\*\*\n(?: {3}\*[^\n]*\n)*)? {2}(?:async \*?|static (?!names|types)|(?=\w+\(params = ))(\w+)\([^\n]*\{ ?\n[\s\S]*?\n {2}\}(?=\n)/g;
