interface Schemas {
  constants: Record<string, Record<string, object | undefined>>;
  operations: Record<string, object>;
}

export function withSchemas(file: string, source: string, schemas: Schemas): string;
export function demandNoZod(metafile: {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
}): void;
