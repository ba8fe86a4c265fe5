import { bootstrap, commonJsLoader } from "./bootstrap.ts";

/** The text of an instance's program for a place with Node's `require`; `line` defines `port`, the line to us. */
export function programSource(line: string): string {
  return `${NAME_HELPER}
${line}
const loadFile = (${commonJsLoader.toString()})(require);
(${bootstrap.toString()})({ ...port, loadFile, importFile: (url) => import(url) }, require);`;
}

/** A bundler may have wrapped functions in a helper that keeps their names; where the text goes, there is none. */
export const NAME_HELPER = "const __name = (target) => target;";
