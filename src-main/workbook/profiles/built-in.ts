import type { ProfileMapping } from '../../contract/finding.ts';
import { AppError } from '../../contract/errors.ts';
import type { Profile } from './profile.ts';
import { profileFromMapping } from './mapping.ts';
import { seedProfile } from './seed.ts';
import { smartxV20250820 } from './smartx-v20250820.ts';

/** The templates we know, the likelier one first. */
export const builtInProfiles: readonly Profile[] = [smartxV20250820, seedProfile];

/** The known templates and those the person has confirmed a mapping for. A mapping of an unknown base is left out. */
export function profilesWith(mappings: readonly ProfileMapping[]): readonly Profile[] {
  const mapped = mappings.flatMap((mapping) => {
    const base = builtInProfiles.find((profile) => profile.id === mapping.basedOn);
    return base === undefined ? [] : [profileFromMapping(base, mapping)];
  });
  return [...builtInProfiles, ...mapped];
}

/** Throws WORKBOOK_PROFILE_UNKNOWN, naming those there are. */
export function requireProfile(profiles: readonly Profile[], id: string): Profile {
  const found = profiles.find((profile) => profile.id === id);
  if (found === undefined) {
    const known = profiles.map((profile) => profile.id);
    throw new AppError(
      'WORKBOOK_PROFILE_UNKNOWN',
      {
        zh: `没有模板 ${id}。请从以下模板中选择：${known.join('、')}。`,
        en: `Template ${id} does not exist. Choose one of: ${known.join(', ')}.`,
      },
      { data: { profile: id, known } },
    );
  }
  return found;
}

/** Refuses a mapping that would never be used: of the name of a template there is (INPUT_INVALID), or based on none. */
export function requireUsable({ id, basedOn }: ProfileMapping): void {
  requireProfile(builtInProfiles, basedOn);
  if (!builtInProfiles.some((profile) => profile.id === id)) {
    return;
  }
  throw new AppError(
    'INPUT_INVALID',
    {
      zh: `映射不能命名为 ${id}，这是内置模板的名称；请换一个名称。`,
      en: `A mapping cannot be named ${id}, because a built-in template has this name. Choose another name.`,
    },
    { data: { profile: id } },
  );
}
