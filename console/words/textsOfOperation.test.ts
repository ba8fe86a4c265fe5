import { expect, test } from "vitest";
import { listedOperations } from "../../shared/features/api/contract.ts";
import { textsOfOperation } from "./textsOfOperation.ts";

test.each(listedOperations())(
  "what $name does and when it is used is told in Chinese on a Chinese page",
  (operation) => {
    const { summary, when, language } = textsOfOperation(operation, "zh");
    expect([summary, when]).toEqual([
      expect.stringMatching(/^\p{Script=Han}.*。$/u),
      expect.stringMatching(/\p{Script=Han}/u),
    ]);
    expect(when).not.toMatch(/。$/);
    expect(language).toBe("zh");
    expect(textsOfOperation(operation, "en")).toEqual({
      summary: operation.summary,
      when: operation.when,
      language: "en",
    });
  },
);
