import type { HostDraft } from './draft.ts';
import type { Field } from './field.ts';

/** Accounts that a sheet means where it names none. */
export const defaultUsers = { ssh: 'smartx', administrator: 'root' } as const;

export interface AccountFields {
  readonly user: Field;
  readonly password: Field;
  readonly otherwise: string;
}

/** The accounts of a host that the sheet has columns for, in its order. */
export function hostAccounts(fields: HostDraft['fields']): readonly AccountFields[] {
  const accounts = [
    { user: fields.sshUser, password: fields.sshPassword, otherwise: defaultUsers.ssh },
    {
      user: fields.administratorUser,
      password: fields.administratorPassword,
      otherwise: defaultUsers.administrator,
    },
  ];
  return accounts.filter(({ user, password }) => user.isLocated || password.isLocated);
}
