/** What Function Compute says of a function, as far as a deployment decides it. */
export interface DescribedFunction {
  handler?: string;
  runtime?: string;
  timeout?: number;
  memorySize?: number;
  role?: string;
  environmentVariables?: Record<string, string>;
  vpcConfig?: object;
}

/** What it says of a trigger. */
export interface DescribedTrigger {
  triggerName?: string;
  triggerType?: string;
  /** RFC 3339. */
  lastModifiedTime?: string;
  invocationRole?: string;
  /** JSON text (functionCompute.md §4). */
  triggerConfig?: string;
}
