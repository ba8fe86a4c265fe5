import { createRequire } from "node:module";
import AlbSdk from "@alicloud/alb20200616";
import AlidnsSdk from "@alicloud/alidns20150109";
import CasSdk from "@alicloud/cas20200407";
import FcSdk from "@alicloud/fc20230330";
import SlsSdk from "@alicloud/sls20201230";
import fromPython from "./modelsFromPython.json" with { type: "json" };

/** The products that the local cloud plays, by the names of its call log. */
export type Product = "alb" | "cas" | "cms" | "dns" | "fc" | "fnf" | "kms" | "ram" | "sls" | "sts";

/** What an official SDK knows of an answer: its fields by path (`Listeners[].ListenerId`), each with its type. */
export type ResponseModel = ReadonlyMap<string, string>;

/** A model class of the TypeScript SDKs: names on the wire, and types that are names, classes or containers of both. */
interface ModelClass {
  names(): Record<string, string>;
  types(): Record<string, ModelType>;
}
type ModelType = string | ModelClass | { type: string; itemType?: ModelType; keyType?: string; valueType?: ModelType };

const require = createRequire(import.meta.url);

const SDKS: Partial<Record<Product, object>> = {
  alb: AlbSdk,
  cas: CasSdk,
  dns: AlidnsSdk,
  fc: FcSdk,
  ram: require("@alicloud/ram20150501") as object,
  sls: SlsSdk,
  sts: require("@alicloud/sts20150401") as object,
};

/**
 * The response model of an action; undefined where no SDK has one. Those of CloudFlow, of some other versions, and
 * where PyPI is ahead of npm, stand in `modelsFromPython.json`, which `extractModels.py` reads off them.
 */
export function responseModel(product: Product, action: string): ResponseModel | undefined {
  const read = (fromPython as Record<string, Record<string, string>>)[`${product} ${action}`];
  if (read !== undefined) return new Map(Object.entries(read));
  const response = (SDKS[product] as Record<string, ModelClass> | undefined)?.[`${action}Response`];
  const fields = new Map<string, string>();
  const body = response?.types().body;
  if (body === undefined) return response === undefined ? undefined : fields;
  addType(body, "", fields, []);
  return fields;
}

function addType(type: ModelType, path: string, fields: Map<string, string>, above: ModelClass[]) {
  if (typeof type === "string") {
    if (path !== "") fields.set(path, type);
  } else if (isModel(type)) {
    if (above.includes(type)) return;
    if (path !== "") fields.set(path, "object");
    const names = type.names();
    for (const [member, inner] of Object.entries(type.types())) {
      const name = names[member] ?? member;
      addType(inner, path === "" ? name : `${path}.${name}`, fields, [...above, type]);
    }
  } else if (type.type === "array") {
    fields.set(path, "array");
    addType(type.itemType ?? "any", `${path}[]`, fields, above);
  } else {
    fields.set(path, type.type);
    if (type.valueType !== undefined && isModel(type.valueType)) addType(type.valueType, `${path}{}`, fields, above);
  }
}

function isModel(type: ModelType): type is ModelClass {
  return typeof type === "function";
}
