import type { ResponseModel } from "./responseModels.ts";

/** How the answers of one action differ from its response model, each a path. */
interface Difference {
  neverSent: string[];
  /** Sent, and unknown to the model: another case counts, too. */
  surplus: string[];
  /** `Jobs[].CreateTime is string, not number`. */
  wrongTypes: string[];
}

/** Compares all answers that an action gave with its model. An error of the action is no answer. */
export function compareAnswers(answers: unknown[], model: ResponseModel): Difference {
  const sent = new Set<string>();
  const surplus = new Set<string>();
  const wrongTypes = new Set<string>();
  const look = (value: unknown, path: string) => {
    if (value === undefined || value === null) return;
    const type = path === "" ? (Array.isArray(value) ? "array" : "object") : model.get(path);
    if (type === undefined) {
      surplus.add(path);
      return;
    }
    sent.add(path);
    const given = Array.isArray(value) ? "array" : typeof value;
    if (path !== "" && !fits(given, type)) wrongTypes.add(`${path} is ${given}, not ${type}`);
    if (Array.isArray(value)) for (const item of value) look(item, `${path}[]`);
    else if (typeof value === "object" && (type === "object" || path === "")) {
      for (const [name, member] of Object.entries(value)) look(member, path === "" ? name : `${path}.${name}`);
    } else if (typeof value === "object" && type === "map") {
      for (const member of Object.values(value)) if (model.has(`${path}{}`)) look(member, `${path}{}`);
    }
  };
  for (const answer of answers) look(answer, "");
  return {
    neverSent: [...model.keys()].filter((path) => !sent.has(path)),
    surplus: [...surplus],
    wrongTypes: [...wrongTypes],
  };
}

function fits(given: string, type: string): boolean {
  if (type === "any") return true;
  if (type === "map") return given === "object";
  if (
    type === "long" ||
    type === "integer" ||
    type === "int32" ||
    type === "int64" ||
    type === "float" ||
    type === "double"
  ) {
    return given === "number";
  }
  return given === type;
}
