import { createHash } from 'node:crypto';
import { oddCharacters } from '../grid/characters.ts';
import { isInRange } from '../grid/cell-address.ts';
import { isPlaceholder } from '../grid/placeholders.ts';
import type { SiteDraft } from '../plan/draft.ts';
import { isBlank, isBroken, type Field } from '../plan/field.ts';
import { passwordColumns } from '../secrets/secret-cells.ts';
import type { FindingCode, Problem } from './catalog.ts';
import { runsOf } from './cells.ts';
import { placeOf } from './places.ts';

interface PasswordEntry {
  readonly field: Field;
  readonly kind: 'bmc' | 'account' | 'cluster';
}

/** SHA-256 of the passwords products are shipped with, so that they do not stand here in the clear. */
const factoryDigests: ReadonlySet<string> = new Set([
  '69b52252262474f0630acfa7b25165351db547361a4181e862d823c1b932bea8',
]);

/** Rules on passwords. None of them ever puts a password into a message. */
export function checkPasswords(draft: SiteDraft): readonly Problem[] {
  const entries = passwordsOf(draft).filter(({ field }) => field.text !== '');
  const shown = shownTexts(draft);
  const wherever = (code: FindingCode, applies: (entry: PasswordEntry) => boolean): readonly Problem[] =>
    runsOf(entries.filter(applies)).map(({ at }) => ({ code, at }));
  return [
    ...wherever('default-password', ({ field, kind }) => kind !== 'bmc' && isFactoryPassword(field.text)),
    ...repeatedPasswords(entries),
    ...missingAdministrator(draft),
    ...wherever('password-weak', ({ field }) => isWeak(field.text)),
    ...wherever('password-shown', ({ field }) => shown.has(field.text)),
    ...wherever(
      'password-space',
      ({ field: { text } }) =>
        /^[ \t\r\n]|[ \t\r\n]$/.test(text) || oddCharacters(text).some(({ kind }) => kind === 'full-width'),
    ),
    ...wherever(
      'bmc-password-length',
      ({ field, kind }) => kind === 'bmc' && Buffer.byteLength(field.text) > 20,
    ),
    ...placeholders(draft),
    ...beyondAscii(draft),
    ...passwordLinks(draft),
  ];
}

function passwordsOf({ hosts, cluster }: SiteDraft): readonly PasswordEntry[] {
  const entries = hosts.flatMap(({ fields }): readonly PasswordEntry[] => [
    { field: fields.bmcPassword, kind: 'bmc' },
    { field: fields.sshPassword, kind: 'account' },
    { field: fields.administratorPassword, kind: 'account' },
  ]);
  const { administratorPassword } = cluster;
  return administratorPassword === null
    ? entries
    : [...entries, { field: administratorPassword, kind: 'cluster' }];
}

/** What the plan, the screens and the report show in the clear; a password that says the same is shown with it. */
function shownTexts({
  customer,
  project,
  dataCenter,
  cluster,
  hosts,
  switches,
}: SiteDraft): ReadonlySet<string> {
  const ofHosts = hosts.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([column, field]) =>
      passwordColumns.some((password) => password === column) ? [] : [field],
    ),
  );
  const ofCluster = [customer, project, dataCenter, cluster.name, cluster.administratorUser];
  const fields = [...ofCluster, ...ofHosts, ...switches.map(({ name }) => name)];
  return new Set(fields.flatMap((field) => (field === null || field.text === '' ? [] : [field.text])));
}

function isFactoryPassword(password: string): boolean {
  return factoryDigests.has(createHash('sha256').update(password).digest('hex'));
}

function isWeak(password: string): boolean {
  return password.length < 8 || !/\p{L}/u.test(password) || !/\p{N}/u.test(password);
}

/** The same password several times in one column; accounts of different kinds are often meant to agree. */
function repeatedPasswords(entries: readonly PasswordEntry[]): readonly Problem[] {
  const groups = Map.groupBy(entries, ({ field }) => `${field.at.sheet}|${field.place.column}|${field.text}`);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const runs = runsOf(group);
      return {
        code: 'repeated-password',
        at: runs[0]?.at ?? { sheet: '', cell: '' },
        details: { count: String(group.length), cells: runs.map((run) => run.at.cell).join(', ') },
      };
    });
}

/** 待定 as a password is none, and has to be said: the account is left alone. */
function placeholders(draft: SiteDraft): readonly Problem[] {
  return passwordsOf(draft)
    .filter(({ field }) => field.text === '' && isPlaceholder(field.raw) && !isBroken(field))
    .map(({ field }) => ({
      code: 'password-placeholder',
      at: field.at,
      details: { value: field.raw.trim() },
    }));
}

/** Web pages of BMCs take more than their own protocol (IPMI) does. */
function beyondAscii({ hosts }: SiteDraft): readonly Problem[] {
  const entries = hosts
    .flatMap(({ fields }) => [fields.bmcUser, fields.bmcPassword])
    .filter(({ text }) => /[^ -~]/.test(text))
    .map((field) => ({ field }));
  return runsOf(entries).map(({ at }) => ({ code: 'bmc-charset', at }));
}

function missingAdministrator(draft: SiteDraft): readonly Problem[] {
  const field = draft.cluster.administratorPassword;
  return field === null || isBlank(field)
    ? [
        {
          code: 'fisheye-missing',
          at: placeOf(draft, 'administratorPassword'),
          blocks: ['cluster.administrator.password'],
        },
      ]
    : [];
}

/** Excel makes a link of what looks like a mail address, and keeps its target when the cell is changed. */
function passwordLinks(draft: SiteDraft): readonly Problem[] {
  const linked = passwordsOf(draft).filter(({ field }) => {
    const sheet = [...draft.layout.sheets.values()].find((candidate) => candidate.title === field.at.sheet);
    return (
      sheet?.hyperlinks.some((link) => isInRange(link.range, field.place) && link.target !== '') ?? false
    );
  });
  return runsOf(linked).map(({ at }) => ({ code: 'password-hyperlink', at }));
}
