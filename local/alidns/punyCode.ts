import { domainToASCII, domainToUnicode } from "node:url";

/** A name as DNS has it: lower case, letters beyond ASCII as punycode. What cannot be written so stays as it is. */
export function punyCodeOf(name: string): string {
  const plain = name.toLowerCase();
  return domainToASCII(plain) || plain;
}

/** A domain as the API names it: in Unicode, however it was taken in. */
export function domainNameOf(name: string): string {
  const plain = name.toLowerCase();
  return domainToUnicode(plain) || plain;
}
