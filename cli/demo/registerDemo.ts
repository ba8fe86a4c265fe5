import { type Command, Option } from "commander";

/** The command that shows the main job on a local cloud of its own. */
export function registerDemo(program: Command): void {
  program
    .command("demo")
    .description("Rotate a certificate under load on a temporary local cloud.")
    .addOption(
      new Option("--break <what>", "make the rotation fail and roll back").choices(["verification", "successor"]),
    )
    .option("--json", "print one JSON object")
    .action(async (options: { break?: "verification" | "successor"; json?: boolean }) => {
      const { demo } = await import("./demo.ts");
      await demo(options);
    });
}
