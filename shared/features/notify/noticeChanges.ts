import { planRows } from "../../core/planRows.ts";
import type { Change } from "../../core/resources/resource.ts";
import type { Plan } from "../../core/verdict.ts";

/** What a plan changes, as values that people read: a number stays one, of what has parts the parts that change are told. */
export function noticeChanges({ changes, certificates }: Pick<Plan, "changes" | "certificates">): Change[] {
  return changes.flatMap((change) => {
    const { field, before, after } = change;
    if (!ofOneValue(before) || !ofOneValue(after)) {
      return planRows({ changes: [change], certificates }).map((row) => ({
        field: row.field,
        before: row.before.join(", "),
        after: row.after.join(", "),
      }));
    }
    return [{ field, before, after }];
  });
}

function ofOneValue(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}
