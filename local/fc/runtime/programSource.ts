import { evenClock } from "../../../shared/platform/clock.ts";
import { bootstrap, commonJsLoader } from "./bootstrap.ts";
import { guardMailPort } from "./mailPort.ts";
import { lookupInVpc } from "./vpcNames.ts";

/** The text of an instance's program for a place with Node's `require`; `line` defines `port`, the line to us. */
export function programSource(line: string): string {
  return `${NAME_HELPER}
${line}
const loadFile = (${commonJsLoader.toString()})(require);
(${bootstrap.toString()})({ ...port, loadFile, importFile: (url) => import(url) }, require, ${evenClock.toString()}, ${lookupInVpc.toString()}, ${guardMailPort.toString()});`;
}

/**
 * A bundler that keeps the names of functions wraps each in a helper of its own, which is not there where the text goes.
 * A function of which we know how it is wrapped tells what the helper is called here.
 */
export const NAME_HELPER = declarationOf(
  (() => {
    const named = () => {};
    return named;
  }).toString(),
);

function declarationOf(wrapped: string): string {
  const [, helper] = /([\w$]+)\(\(\)\s*=>\s*\{\s*\},\s*"named"\)/.exec(wrapped) ?? [];
  return helper === undefined ? "" : `const ${helper} = (target) => target;`;
}
