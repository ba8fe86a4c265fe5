import { expect, test } from "vitest";
import { saidOnce } from "./saidOnce.ts";

test("a rollback that is tried forty times says the same sentence once, and says the next one", () => {
  const isNew = saidOnce();
  const said: string[] = [];
  const visit = (state: string, line: string) => {
    if (isNew(state, line)) said.push(line);
  };
  for (let nth = 0; nth < 40; nth += 1) {
    visit("Undo", "undone");
    visit("VerifyUndone", "no answer");
  }
  visit("VerifyUndone", "as before");
  expect(said).toEqual(["undone", "no answer", "as before"]);
});
