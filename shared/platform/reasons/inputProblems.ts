import type { z } from "zod";
import { type Reason, reason } from "./reason.ts";

/** Everything that is wrong with an input, field by field. */
export function inputProblems({ issues }: z.ZodError): Reason {
  const problems = issues.map(({ path, message }) => ({ field: path.join("."), problem: message }));
  return reason("input-invalid", { problems });
}
