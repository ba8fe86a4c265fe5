import type { Environment } from "../../platform/settings/readSetting.ts";
import type { SaidNotice } from "./saidNotice.ts";

/** A way to tell people something. */
export interface Channel {
  /** Its name in messages and in the registry. */
  name: string;
  /**
   * Sends one notice. Throws `AlbflowError`: Transient when nobody answers, Throttled when it was told too much, Denied
   * when it does not know us, Failed for the rest. No error holds an address or a secret.
   */
  send(notice: SaidNotice): Promise<void>;
}

/** How a channel is found in a function's environment: where its settings are, and how it is opened with them. */
export interface ChannelKind {
  name: string;
  /** The variable that switches it on; without it there is no such channel. */
  variable: string;
  /** What that variable and its companions hold, for the documentation. */
  settings: Record<string, string>;
  /** Throws `AlbflowError` InvalidInput when a companion is missing or an address is none. */
  open(environment: Environment): Channel;
}
