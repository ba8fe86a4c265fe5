import type { Command } from "commander";
import type { ConnectionOptions } from "../connection.ts";
import { connected } from "../flows/register.ts";
import { bilingual } from "../help/bilingual.ts";
import { type OutputOptions, withOutput } from "../output.ts";

/** The command that says where all others go. */
export function registerConfig(program: Command): void {
  withOutput(connected(program.command("config")))
    .description(
      "Show which account, region, names, address and language commands use, and where each value comes from.",
    )
    .addHelpText(
      "after",
      bilingual(
        `
What comes first counts: options, then the environment (ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_ACCOUNT_ID, ALBFLOW_PREFIX,
ALBFLOW_LANGUAGE), then albflow.yaml in this folder (its stage prod, or that of ALBFLOW_STAGE), then what the keys come with.`,
        `
先出现者优先：选项，其次环境变量（ALIBABA_CLOUD_REGION_ID、ALIBABA_CLOUD_ACCOUNT_ID、ALBFLOW_PREFIX、ALBFLOW_LANGUAGE），
再次本目录的 albflow.yaml（其阶段 prod，或 ALBFLOW_STAGE 指定的阶段），最后是密钥自带的配置。`,
      ),
    )
    .action(async (options: ConnectionOptions & OutputOptions) => {
      const { printConfig } = await import("./printConfig.ts");
      process.exitCode = await printConfig(options);
    });
}
