/** Without what goes without saying; plain http to a real site does not. */
export const shortAddress = (address: string, isPractice: boolean): string =>
  address.replace(isPractice ? /^https?:\/\// : /^https:\/\//, '').replace(/\/$/, '');
