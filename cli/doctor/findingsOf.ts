import type { Difference, Finding } from "./patient.ts";
import { sentenceOf } from "./sentenceOf.ts";

/** Differences between what is deployed and what is here, as findings. */
export async function findingsOf(
  differences: () => Promise<Difference[]>,
  { missing, cure }: { missing: string; cure: string },
): Promise<Finding[]> {
  try {
    return (await differences()).map(({ what, kind, diff }) => {
      if (kind === "same") return { subject: what };
      if (kind === "create") return { subject: what, fault: missing, cure };
      return { subject: what, fault: `It differs from this version: ${diff.slice(0, 3).join("; ")}.`, cure };
    });
  } catch (error) {
    return [{ subject: "all of them", fault: sentenceOf(error), cure: LOOKING }];
  }
}

const LOOKING = "Give these keys the right to look: ram:Get*, ram:List* and fnf:DescribeFlow.";
