/** What a forwarding rule asks of requests, and what becomes of them, as texts; types are ALB's. Pure. */
export function ruleRow(rule: Record<string, unknown>): {
  conditions: { type: string; values: string }[];
  actions: { type: string; detail: string }[];
} {
  const conditions = objectsIn(rule.RuleConditions).map(({ Type, ...config }) => ({
    type: text(Type),
    values: valuesOf(inner(config, `${text(Type)}Config`)),
  }));
  const actions = objectsIn(rule.RuleActions)
    .sort((one, other) => Number(one.Order) - Number(other.Order))
    .map(({ Type, ...config }) => ({ type: text(Type), detail: detailOf(inner(config, `${text(Type)}Config`)) }));
  return { conditions, actions };
}

type Fields = Record<string, unknown>;

/** Values alone, or `key=value`. */
function valuesOf({ Key, Values }: Fields): string {
  const texts = (Array.isArray(Values) ? Values : []).map((value: unknown) => {
    if (typeof value !== "object" || value === null) return text(value);
    const { Key: key, Value } = value as Fields;
    return [text(key), text(Value)].filter((part) => part !== "").join("=");
  });
  return `${Key === undefined ? "" : `${text(Key)}: `}${texts.join(", ")}`;
}

/** Where it goes, or with what it is answered. */
function detailOf(config: Fields): string {
  const groups = objectsIn(config.ServerGroupTuples);
  if (groups.length > 0) {
    const weight = (share: unknown) => (groups.length > 1 ? ` (${text(share)})` : "");
    return groups.map(({ ServerGroupId, Weight }) => `${text(ServerGroupId)}${weight(Weight)}`).join(", ");
  }
  const of = (name: string, before = "", after = "") => {
    const value = text(config[name]);
    return value === "" ? "" : `${before}${value}${after}`;
  };
  if (config.QPS !== undefined) return of("QPS", "", "/s");
  if (config.Key !== undefined) return `${of("Key")}${of("Value", ": ")}`;
  const target = `${of("Protocol", "", "://")}${of("Host")}${of("Port", ":")}${of("Path")}${of("Query", "?")}`;
  return `${of("HttpCode")} ${target}`.trim();
}

/** A text or a number; whatever else stands there says nothing in a line. */
function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function objectsIn(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : []).filter((one): one is Fields => typeof one === "object" && one !== null);
}

function inner(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
