import { expect, test } from "vitest";
import { catalogues } from "../shared/core/messages/catalogues.ts";
import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { COLUMNS } from "./columns.ts";

test("every head of a column has a name in Chinese", () => {
  const { message } = messagesIn(catalogues.zh, "zh");
  const english = COLUMNS.filter((column) => !/\p{Script=Han}/u.test(message(reason("column-head", { column }))));
  expect(english).toEqual(["id"]);
});
