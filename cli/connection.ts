import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { AlbflowError } from "../shared/errors.ts";
import type { Session } from "../shared/session.ts";

/** Which cloud a command talks to. */
export interface ConnectionOptions {
  /** A local cloud. */
  local?: boolean;
  /** First port of the local cloud; 7700. */
  port?: string;
  region?: string;
  /** A profile of `~/.aliyun/config.json`. */
  profile?: string;
}

/** The session of a command: the local cloud's account, or the credentials that the Aliyun CLI and SDKs use. */
export function sessionFor(options: ConnectionOptions): Session {
  const region = options.region ?? process.env.ALIBABA_CLOUD_REGION_ID ?? "cn-hangzhou";
  if (options.local === true) return localSessionOn(Number(options.port ?? "7700"), region);
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret } = process.env;
  const token = process.env.ALIBABA_CLOUD_SECURITY_TOKEN;
  if (id !== undefined && secret !== undefined && options.profile === undefined) {
    const credentials = {
      accessKeyId: id,
      accessKeySecret: secret,
      ...(token === undefined ? {} : { securityToken: token }),
    };
    return { region, accountId: process.env.ALIBABA_CLOUD_ACCOUNT_ID ?? "", credentials, endpoints: {} };
  }
  return sessionOfProfile(options);
}

function localSessionOn(first: number, region: string): Session {
  const at = (offset: number) => `http://127.0.0.1:${first + offset}`;
  return {
    region,
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { alb: at(1), cas: at(2), fnf: at(3), fc: at(4), log: `http://sls.localhost:${first + 5}` },
  };
}

/** A profile of the Aliyun CLI's configuration, its current one by default. */
function sessionOfProfile({ profile, region }: ConnectionOptions): Session {
  const file = `${homedir()}/.aliyun/config.json`;
  const missing = (what: string) =>
    new AlbflowError(
      "Denied",
      `${what} Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, run \`aliyun configure\`, or use --local for a local cloud.`,
    );
  let config: { current?: string; profiles?: Record<string, string>[] };
  try {
    config = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw missing(`There are no credentials: neither in the environment nor in ${file}.`);
  }
  const wanted = profile ?? config.current ?? "default";
  const found = config.profiles?.find(({ name }) => name === wanted);
  const { access_key_id: accessKeyId, access_key_secret: accessKeySecret, sts_token: securityToken } = found ?? {};
  if (accessKeyId === undefined || accessKeySecret === undefined || accessKeyId === "") {
    throw missing(`The profile "${wanted}" in ${file} holds no access key.`);
  }
  return {
    region: region ?? found?.region_id ?? "cn-hangzhou",
    accountId: process.env.ALIBABA_CLOUD_ACCOUNT_ID ?? "",
    credentials: {
      accessKeyId,
      accessKeySecret,
      ...(securityToken === undefined || securityToken === "" ? {} : { securityToken }),
    },
    endpoints: {},
  };
}
