import { configurationJsonSchema } from "../deployment/configuration/jsonSchema.ts";
import { readersOf } from "../deployment/configuration/readersOf.ts";
import { VARIABLES } from "../deployment/configuration/variables.ts";
import { table } from "./markdown.ts";

interface Field {
  description?: string;
  examples?: unknown[];
  default?: unknown;
  type?: string;
  properties?: Record<string, Field>;
  items?: Field;
  required?: string[];
}

/** One page for albflow.yaml: every field with what it means, what holds without it, an example, and who reads it. */
export function configurationPage(): string {
  const whole = configurationJsonSchema() as Field;
  const fields = Object.entries(whole.properties ?? {});
  const alone = fields.filter(([, field]) => field.properties === undefined && field.items?.properties === undefined);
  const sections = fields.filter(([name]) => !alone.some(([one]) => one === name));
  return `<!-- Written by \`npm run generate\` from deployment/configuration/schema.ts. -->
# albflow.yaml

This file says what a deployment is. [albflow.example.yaml](../albflow.example.yaml) is one in which
everything is switched on: copy it and leave out what you do not want. From this file \`s.yaml\` is written. Nothing else configures albflow but the secrets that it names. What is
wrong in it is told at once, each mistake with its line and path.

Editors complete and check it with [docs/albflow.schema.json](albflow.schema.json), when the first line of the file is:

\`\`\`yaml
# yaml-language-server: $schema=docs/albflow.schema.json
\`\`\`

A **secret** is never written here. \`env:NAME\` takes it from the variable \`NAME\` of the shell that deploys; it becomes a variable of
the functions that read it, which Function Compute keeps encrypted and shows to whoever may read the function. \`kms:<name>\` leaves
it in KMS: the functions that need it read it while they run, each with the permission for that one secret, and follow it when it is
rotated within five minutes. Nothing that albflow prints, and no file that it writes, holds a secret.

**Stages** share the fields above them. A stage says only what is different in it; lists are replaced as a whole.

Fields without a default in this page are needed where their section is there. A section that is not there is switched off.

## Fields without a section

${rows(alone, "", whole.required ?? [])}
${sections.map(([name, field]) => sectionText(name, field)).join("\n")}
## Variables of functions

Functions read what is said here from variables. Messages of theirs may name one:
${table(
  ["variable", "field"],
  Object.entries(VARIABLES).map(([variable, path]) => [`\`${variable}\``, `\`${path}\``]),
)}`;
}

function sectionText(name: string, field: Field): string {
  const inner = field.properties ?? field.items?.properties ?? {};
  const isList = field.properties === undefined;
  const at = isList ? `${name}[].` : `${name}.`;
  const required = field.required ?? field.items?.required ?? [];
  return `## ${name}

${field.description ?? ""}${isList ? " A list." : ""}

${rows(flat(Object.entries(inner), required), at, [])}`;
}

/** The fields of fields, each with its whole name. */
function flat(fields: [string, Field][], required: string[], before = ""): [string, Field][] {
  return fields.flatMap(([name, field]): [string, Field][] => {
    const at = `${before}${name}`;
    if (field.properties !== undefined) {
      const inner = flat(Object.entries(field.properties), field.required ?? [], `${at}.`);
      return [[at, { description: field.description ?? "" }], ...inner];
    }
    const isNeeded = required.includes(name) && field.default === undefined;
    return [[at, isNeeded ? { ...field, required: [at] } : field]];
  });
}

function rows(fields: [string, Field][], before: string, required: string[]): string {
  return table(
    ["field", "what it means", "default", "example", "read by"],
    fields.map(([name, field]) => [
      `\`${before}${name}\``,
      field.description ?? "",
      defaultOf(name, field, required),
      field.examples === undefined ? "" : code(field.examples[0]),
      readersOf(`${before}${name}`).join(", "),
    ]),
  );
}

function defaultOf(name: string, field: Field, required: string[]): string {
  if (field.default !== undefined) return code(field.default);
  if (required.includes(name) || (field.required ?? []).includes(name)) return "**needed**";
  return "";
}

function code(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.replaceAll("|", "\\|")}\``;
}
