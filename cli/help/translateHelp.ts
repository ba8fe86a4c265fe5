import type { Command } from "commander";
import { displayWidth } from "../displayWidth.ts";
import { change, fieldTexts, operationTexts } from "./chinese/change.ts";
import { common } from "./chinese/common.ts";
import { deployment } from "./chinese/deployment.ts";
import { localCloud } from "./chinese/localCloud.ts";
import { look } from "./chinese/look.ts";
import { wrapText } from "./wrapText.ts";

/** Help texts in Chinese, by their English. It is loaded only where Chinese is spoken. */
const CHINESE: Readonly<Record<string, string>> = { ...common, ...look, ...change, ...deployment, ...localCloud };

/** Makes the help of a command, and of all below it, Chinese. A text without its Chinese stays as it is (test/cli/chinese.test.ts). */
export function translateHelp(command: Command): void {
  const operation = operationTexts[command.name()];
  command
    .description(operation ?? chineseOf(command.description()))
    .helpOption("-h, --help", chineseOf("display help for command"))
    .configureHelp({
      displayWidth,
      boxWrap: wrapText,
      styleTitle: chineseOf,
      styleUsage: (usage) =>
        usage.replace("[options]", "[选项]").replace("[command]", "[命令]").replace("<command>", "<命令>"),
      styleOptionDescription: chineseNotes,
      styleArgumentDescription: chineseNotes,
    });
  if (command.commands.length > 0) command.helpCommand("help [command]", chineseOf("Show the help of a command."));
  if (command.summary() !== "") command.summary(chineseOf(command.summary()));
  for (const option of command.options) {
    const name = option.long === "--listener-id" ? "listenerId" : option.attributeName();
    const field = operation === undefined ? undefined : (fieldTexts[`${command.name()}.${name}`] ?? fieldTexts[name]);
    option.description = chineseOf(option.description, field);
  }
  for (const argument of command.registeredArguments) argument.description = chineseOf(argument.description);
  for (const inner of command.commands) translateHelp(inner);
}

/** The Chinese of a text, or `known`, with that of what is noted behind the text: `… (required; default 3)`. */
function chineseOf(text: string, known?: string): string {
  const [, about = text, required, otherwise] = /^(.*?) \((required)?(?:; )?(?:default (.+))?\)$/.exec(text) ?? [];
  const chinese = CHINESE[text] ?? known ?? CHINESE[about];
  if (chinese === undefined) return text;
  const notes = [
    ...(required === undefined ? [] : ["必填"]),
    ...(otherwise === undefined ? [] : [`默认 ${otherwise}`]),
  ];
  return notes.length === 0 || CHINESE[text] !== undefined ? chinese : `${chinese}（${notes.join("；")}）`;
}

/** What the library notes behind a description: choices and the default. */
function chineseNotes(text: string): string {
  return text.replace(
    / ?\((?:choices: (.+?))?(?:, )?(?:default: (.+?))?\)$/,
    (whole, choices?: string, otherwise?: string) =>
      choices === undefined && otherwise === undefined
        ? whole
        : `（${[
            ...(choices === undefined ? [] : [`可选：${choices}`]),
            ...(otherwise === undefined ? [] : [`默认：${otherwise}`]),
          ].join("；")}）`,
  );
}
