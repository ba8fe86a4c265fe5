import type { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { translateHelp } from "../../cli/help/translateHelp.ts";
import { makeProgram } from "../../cli/program.ts";
import { speak } from "../../deployment/language.ts";
import { albflow } from "./support/albflow.ts";

const english = makeProgram();
const chinese = makeProgram();
beforeAll(() => translateHelp(chinese));
afterAll(() => speak(undefined));

/** Every command, with the words that call it. */
function all(command: Command, path: string[] = []): [string, string[]][] {
  return [
    [["albflow", ...path].join(" "), path],
    ...command.commands.flatMap((inner) => all(inner, [...path, inner.name()])),
  ];
}

function helpOf(program: Command, path: string[], language: string): string {
  speak(language);
  let text = "";
  const command = path.reduce((at, name) => at.commands.find((inner) => inner.name() === name) ?? at, program);
  command.configureOutput({ writeOut: (line) => (text += line), getOutHelpWidth: () => 1_000 });
  command.outputHelp();
  return text;
}

/** Of a help text the parts that somebody reads: descriptions, headings and sentences, without what is typed. */
function proseOf(help: string): string[] {
  return help
    .split("\n")
    .filter((line) => !/^ {2}albflow /.test(line))
    .map((line) => /^ {2}\S.*? {2,}(\S.*)$/.exec(line)?.[1] ?? (line.startsWith(" ") ? "" : line))
    .map((text) => text.replace(/^(?:Usage:|用法：) albflow.*$/, ""))
    .filter((text) => /[a-z]/i.test(text));
}

test.each(all(english))("the help of %s has nothing that is not Chinese under --language zh", (_, path) => {
  const [en, zh] = [helpOf(english, path, "en"), helpOf(chinese, path, "zh")];
  expect(proseOf(en).length).toBeGreaterThan(0);
  expect(proseOf(zh).filter((text) => !/[\u4E00-\u9FFF]/.test(text) && !IS_NAME.test(text))).toEqual([]);
  expect(zh).toMatch(/^用法：/);
  expect(zh.match(/\n(?:Options|Arguments|Commands|Examples|Exit codes|Global Options):/g)).toBeNull();
  expect(zh.split("\n").filter((line) => /^\s+-/.test(line))).toHaveLength(
    en.split("\n").filter((line) => /^\s+-/.test(line)).length,
  );
});

/** Words that are the same in both languages. */
const IS_NAME = /^(?:Logstore|[\d\w, ]*(?:7d|36h|90m|30s)[\w ]*)(?:（.*）)?$/;

test("whoever asks for Chinese is helped in it, by the option or by the terminal's language", async () => {
  const [asked, after, ofTerminal] = await Promise.all([
    albflow(["--language", "zh", "stop", "--help"]),
    albflow(["stop", "--help", "--language=zh"]),
    albflow(["stop", "--help"], { LANG: "zh_CN.UTF-8" }),
  ]);
  for (const { stdout, code } of [asked, after, ofTerminal]) {
    expect(code).toBe(0);
    expect(stdout).toContain("用法： albflow stop [选项] <execution>");
    expect(stdout).toContain("取消一个执行并回滚其变更");
    expect(stdout).toContain("回滚失败：需要人工处理");
  }
  const wrong = await albflow(["listenrs", "--language", "zh"]);
  expect([wrong.code, wrong.stderr]).toEqual([1, "albflow: 没有命令 listenrs。您是否想输入 listeners？\n"]);
});

test("help in English is as it was", async () => {
  const { stdout } = await albflow(["stop", "--help"]);
  expect(stdout).toMatch(/^Usage: albflow stop \[options\] <execution>\n/);
  expect(stdout).not.toMatch(/[\u4E00-\u9FFF]/);
});
