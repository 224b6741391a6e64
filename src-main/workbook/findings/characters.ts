import { namesOf, oddCharacters, type OddCharacter } from '../grid/characters.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Problem } from './catalog.ts';
import { useOf, usedFields, type FieldUse, type UsedField } from './used-fields.ts';

/** Rules on characters that are not what they seem. Addresses are made plain, and have a rule of their own for it. */
export function checkCharacters(draft: SiteDraft): readonly Problem[] {
  return usedFields(draft).flatMap((used) => {
    const use = useOf(used);
    return use === 'address' || used.field.raw === '' ? [] : problemsOf(used, use);
  });
}

function problemsOf(used: UsedField, use: FieldUse): readonly Problem[] {
  const { field, paths: blocks } = used;
  const odd = oddCharacters(inside(used)).filter((one) => isMeant(one, used, use));
  const refused = odd.filter(({ kind }) => isRefused(kind, used, use));
  const doubtful = odd.filter((one) => !refused.includes(one));
  const problems: Problem[] = [];
  if (refused.length > 0) {
    problems.push({
      code: 'hidden-character',
      at: field.at,
      details: { characters: namesOf(refused) },
      blocks,
    });
  }
  if (doubtful.length > 0) {
    const isPlain = use !== 'secret' && refused.length === 0 && field.text !== field.raw.trim();
    const effect = isPlain
      ? { zh: `，按 ${field.text} 处理`, en: `; read as ${field.text}` }
      : { zh: '', en: '' };
    problems.push({
      code: 'odd-character',
      at: field.at,
      details: { characters: namesOf(doubtful), effect },
    });
  }
  return problems;
}

/** Line breaks and tabs around a value are taken away, and between ports they separate. */
function inside({ field, path }: UsedField): string {
  if (path?.endsWith('.password') === true) {
    return field.raw;
  }
  const trimmed = field.raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return path?.endsWith('.nics') === true ? trimmed.replace(/[\t\r\n]+/g, ',') : trimmed;
}

/** Whether a character matters where it stands. */
function isMeant({ kind, character }: OddCharacter, { field, path }: UsedField, use: FieldUse): boolean {
  if (use === 'text') {
    return kind === 'invisible' || (kind === 'control' && !/[\t\r\n]/.test(character));
  }
  if (kind !== 'full-width') {
    return true;
  }
  // Passwords have a rule for it, ports one for their separators, and Chinese names use such punctuation rightly.
  if (use === 'secret' || path?.endsWith('.nics') === true) {
    return false;
  }
  return /[\p{L}\p{N}]/u.test(character) || !/\p{Script=Han}/u.test(field.raw);
}

/** What must not reach the site. What is taken away before that only has to be said. */
function isRefused(kind: OddCharacter['kind'], { path }: UsedField, use: FieldUse): boolean {
  const isHostName = /^hosts\[\d+\]\.name$/.test(path ?? '');
  if (use === 'secret' || use === 'name') {
    return kind === 'control' || (kind === 'invisible' && !isHostName);
  }
  return false;
}
