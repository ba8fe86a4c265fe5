import { defineReasons } from "../define.ts";

const typed = { en: "A command was typed that is none, or lacks something.", zh: "输入的命令有误或不完整。" };
const option = "--port <n>";

/** What is wrong with words that somebody has typed after `albflow`. */
export const usageReasons = defineReasons({
  "usage-option-unknown": { kind: "invalid", params: { option: "--listner", meant: ["--listener"] }, cause: typed },
  "usage-command-unknown": { kind: "invalid", params: { command: "listner", meant: ["listener"] }, cause: typed },
  "usage-command-missing": { kind: "invalid", params: { command: "albflow local" }, cause: typed },
  "usage-argument-missing": { kind: "invalid", params: { argument: "execution" }, cause: typed },
  "usage-arguments-excess": { kind: "invalid", params: { given: 2, most: 1 }, cause: typed },
  "usage-option-missing": { kind: "invalid", params: { option: "--home-account <id>" }, cause: typed },
  "usage-options-exclusive": { kind: "invalid", params: { option: "--certificates", other: option }, cause: typed },
  "usage-value-missing": { kind: "invalid", params: { option }, cause: typed },
  "usage-value-unfit": {
    kind: "invalid",
    params: { option, value: "shop", problem: "--port takes a whole number from 1 to 65526" },
    cause: typed,
  },
  "usage-value-not-offered": {
    kind: "invalid",
    params: { option: "--use <which>", value: "all", offered: ["bound", "unbound", "expiring"] },
    cause: typed,
  },
  "local-cloud-refuses": {
    kind: "detail",
    params: { message: "There is no fault none." },
    cause: { en: "A local cloud does not do what a command asks of it.", zh: "本地云拒绝了命令的请求。" },
  },
  "stage-problems": {
    kind: "invalid",
    params: {
      stage: "prod",
      problems: [{ at: "flow albflow-lock", problem: { code: "must-be-role", params: {} } }],
    },
    cause: { en: "What would be deployed is not valid.", zh: "要部署的内容无效。" },
  },
  "error-unexpected": {
    kind: "detail",
    params: { message: "ENOENT: no such file or directory, open 'seed.yaml'" },
    cause: {
      en: "Something failed for which albflow has no sentence of its own.",
      zh: "出现了 albflow 未预料的错误。",
    },
  },
});
