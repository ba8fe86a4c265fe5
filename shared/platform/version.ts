/** The version of albflow, from package.json (`npm run generate`). */
export const ALBFLOW_VERSION = "0.1.0";
