/** What an option of so many says. Throws an `Error` that names the option. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} takes a whole number from 1, not "${text}".`);
  return number;
}
