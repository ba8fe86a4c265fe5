import { CONFIGURATION_FILE } from "../deployment/configuration/configurationFile.ts";
import type { FileContext } from "../deployment/configuration/contextIn.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** A value that decides where a command goes, and what has said it: an option, a variable, `albflow.yaml`, `profile`, `keys` or `default`. */
export interface ContextValue {
  value: string;
  from: string;
}

/** Where commands go. */
export interface Context {
  region: ContextValue;
  /** Undefined where neither anybody nor the keys say it. */
  account: ContextValue | undefined;
  /** Begins the names of functions and flows. */
  prefix: ContextValue;
}

/** What may say where a command goes, what comes first first: options, then the environment, then albflow.yaml, then what the keys come with. */
interface ContextSources {
  options: { region?: string };
  environment: Readonly<Record<string, string | undefined>>;
  file: FileContext;
  /** That of the profile of the Aliyun CLI. */
  regionOfProfile: string | undefined;
  /** The account to which the keys belong; undefined where that could not be asked. */
  accountOfKeys: string | undefined;
}

/**
 * Where a command goes, each value with what has said it. Throws `AlbflowError` Denied (`context-account-foreign`) where the keys
 * belong to another account than the one that is meant.
 */
export function contextFrom({ options, environment, file, regionOfProfile, accountOfKeys }: ContextSources): Context {
  const meant = first(
    ["ALIBABA_CLOUD_ACCOUNT_ID", environment.ALIBABA_CLOUD_ACCOUNT_ID],
    [CONFIGURATION_FILE, file.account],
  );
  if (meant !== undefined && accountOfKeys !== undefined && meant.value !== accountOfKeys) {
    throw new AlbflowError(
      "Denied",
      reason("context-account-foreign", { accountId: meant.value, from: meant.from, keys: accountOfKeys }),
    );
  }
  return {
    region: first(
      ["--region", options.region],
      ["ALIBABA_CLOUD_REGION_ID", environment.ALIBABA_CLOUD_REGION_ID],
      [CONFIGURATION_FILE, file.region],
      ["profile", regionOfProfile],
    ) ?? { value: DEFAULT_REGION, from: DEFAULT },
    account: meant ?? first([KEYS, accountOfKeys]),
    prefix: first(["ALBFLOW_PREFIX", environment.ALBFLOW_PREFIX], [CONFIGURATION_FILE, file.prefix]) ?? {
      value: "albflow",
      from: DEFAULT,
    },
  };
}

/** Where nobody says a region. */
export const DEFAULT_REGION = "cn-hangzhou";

/** What says a value that nobody has chosen. */
const DEFAULT = "default";
const KEYS = "keys";

function first(...said: (readonly [from: string, value: string | undefined])[]): ContextValue | undefined {
  const [from, value] = said.find(([, one]) => one !== undefined && one !== "") ?? [];
  return from === undefined || value === undefined ? undefined : { value, from };
}
