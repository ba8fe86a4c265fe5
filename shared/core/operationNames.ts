// Made by `npm run generate` out of functions/registry.ts.
import names from "./operationNames.json" with { type: "json" };

/** The names of all operations, for whoever needs to know no more of them. */
export const operationNames: string[] = names;
