import { expect, test } from "vitest";
import { languageFrom } from "./language.ts";

test.each([
  ["what --language says comes first", "zh", { LANG: "en_US.UTF-8" }, "zh"],
  ["then LC_ALL, before what follows it", undefined, { LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
  ["an empty variable says nothing", undefined, { LC_ALL: "", LC_MESSAGES: "", LANG: "zh_CN.UTF-8" }, "zh"],
  ["the C locale is English", undefined, { LANG: "C" }, "en"],
  ["a language without messages is English", undefined, { LANG: "de_DE.UTF-8" }, "en"],
  ["nothing at all is English", undefined, {}, "en"],
])("the command line speaks the language that is wanted: %s", (_, asked, environment, language) => {
  expect(languageFrom(asked, environment)).toBe(language);
});
