import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cloudFlowAnswers, cloudFlowValues } from "../fidelity/cloudFlowValues.ts";
import { pythonSdks } from "./pythonSdks.ts";

/** The comment above a member, in a model of the SDK. */
function commentOf(action: string, kind: "request" | "response_body", member: string): string {
  const words = action.replaceAll(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
  const file = `${pythonSdks.folder}/alibabacloud_fnf20190315/models/_${words}_${kind}.py`;
  const own = member.replaceAll(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
  const [, comment = ""] = new RegExp(`((?:^ *#.*\\n)+) *self\\.${own} = `, "m").exec(readFileSync(file, "utf8")) ?? [];
  return comment.replaceAll(",", "");
}

test.skipIf(!pythonSdks.areThere)(
  "what CloudFlow's parameters and answers may be is what the official SDK says",
  () => {
    const differences = [
      ...cloudFlowValues.map((row) => ({ ...row, kind: "request" as const, member: row.parameter })),
      ...cloudFlowAnswers.map((row) => ({
        ...row,
        kind: "response_body" as const,
        member: row.path.split(".").at(-1) ?? "",
      })),
    ].flatMap((row) => {
      const comment = commentOf(row.action, row.kind, row.member);
      const limits = "minimum" in row ? [row.minimum, row.maximum].filter((limit) => limit !== undefined) : [];
      const named = [...(row.enum ?? []), ...limits.map(String)];
      const listed = [...comment.matchAll(/\*\*(\w+)\*\*/g)].map(([, value]) => value);
      return [
        ...named.filter((value) => !new RegExp(`\\b${value}\\b`).test(comment)).map((value) => `lacks ${value}`),
        ...(row.enum === undefined
          ? []
          : listed.filter((value) => !named.includes(value ?? "")).map((value) => `has ${value}`)),
      ].map((what) => `${row.action} ${row.member} ${what}`);
    });
    expect(differences).toEqual([]);
  },
);
