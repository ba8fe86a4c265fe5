import type { z } from "zod";
import { problemsOfIssues } from "../../shared/platform/reasons/inputProblems.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { crossChecks } from "./crossChecks.ts";
import { flowsResource, functionResource, logsResource, rolesResource, specification } from "./specification.ts";
import type { DeclarationProblem, Surroundings } from "./surroundings.ts";

/**
 * Checks what `s preview` has rendered before anything is sent: neither Serverless Devs nor its component does
 * (functionCompute.md §1.5). Gives everything that is wrong, not only the first.
 */
export function checkDeployment(rendered: unknown, surroundings: Surroundings): DeclarationProblem[] {
  const top = specification.safeParse(rendered);
  if (!top.success) return problemsOf(top.error.issues, rendered, "");
  const ofSchema = Object.entries(top.data.resources).flatMap(([name, resource]) => {
    const schema = SCHEMAS.find(({ component }) => component.test(resource.component))?.schema;
    if (schema === undefined) {
      const { component } = resource;
      return [{ at: `resources.${name}.component`, problem: reason("component-unknown", { component }) }];
    }
    const checked = schema.safeParse(resource);
    return checked.success ? [] : problemsOf(checked.error.issues, resource, `resources.${name}.`);
  });
  return [...ofSchema, ...crossChecks(top.data, surroundings)];
}

const SCHEMAS = [
  { component: /^fc3(?:@|$)/, schema: functionResource },
  { component: /cloudflow$/, schema: flowsResource },
  { component: /logs$/, schema: logsResource },
  { component: /roles$/, schema: rolesResource },
];

function problemsOf(issues: z.core.$ZodIssue[], given: unknown, prefix: string): DeclarationProblem[] {
  return issues.flatMap((issue) => {
    const at = (path: PropertyKey[]) => `${prefix}${path.map(String).join(".")}`;
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ at: at([...issue.path, key]), problem: reason("property-unknown") }))
      : problemsOfIssues([issue], given).map(({ field, problem }) => ({ at: `${prefix}${field}`, problem }));
  });
}
