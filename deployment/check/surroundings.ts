import type { z } from "zod";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import type { FlowToDeploy } from "../flows/flowsOf.ts";
import type { RoleToDeploy } from "../roles/rolesOf.ts";
import type { specification } from "./specification.ts";

/** Something that is wrong with a deployment, and where: a path in the rendered s.yaml, or a flow. */
export interface DeclarationProblem {
  at: string;
  problem: Reason;
}

/** What a deployment is held against, beside its own schema. */
export interface Surroundings {
  /** What is wrong with the handler of a built function; undefined when nothing is. */
  handlerProblem: (code: string, handler: string) => Reason | undefined;
  /** KiB of a function's package as it is sent. */
  weightOf: (code: string) => number;
  flows: FlowToDeploy[];
  /** The roles that the roles' component makes. */
  roles: Pick<RoleToDeploy, "name" | "policy">[];
  /** Texts that whoever deploys has given as secrets: they may look like what they are. */
  given?: (string | undefined)[];
}

/** A rendered s.yaml that fits its schema. */
export type Specification = z.output<typeof specification>;
