/**
 * What makes a stage: variables that s.yaml reads. Whatever the environment sets itself comes first, for example
 * ALBFLOW_REGION or ALBFLOW_LOG_PROJECT.
 */
export const STAGES = {
  dev: { ALBFLOW_PREFIX: "albflow-dev" },
  staging: { ALBFLOW_PREFIX: "albflow-staging" },
  prod: { ALBFLOW_PREFIX: "albflow" },
};
