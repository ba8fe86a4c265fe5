import { parseDocument } from "yaml";
import { CONFIGURATION_FILE } from "./configurationFile.ts";

/** What the command line takes from albflow.yaml; what the file does not say is not there. */
export interface FileContext {
  /** The stage that the rest is of; absent where there are several and none is named. */
  stage?: string;
  region?: string;
  account?: string;
  language?: string;
  /** Begins the name of every function and flow. */
  prefix?: string;
  /** Where people reach the pages and programs the API. */
  address?: string;
}

/**
 * What the text of an albflow.yaml says of where commands go. Only these fields are read, so that whatever else is wrong in it keeps
 * nobody from looking at listeners. The stage is the one named, the only one, or `prod`. Throws `AlbflowError` InvalidInput
 * (`configuration-invalid`) where one of these fields is wrong.
 */
export async function contextIn(text: string, named?: string): Promise<FileContext> {
  const document = parseDocument(text, { prettyErrors: false });
  const root = fieldsIn(document.errors.length > 0 ? null : document.toJS());
  const stages = fieldsIn(root?.stages ?? {});
  if (root === undefined || stages === undefined) return refuse(text);
  const names = Object.keys(stages);
  const [only = "prod"] = names;
  const stage = named ?? (names.length <= 1 ? only : names.find((name) => name === "prod"));
  const own = fieldsIn(stages[stage ?? ""] ?? {});
  if (own === undefined) return refuse(text);
  const sections = ["names", "callers", "domain"].map((name) => ({ ...fieldsIn(root[name]), ...fieldsIn(own[name]) }));
  const [{ prefix }, { address }, { name: domain }] = sections as [Fields, Fields, Fields];
  const { region, account, language } = { ...root, ...own };
  const byStage = stage === undefined ? undefined : stage === "prod" ? "albflow" : `albflow-${stage}`;
  const said: Record<keyof FileContext, unknown> = {
    stage,
    region,
    account,
    language,
    prefix: prefix ?? byStage,
    address: address ?? (typeof domain === "string" ? `https://${domain}` : domain),
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  const isRight = given.every(([name, value]) => typeof value === "string" && (FORMS[name] ?? ANY).test(value));
  return isRight ? (Object.fromEntries(given) as FileContext) : refuse(text);
}

type Fields = Record<string, unknown>;

/** What would lead a command astray is not taken: the schema has the sentences. */
const FORMS: Record<string, RegExp> = {
  region: /^[a-z]{2}-[a-z0-9-]{1,30}$/,
  account: /^\d{16}$/,
  language: /^(?:en|zh)$/,
  prefix: /^[a-z][a-z0-9-]{0,30}$/,
};
const ANY = /^\S+$/;

function fieldsIn(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The reader of the whole file says what is wrong, with line and column. */
async function refuse(text: string): Promise<FileContext> {
  const { readConfiguration } = await import("./readConfiguration.ts");
  readConfiguration(text, CONFIGURATION_FILE);
  return {};
}
