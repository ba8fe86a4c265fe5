import type { PolicyDocument } from "../../deployment/roles/policyOf.ts";
import type { EmptyAccount } from "./emptyAccount.ts";

/** How a command ended for whoever lacked one right. */
interface Lacking {
  command: string;
  right: string;
  code: number;
  /** Every right that was named as missing, once. */
  named: string[];
  said: string;
}

/** What a person types, from an empty account to an empty account. */
const COMMANDS = ["bootstrap --yes", "deploy --yes", "doctor --stage prod", "tryout --yes", "remove --yes"];

/**
 * Takes one right at a time from whoever runs these commands, each right that a command uses. Where a command has stopped, the next time
 * goes on; with all rights again the same command must end well: else an `Error` is thrown. Gives how each time ended.
 */
export async function lackingEach(account: EmptyAccount, policy: PolicyDocument): Promise<Lacking[]> {
  const beginning = account.cloud.snapshot();
  const used = new Map<string, string[]>();
  for (const command of COMMANDS) used.set(command, await usedBy(account, policy, command));
  const anew = () => {
    account.become();
    return account.cloud.reset(beginning);
  };
  await anew();
  // Without this one bootstrap goes on, does all the rest, and ends with 1 all the same.
  const found = [await lacking(account, policy, "bootstrap --yes", GOES_ON)];
  await anew();
  for (const command of COMMANDS) {
    const rights = (used.get(command) ?? []).filter((right) => right !== GOES_ON);
    for (const right of rights) found.push(await lacking(account, policy, command, right));
    await cured(account, policy, command);
    // What a tryout could not take away, it does by this.
    if (command.startsWith("tryout")) await cured(account, policy, "tryout --clean");
  }
  return found;
}

/** Runs a command as somebody who lacks one right of a policy. */
export async function lacking(
  account: EmptyAccount,
  policy: PolicyDocument,
  command: string,
  right: string,
): Promise<Lacking> {
  account.become([without(policy, right)]);
  const { code, said } = await account.albflow(command.split(" "), SECRETS);
  account.become([policy]);
  const named = [...said.matchAll(/These keys may not ([\w-]+:\w+)\b/g)].map(([, one = ""]) => one);
  return { command, right, code, named: [...new Set(named)], said };
}

/** Runs it with the whole policy. */
export async function cured(account: EmptyAccount, policy: PolicyDocument, command: string): Promise<void> {
  account.become([policy]);
  const { code, said } = await account.albflow(command.split(" "), SECRETS);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${said}`);
}

async function usedBy(account: EmptyAccount, policy: PolicyDocument, command: string): Promise<string[]> {
  const used = account.cloud.ram.usedActions();
  used.delete("deployer");
  await cured(account, policy, command);
  return [...(used.get("deployer") ?? [])];
}

function without(policy: PolicyDocument, right: string): PolicyDocument {
  const statements = policy.Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((action) => action !== right),
  }));
  return { ...policy, Statement: statements.filter(({ Action }) => Action.length > 0) };
}

const GOES_ON = "ram:CreateServiceLinkedRole";
const SECRETS = { SHOP_SECRET: "a secret of the shop, 32 characters long" };
