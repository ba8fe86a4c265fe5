import { Command } from "commander";
import { contextHere, hasContextHere } from "../deployment/configuration/contextHere.ts";
import { LANGUAGE_OPTION, leadWith, speak } from "../deployment/language.ts";
import { projectVersion } from "../deployment/projectFolder.ts";
import { withJsonEverywhere } from "./asJson.ts";
import { registerAudit } from "./audit/registerAudit.ts";
import { wantsJson } from "./complaint.ts";
import { registerCompletion } from "./completion/registerCompletion.ts";
import { registerConfig } from "./config/registerConfig.ts";
import { registerConsole } from "./console/registerConsole.ts";
import { registerCost } from "./cost/registerCost.ts";
import { registerDemo } from "./demo/registerDemo.ts";
import { registerDeploy, registerTargets } from "./deploy/registerDeploy.ts";
import { registerDoctor } from "./doctor/registerDoctor.ts";
import { registerFieldtest } from "./fieldtest/registerFieldtest.ts";
import { flagsToPlaceOf } from "./flagsToPlaceOf.ts";
import { registerExecutions, registerFlows } from "./flows/register.ts";
import { bilingual } from "./help/bilingual.ts";
import { registerInit } from "./init/registerInit.ts";
import { registerLocal } from "./local/register.ts";
import { registerOperations } from "./operations/register.ts";
import { registerQuestions, registerRenewal } from "./operations/registerQuestions.ts";
import { registerPolicy } from "./policy/registerPolicy.ts";
import { registerTryout } from "./tryout/registerTryout.ts";

/** The command `albflow`. Each group of commands registers itself and loads what it needs only when it is called. */
export function makeProgram(parameters: string[] = []): Command {
  const program = new Command("albflow")
    .description("Change the listeners of Alibaba Cloud Application Load Balancers: planned, verified, undoable.")
    .version(projectVersion(), "--version", "print the version of albflow")
    .usage("<command> [options]")
    .option(
      LANGUAGE_OPTION,
      "language of messages, en or zh (by default from ALBFLOW_LANGUAGE, albflow.yaml, LC_ALL, LC_MESSAGES or LANG)",
    )
    .hook("preAction", (command, called) => {
      leadWith(flagsToPlaceOf(called, command));
      return setLanguage(command.opts<{ language?: string }>().language);
    })
    .exitOverride()
    .configureOutput({
      // What is wrong is said where everything is said that goes wrong.
      outputError: () => undefined,
      writeErr: (text) => (wantsJson(parameters) ? undefined : void process.stderr.write(text)),
    })
    .addHelpText(
      "after",
      bilingual(
        `
Where commands go:
  (nothing)    the deployed system: credentials as the Aliyun CLI and SDKs have them (environment, --profile or the
               current profile of ~/.aliyun/config.json, ECS role); ALIBABA_CLOUD_ACCOUNT_ID is the account's number
  --embedded   the same account with nothing deployed: flows and functions run in this process
  --local      a local cloud: albflow local start --seed local/seed/example.yaml

Exit codes:
  0  done, or nothing to do        2  refused: by a rule, by a person, or not confirmed
  1  failed, or wrongly called     3  failed, and everything is as before
  4  with --plan --detailed-exitcode: there is something to do

Examples:
  albflow listeners --local
  albflow stopListener --listener lsn-ruled --plan
  albflow completion bash > /etc/bash_completion.d/albflow`,
        `
命令连接何处：
  （不加选项） 已部署的系统：凭证与阿里云 CLI 和 SDK 相同（环境变量、--profile 或 ~/.aliyun/config.json 中的
               当前配置、ECS 角色）；ALIBABA_CLOUD_ACCOUNT_ID 为账号 ID
  --embedded   同一账号，无需部署：流程和函数在本进程中运行
  --local      本地云：albflow local start --seed local/seed/example.yaml

退出码：
  0  完成，或无需变更              2  被规则或他人拒绝，或未确认
  1  失败，或命令有误              3  失败，一切保持原样
  4  与 --plan --detailed-exitcode 一起使用时：有变更

示例：
  albflow listeners --local
  albflow stopListener --listener lsn-ruled --plan
  albflow completion bash > /etc/bash_completion.d/albflow`,
      ),
    );

  program.commandsGroup("Look:");
  registerQuestions(program);
  registerExecutions(program);
  registerRenewal(program);
  registerConfig(program);
  registerOperations(program);
  program.commandsGroup("Deployment:");
  registerInit(program);
  registerDeploy(program);
  registerTargets(program);
  registerDoctor(program);
  registerPolicy(program);
  registerCost(program);
  registerAudit(program);
  registerTryout(program);
  registerFieldtest(program);
  program.commandsGroup("On this machine:");
  registerConsole(program);
  registerDemo(program);
  registerLocal(program);
  registerFlows(program);
  registerCompletion(program);
  program.helpCommand("help [command]", "Show the help of a command.");
  withJsonEverywhere(program);
  return program;
}

/** Only where there is an albflow.yaml anything has to be read for it. */
function setLanguage(asked: string | undefined): void | Promise<void> {
  speak(asked);
  if (asked === undefined && hasContextHere())
    return contextHere(process.env).then(({ language }) => speak(asked, language));
}
