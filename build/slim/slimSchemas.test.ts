import { build } from "esbuild";
import { expect, test } from "vitest";
import { slimmed } from "./slimSchemas.mjs";

test("descriptions go, and what else is called describe stays", () => {
  const source = [
    'const port = z.int().describe("Port, like \\"443\\" (of the listener)").min(1);',
    "const path = z\n  .string()\n  .describe(\n    `Path of rules`,\n  )\n  .max(80);",
    "const row = await cloudFlow.describe(flow, execution);",
  ].join("\n");
  expect(slimmed(source).replaceAll("/* @__PURE__ */ ", "")).toBe(
    [
      "const port = z.int().min(1);",
      "const path = z\n  .string()\n  .max(80);",
      "const row = await cloudFlow.describe(flow, execution);",
    ].join("\n"),
  );
});

test("a schema that is used stays with all that it is made of, and one that is not goes", async () => {
  const source = `
    import * as z from "zod";
    import { must } from "./must.ts";
    const part = z.strictObject({ id: z.string().regex(/x/, must("must-be-id")) });
    export const used = z.strictObject({ parts: z.array(part).max(3).default([]) });
    export const unused = z.strictObject({ name: z.string().min(1), more: z.enum(["a"]).optional() });`;
  const { outputFiles } = await build({
    stdin: { contents: 'import { used } from "source"; console.log(used);', loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    external: ["zod", "./must.ts"],
    plugins: [
      {
        name: "source",
        setup(bundle) {
          bundle.onResolve({ filter: /^source$/ }, ({ path }) => ({ path, namespace: "source" }));
          bundle.onLoad({ filter: /./, namespace: "source" }, () => ({ contents: slimmed(source), loader: "ts" }));
        },
      },
    ],
  });
  const text = outputFiles.map((file) => file.text).join("");
  expect(text).toContain('must("must-be-id")');
  expect(text).toContain(".max(3).default([])");
  expect(text).not.toMatch(/name:|enum/);
});
