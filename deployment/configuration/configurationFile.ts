/** The file that says what is deployed. */
export const CONFIGURATION_FILE = "albflow.yaml";
