// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of Serverless Devs.
/**
 * A setting as a function's environment can hold it: on one line. Line ends of a PEM are written out as `\\n`, which is how
 * its readers take it; JSON loses what is only layout.
 */
export function asVariable(text: string): string {
  const trimmed = text.trim();
  if (!/[\r\n]/.test(trimmed)) return text;
  if (trimmed.startsWith("-----BEGIN ")) return trimmed.replace(/\r\n?|\n/g, "\\n");
  if (!/^[{[]/.test(trimmed)) return text;
  try {
    return JSON.stringify(JSON.parse(trimmed));
  } catch {
    // Whoever reads it says what is wrong with it.
    return text;
  }
}

/** What a variable of a function may hold: printable ASCII (functionCompute.md §3). */
export function fitsVariable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/**
 * A text that comes out of Serverless Devs as it is. It takes `${…}` in a variable's value for an expression, as often as it
 * fills in what is around it on the way to a component. Each time but the last the first `$` is filled in from a variable that
 * holds it (tried with 3.1.10; deployment/settingText.test.ts).
 */
function literally(text: string): string {
  let written = text;
  for (let time = 0; time < TIMES; time += 1) written = written.replaceAll("${", `\${env('${DOLLAR.name}')}{`);
  return written;
}

const TIMES = 5;

/** What has to be in the environment for that. */
const DOLLAR = { name: "ALBFLOW_DOLLAR", value: "$" };

/** What to set for Serverless Devs so that each of these variables comes out as it is. */
export function literalSettings(settings: Record<string, string>): Record<string, string> {
  const texts = Object.entries(settings).map(([name, text]) => [name, literally(asVariable(text))]);
  return { ...Object.fromEntries(texts), [DOLLAR.name]: DOLLAR.value };
}
