import { hashText, nextRandom } from "../../../flowlang/random.ts";
import type { CallRecord, CloudContext } from "../../../local/context.ts";
import type { Ram } from "../../../local/ram/contract.ts";
import { type Clock, systemClock } from "../../../shared/platform/clock.ts";

/** A context without RAM: everybody is the account, and may do everything. */
export function openContext(clock: Clock = systemClock, calls: CallRecord[] = []): CloudContext {
  const random = { random: hashText("tests") };
  const account = { accountId: "1234567890123456", accessKeyId: "local" };
  return {
    clock,
    region: "cn-hangzhou",
    accountId: account.accountId,
    random: () => nextRandom(random),
    logCall: (call) => calls.push(call),
    faultFor: () => undefined,
    ram: {
      authenticate: () => account,
      authorise: () => {},
      assumeRole: () => ({ accessKeyId: "STS.1", accessKeySecret: "s", securityToken: "t", expiresAt: 0 }),
      identityOfRole: (roleArn) => ({ ...account, roleName: roleArn.replace(/^.*\//, "") }),
      putRole: () => {},
      deleteRole: () => {},
      roles: () => [],
    } as Partial<Ram> as Ram,
  };
}
