import { expect, test } from "vitest";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import { textOf } from "../../jsx/runtime.ts";
import { OperationIndex } from "./OperationIndex.tsx";

test.each(["en", "zh"] as const)(
  "every operation is reached from one page, under a heading of its own, in %s",
  (language) => {
    const html = textOf(OperationIndex({ language }));
    const linked = [...html.matchAll(/href="\/console\/operations\/(\w+)"/g)].map(([, name]) => name);
    const names = listedOperations().map(({ name }) => name);
    expect(new Set(linked)).toEqual(new Set(names));
    expect(linked).toHaveLength(names.length);
    expect(html.match(/<h2>[^<]+<\/h2>/g)).toHaveLength(7);
  },
);
