import { describe, expect, test } from "vitest";
import type { ReasonEntry } from "../../platform/reasons/define.ts";
import { topics } from "../../platform/reasons/registry.ts";
import { catalogues } from "./catalogues.ts";
import { LANGUAGES } from "./message.ts";
import { messagesIn } from "./messagesIn.ts";

const entries = Object.values(topics).flatMap((topic) => Object.entries(topic as Record<string, ReasonEntry>));

describe("the catalogue of messages", () => {
  test.each(LANGUAGES)(
    "says what its snapshot says of every reason, with the parameters of its example (%s)",
    async (language) => {
      const messageOf = messagesIn(catalogues[language], language);
      const lines = entries.map(([code, { params }]) => {
        const { message, next } = messageOf.said({ code, params });
        return `${code}\n  ${message}${next === "" ? "" : `\n  → ${next}`}`;
      });
      await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`catalogue.${language}.txt`);
    },
  );

  test("lists each code once, in kebab-case", () => {
    const codes = entries.map(([code]) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.filter((code) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  test("holds no message of a code that is not listed", () => {
    const codes = new Set(entries.map(([code]) => code));
    for (const language of LANGUAGES) {
      expect(Object.keys(catalogues[language]).filter((code) => !codes.has(code))).toEqual([]);
    }
  });

  test("tells every cause in both languages, and every Chinese message in Chinese", () => {
    const chinese = /[\u4e00-\u9fff]/;
    expect(entries.filter(([, { cause }]) => cause.en === "" || !chinese.test(cause.zh)).map(([code]) => code)).toEqual(
      [],
    );
    const zh = messagesIn(catalogues.zh, "zh");
    const untranslated = entries.filter(
      ([code, { params, kind }]) => kind !== "detail" && code !== "text" && !chinese.test(zh.message({ code, params })),
    );
    expect(untranslated.map(([code]) => code)).toEqual([]);
  });

  test("ends no message with a full stop, so that whoever shows it can put it into a sentence", () => {
    for (const language of LANGUAGES) {
      const messageOf = messagesIn(catalogues[language], language);
      const ended = entries.filter(([code, { params }]) => {
        const { message, next } = messageOf.said({ code, params });
        return /[.。]$/.test(message) || /[.。]$/.test(next);
      });
      expect(ended.map(([code]) => code)).toEqual([]);
    }
  });
});
