import { stringify } from "yaml";

/** A value as YAML. In a file of its own: only who asks for YAML pays for its library. */
export const yamlText = (value: unknown): string => stringify(value);
