import { type FaultKind, faultKind } from "./faultKinds.ts";

/** One run: an operation, by its own example, and what goes wrong meanwhile. */
export interface ChaosCase {
  operation: string;
  /** Whether its listener is in another region of another account. */
  isElsewhere?: boolean;
  faults: PlannedFault[];
}

/** A kind of fault, and the call that it strikes. */
interface PlannedFault {
  /** `alb.StartListener#2`, see `addressOf`. */
  address: string;
  kind: FaultKind;
}

/**
 * `startListener:alb.StartListener#2=timeout-after,fc.InvokeFunction#4=refused`: the whole case in one word; it begins with
 * `startListener@elsewhere` where the listener is in another account.
 */
export function caseId({ operation, isElsewhere = false, faults }: ChaosCase): string {
  return [
    `${operation}${isElsewhere ? AT : ""}`,
    faults.map(({ address, kind }) => `${address}=${kind.name}`).join(","),
  ].join(":");
}

const AT = "@elsewhere";

/** The case that an id names. Throws an `Error` that says what is wrong with it. */
export function caseOf(id: string): ChaosCase {
  const [named = "", list = ""] = id.split(":");
  const operation = named.replace(AT, "");
  const faults = list.split(",").filter((text) => text !== "");
  return {
    operation,
    ...(operation === named ? {} : { isElsewhere: true }),
    faults: faults.map((text) => {
      const [, address = "", name = ""] = /^([a-z]+\.\w+#\d+)=([\w-]+)$/.exec(text) ?? [];
      if (address === "") throw new Error(`"${text}" is no fault; one looks like alb.StartListener#2=timeout-after.`);
      return { address, kind: faultKind(name) };
    }),
  };
}
