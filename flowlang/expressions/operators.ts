import { isObject, type Json, kindOf, sameJson } from "../json.ts";
import { EvaluationError } from "./expressionError.ts";

/** An operator between two values; a higher `power` binds tighter, equal ones group from the left. */
interface InfixOperator {
  power: number;
  /** `right` is evaluated only when it is called, so that && and || can leave it out. */
  apply: (left: Json, right: () => Json) => Json;
}

/** All of them (cloudflow.md §3). There is no arithmetic (A35). */
export const infixOperators: Record<string, InfixOperator> = {
  "||": { power: 1, apply: (left, right) => truth("||", left) || truth("||", right()) },
  "&&": { power: 2, apply: (left, right) => truth("&&", left) && truth("&&", right()) },
  "==": { power: 3, apply: (left, right) => sameJson(left, right()) },
  "!=": { power: 3, apply: (left, right) => !sameJson(left, right()) },
  "<": ordering("<", (sign) => sign < 0),
  "<=": ordering("<=", (sign) => sign <= 0),
  ">": ordering(">", (sign) => sign > 0),
  ">=": ordering(">=", (sign) => sign >= 0),
  in: { power: 3, apply: (left, right) => contains(right(), left) },
};

/** The operators before a value. They bind tighter than any between two. */
export const prefixOperators: Record<string, (operand: Json) => Json> = {
  "!": (operand) => !truth("!", operand),
  "-": (operand) => {
    if (typeof operand === "number") return -operand;
    throw new EvaluationError(`"-" needs a number, but has ${kindOf(operand)}`);
  },
};

/** Strings order by code unit. Different types do not compare (A7). */
function ordering(operator: string, accept: (sign: number) => boolean): InfixOperator {
  return {
    power: 3,
    apply(left, evaluateRight) {
      const right = evaluateRight();
      const comparable = typeof left === typeof right && (typeof left === "number" || typeof left === "string");
      if (!comparable || left === null || right === null) {
        throw new EvaluationError(`"${operator}" cannot compare ${kindOf(left)} with ${kindOf(right)}`);
      }
      return accept(left < right ? -1 : left > right ? 1 : 0);
    },
  };
}

function truth(operator: string, value: Json): boolean {
  if (typeof value === "boolean") return value;
  throw new EvaluationError(`"${operator}" needs booleans, but has ${kindOf(value)}`);
}

function contains(container: Json, wanted: Json): boolean {
  if (Array.isArray(container)) return container.some((item) => sameJson(item, wanted));
  if (!isObject(container)) {
    throw new EvaluationError(`"in" needs an array or an object on its right, but has ${kindOf(container)}`);
  }
  if (typeof wanted === "string") return Object.hasOwn(container, wanted);
  throw new EvaluationError(`"in" needs a string to look up a key, but has ${kindOf(wanted)}`);
}
