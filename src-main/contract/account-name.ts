/** Also keeps the name from being anything but a name in a command line. */
const accountName = /^[a-z_][a-z0-9_.-]{0,31}$/i;

/** Whether a host takes this as the name of an account. */
export const isAccountName = (name: string): boolean => accountName.test(name);
