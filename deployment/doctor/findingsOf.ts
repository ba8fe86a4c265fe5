import { reasonOf } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { type Difference, type Finding, subjectOf } from "./deploymentProbe.ts";

/** Differences between what is deployed and what is here, as findings; `unreadable` is told where they cannot be read. */
export async function findingsOf(
  differences: () => Promise<Difference[]>,
  { all, missing, differs, unreadable }: DifferenceCodes,
): Promise<Finding[]> {
  try {
    return (await differences()).map(({ what, kind, diff }) => {
      const [type = "", ...name] = what.split(" ");
      const subject = subjectOf(type, name.join(" "));
      if (kind === "same") return { subject };
      return { subject, fault: kind === "create" ? reason(missing) : reason(differs, { diff: diff.slice(0, 3) }) };
    });
  } catch (error) {
    return [{ subject: subjectOf(all), fault: reason(unreadable, { cause: reasonOf(error) }) as Reason }];
  }
}

/** How differences of one kind of resource are told. */
interface DifferenceCodes {
  all: "allRoles" | "allFlows";
  missing: "role-missing" | "flow-missing";
  differs: "role-differs" | "flow-differs";
  unreadable: "roles-unreadable" | "flows-unreadable";
}
