import { type FaultKind, faultKind } from "./faultKinds.ts";

/** One run: an operation, by its own example, and what goes wrong meanwhile. */
export interface ChaosCase {
  operation: string;
  faults: PlannedFault[];
}

/** A kind of fault, and the call that it strikes. */
interface PlannedFault {
  /** `alb.StartListener#2`, see `addressOf`. */
  address: string;
  kind: FaultKind;
}

/** `startListener:alb.StartListener#2=timeout-after,fc.InvokeFunction#4=refused`: the whole case in one word. */
export function caseId({ operation, faults }: ChaosCase): string {
  return [operation, faults.map(({ address, kind }) => `${address}=${kind.name}`).join(",")].join(":");
}

/** The case that an id names. Throws an `Error` that says what is wrong with it. */
export function caseOf(id: string): ChaosCase {
  const [operation = "", list = ""] = id.split(":");
  const faults = list.split(",").filter((text) => text !== "");
  return {
    operation,
    faults: faults.map((text) => {
      const [, address = "", name = ""] = /^([a-z]+\.\w+#\d+)=([\w-]+)$/.exec(text) ?? [];
      if (address === "") throw new Error(`"${text}" is no fault; one looks like alb.StartListener#2=timeout-after.`);
      return { address, kind: faultKind(name) };
    }),
  };
}
