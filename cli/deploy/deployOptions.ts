import type { ConnectionOptions } from "../connection.ts";

/** What the commands take that change a deployment. */
export interface DeployOptions extends ConnectionOptions {
  /** The stage of albflow.yaml; the only one unless given. */
  stage?: string;
  yes?: boolean;
  /** Another file than albflow.yaml. */
  file?: string;
}
