import { isAccountName } from '../../contract/account-name.ts';
import { isPlaceholder } from '../grid/placeholders.ts';
import type { HostDraft, SiteDraft } from '../plan/draft.ts';
import { isBlank, isBroken, type Field } from '../plan/field.ts';
import { hostAccounts, type AccountFields } from '../plan/host-accounts.ts';
import type { Problem } from './catalog.ts';
import { overriddenLast } from './cells.ts';

/** Rules on the accounts of hosts and of the cluster. None of them puts a password into a message. */
export function checkAccounts(draft: SiteDraft): readonly Problem[] {
  const { administratorUser } = draft.cluster;
  return [
    ...(administratorUser === null ? [] : unusable(administratorUser, 'cluster.administrator.user')),
    ...draft.hosts.flatMap((host) => {
      const accounts = hostAccounts(host.fields);
      return [
        ...accounts.flatMap(({ user }, index) => unusable(user, userPath(host, index))),
        ...accounts.flatMap((account) => withoutPassword(host, account)),
        ...twice(host, accounts),
      ];
    }),
  ];
}

const userPath = ({ path }: HostDraft, index: number): string => `${path}.accounts[${index}].user`;

const nameOf = ({ user, otherwise }: Pick<AccountFields, 'user' | 'otherwise'>): string =>
  user.text === '' ? otherwise : user.text;

/** What refers elsewhere would otherwise become the usual account, and what a host does not take is told only in the run. */
function unusable(user: Field, path: string): readonly Problem[] {
  if (!user.isLocated || isBroken(user)) {
    return [];
  }
  const raw = user.raw.trim();
  if (user.text === '') {
    return raw === ''
      ? []
      : [{ code: 'account-placeholder', at: user.at, details: { value: raw }, blocks: [path] }];
  }
  return isAccountName(user.text)
    ? []
    : [{ code: 'account-format', at: user.at, details: { value: user.text }, blocks: [path] }];
}

/** A placeholder in the password's cell has a rule of its own. */
function withoutPassword(
  { fields }: HostDraft,
  { user, password, otherwise }: AccountFields,
): readonly Problem[] {
  if (!password.isLocated || !isBlank(password) || isPlaceholder(password.raw)) {
    return [];
  }
  const details = { user: nameOf({ user, otherwise }), name: fields.name.text };
  return [{ code: 'account-password-missing', at: password.at, details }];
}

/** One account has one password: of two rows for it nobody knows which one is meant. */
function twice(host: HostDraft, accounts: readonly AccountFields[]): readonly Problem[] {
  const seen = new Map<string, Field>();
  const ordered = overriddenLast([...accounts.entries()], ([, { user }]) => user);
  return ordered.flatMap(([index, { user, otherwise }]): readonly Problem[] => {
    const name = nameOf({ user, otherwise });
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, user);
      return [];
    }
    const details = { value: name, other: first.at.cell };
    return [{ code: 'account-duplicate', at: user.at, details, blocks: [userPath(host, index)] }];
  });
}
