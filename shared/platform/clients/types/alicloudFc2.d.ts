/**
 * `@alicloud/fc2` 2.6.6, the client of Function Compute's API 2016-08-15 (wire.md §7). With `version` set to
 * `2023-03-30`, `request` reaches the newer API, whose errors it does not understand (`code` is undefined then).
 *
 * Throws an `Error` named `FC{code}Error` with `code` when the service refuses. A function that failed is not thrown:
 * look at the header `x-fc-error-type`.
 */
declare module "@alicloud/fc2" {
  export interface Fc2Config {
    /** With a capital D. The token is used only when it begins with `STS`. */
    accessKeyID: string;
    accessKeySecret: string;
    securityToken?: string;
    region: string;
    /** A full URL; plain http is the default. */
    endpoint?: string;
    secure?: boolean;
    internal?: boolean;
    /** Milliseconds; 60,000 unless given. */
    timeout?: number;
    headers?: Record<string, string>;
  }

  /** `data` is parsed only under `content-type: application/json`. */
  export interface Fc2Response<Data = unknown> {
    headers: Record<string, string>;
    data: Data;
  }

  export default class Client {
    constructor(accountId: string, config: Fc2Config);
    /** The first segment of every path. */
    version: string;
    request(
      method: "GET" | "POST" | "PUT" | "DELETE",
      path: string,
      query?: Record<string, string> | null,
      body?: string | Buffer | object | null,
      headers?: Record<string, string>,
      options?: { rawBuf?: boolean },
    ): Promise<Fc2Response>;
    createService(serviceName: string, options?: object, headers?: Record<string, string>): Promise<Fc2Response>;
    getService(serviceName: string, headers?: Record<string, string>, qualifier?: string): Promise<Fc2Response>;
    listFunctions(
      serviceName: string,
      options?: { limit?: number; prefix?: string; nextToken?: string },
      headers?: Record<string, string>,
    ): Promise<Fc2Response>;
    createFunction(serviceName: string, options: object, headers?: Record<string, string>): Promise<Fc2Response>;
    updateFunction(
      serviceName: string,
      functionName: string,
      options: object,
      headers?: Record<string, string>,
    ): Promise<Fc2Response>;
    getFunction(
      serviceName: string,
      functionName: string,
      headers?: Record<string, string>,
      qualifier?: string,
    ): Promise<Fc2Response>;
    deleteFunction(serviceName: string, functionName: string, options?: object): Promise<Fc2Response>;
    invokeFunction(
      serviceName: string,
      functionName: string,
      event?: string | Buffer,
      headers?: Record<string, string>,
      qualifier?: string,
      options?: { rawBuf?: boolean },
    ): Promise<Fc2Response>;
    createTrigger(serviceName: string, functionName: string, options: object): Promise<Fc2Response>;
    getTrigger(serviceName: string, functionName: string, triggerName: string): Promise<Fc2Response>;
    listTriggers(serviceName: string, functionName: string, options?: object): Promise<Fc2Response>;
    deleteTrigger(serviceName: string, functionName: string, triggerName: string): Promise<Fc2Response>;
  }
}
