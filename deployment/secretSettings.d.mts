export const SECRET_NAME: string;
export function isSecretSetting(name: string): boolean;
