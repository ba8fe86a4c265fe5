import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What the comment of an SDK says that a parameter may be. */
export interface DocumentedValues {
  enum?: string[];
  minimum?: number;
  maximum?: number;
  /** The value that counts when none is sent. */
  default?: string;
  isRequired: boolean;
}

/** A model class of the TypeScript SDKs. */
export interface RequestClass {
  readonly name: string;
  names(): Record<string, string>;
  types(): Record<string, unknown>;
}

/**
 * The documented values of each parameter of a request, by its name in the notation of the parameter tables
 * (`Certificates.N.CertificateId`), read off the comments of the SDK's type declarations.
 */
export function documentedValues(packageName: string, request: RequestClass): Map<string, DocumentedValues> {
  const found = new Map<string, DocumentedValues>();
  const visit = (model: RequestClass, prefix: string) => {
    const comments = commentsOf(packageName, model.name);
    const types = model.types();
    for (const [member, wireName] of Object.entries(model.names())) {
      const path = prefix + wireName;
      const type = types[member];
      const itemType = (type as { itemType?: unknown } | undefined)?.itemType;
      const values = valuesIn(comments.get(member) ?? "");
      if (itemType === undefined || typeof itemType === "function") found.set(path, values);
      else {
        found.set(path, { isRequired: values.isRequired });
        found.set(`${path}.N`, values);
      }
      if (typeof itemType === "function") visit(itemType as unknown as RequestClass, `${path}.N.`);
      else if (typeof type === "function") visit(type as unknown as RequestClass, `${path}.`);
    }
  };
  visit(request, "");
  return found;
}

/** `Valid values:` with a list of bold bullets, or `1 to 65535`; what is neither is prose that no program reads. */
function valuesIn(comment: string): DocumentedValues {
  const isRequired = /This parameter is required\./.test(comment);
  const [, rest] = /Valid values?:([\s\S]*)/.exec(comment) ?? [];
  if (rest === undefined) return { isRequired };
  const range = /^[\s*]*(\d+)\**\s*(?:to|-|~)\s*\**(\d+)/.exec(rest);
  if (range !== null) return { isRequired, minimum: Number(range[1]), maximum: Number(range[2]) };
  const values: string[] = [];
  const [, usual] = /^\s*(?:\*|-)\s+\*\*([^*]+)\*\*:?\s*\(default\)/im.exec(rest) ?? [];
  for (const line of rest.split("\n")) {
    const [, value] = /^\s*(?:\*|-)\s+\*\*([^*]+)\*\*/.exec(line) ?? [];
    if (value !== undefined) values.push(value.trim().replace(/:$/, ""));
    else if (values.length > 0 && line.trim() !== "") break;
    else if (values.length === 0 && line.trim() !== "" && !/^[\s>]*$/.test(line)) break;
  }
  if (values.length === 0) return { isRequired };
  return { isRequired, enum: values, ...(usual === undefined ? {} : { default: usual.trim() }) };
}

const read = new Map<string, Map<string, string>>();

/** The comment of each member of a model class. */
function commentsOf(packageName: string, className: string): Map<string, string> {
  const file = declarationsOf(packageName, className);
  const known = read.get(`${packageName} ${className}`);
  if (known !== undefined) return known;
  const [, body = ""] = new RegExp(`class ${className} extends [^{]+\\{([\\s\\S]*?)\\n\\}`).exec(file) ?? [];
  const comments = new Map<string, string>();
  for (const [, comment = "", member = ""] of body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*(\w+)\?:/g)) {
    comments.set(member, comment.replaceAll(/^ *\* ?/gm, ""));
  }
  read.set(`${packageName} ${className}`, comments);
  return comments;
}

const require = createRequire(import.meta.url);
const texts = new Map<string, string>();

/** A request's inner classes stand in its own file: the one whose name the class's name begins with. */
function declarationsOf(packageName: string, className: string): string {
  const dist = dirname(require.resolve(packageName));
  const folder = join(dist, "models");
  // Older SDKs have all their classes in one file.
  if (!existsSync(folder)) return textOf(join(dist, "client.d.ts"));
  for (let length = className.length; length > 0; length -= 1) {
    const file = join(folder, `${className.slice(0, length)}.d.ts`);
    if (texts.has(file) || existsSync(file)) return textOf(file);
  }
  return "";
}

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
}
