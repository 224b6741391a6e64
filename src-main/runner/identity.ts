/** What tells each target of a run from another one, as it was recorded; a target that was not read yet is not in it. */
export type Identity = Readonly<Record<string, readonly string[]>>;

/** How what answers now compares with what the run was started against. */
export type IdentityVerdict =
  | { readonly verdict: 'same'; readonly missing: readonly string[]; readonly added: readonly string[] }
  | {
      readonly verdict: 'confirmable' | 'other';
      readonly missing: readonly string[];
      readonly added: readonly string[];
    };

/**
 * Boards get replaced, so more than half of the recorded parts still there is the same site. Some, but not more than
 * half, may be confirmed by a person with a reason. None is another site, and nobody can confirm that away.
 * Targets are compared one by one: of three sites together, one that was swapped would be the smaller half.
 */
export function compareIdentity(recorded: readonly string[], seen: readonly string[]): IdentityVerdict {
  const present = new Set(seen);
  const known = new Set(recorded);
  const missing = [...known].filter((part) => !present.has(part));
  const added = [...present].filter((part) => !known.has(part));
  const kept = known.size - missing.length;
  if (kept * 2 > known.size) {
    return { verdict: 'same', missing, added };
  }
  return { verdict: kept > 0 ? 'confirmable' : 'other', missing, added };
}
