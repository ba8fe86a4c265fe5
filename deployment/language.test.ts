import { expect, test } from "vitest";
import { languageFrom } from "./language.ts";

test.each([
  ["what --language says comes first", "zh", { LANG: "en_US.UTF-8" }, "zh"],
  ["then what ALBFLOW_LANGUAGE says", undefined, { ALBFLOW_LANGUAGE: "zh", LANG: "en_US.UTF-8" }, "zh"],
  ["then LC_ALL, before what follows it", undefined, { LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
  ["an empty variable says nothing", undefined, { LC_ALL: "", LC_MESSAGES: "", LANG: "zh_CN.UTF-8" }, "zh"],
  ["the C locale is English", undefined, { LANG: "C" }, "en"],
  ["a language without messages is English", undefined, { LANG: "de_DE.UTF-8" }, "en"],
  ["nothing at all is English", undefined, {}, "en"],
])("the command line speaks the language that is wanted: %s", (_, asked, environment, language) => {
  expect(languageFrom(asked, environment).language).toBe(language);
});

test("what albflow.yaml says comes after what is set for albflow, and before what the terminal says", () => {
  const terminal = { LANG: "en_US.UTF-8" };
  expect(languageFrom("en", terminal, "zh")).toEqual({ language: "en", from: "--language" });
  expect(languageFrom(undefined, { ALBFLOW_LANGUAGE: "en" }, "zh")).toEqual({
    language: "en",
    from: "ALBFLOW_LANGUAGE",
  });
  expect(languageFrom(undefined, terminal, "zh")).toEqual({ language: "zh", from: "albflow.yaml" });
  expect(languageFrom(undefined, terminal)).toEqual({ language: "en", from: "LANG" });
  expect(languageFrom(undefined, {})).toEqual({ language: "en", from: undefined });
});
