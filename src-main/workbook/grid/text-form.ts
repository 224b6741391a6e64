import { plainPunctuation, withoutUnseen } from './characters.ts';

/**
 * The form in which labels and titles are compared: full-width and half-width alike, without spaces and letter case,
 * without a colon at the end. Templates mix `(` with `（`, and put spaces where nobody sees them.
 */
export function labelForm(text: string): string {
  return withoutUnseen(text.normalize('NFKC')).replace(/\s+/gu, '').replace(/:+$/, '').toLowerCase();
}

/** A name, number or keyword as it was meant: without what nobody sees, full-width characters and long dashes made plain. Never for passwords. */
export function wordForm(text: string): string {
  return plainPunctuation(withoutUnseen(text.normalize('NFKC'))).trim();
}

/** An address as it was meant: as {@link wordForm}, without blanks inside. */
export function addressForm(text: string): string {
  return wordForm(text).replace(/\s+/gu, '');
}

/** Labels are short; what is longer is a note and no near miss of anything. */
const longestComparedLength = 64;

/** How alike two labels are: 1 for the same, 0 for nothing in common (one minus edit distance by the longer length). */
export function similarity(left: string, right: string): number {
  const [a, b] = [labelForm(left), labelForm(right)];
  const longer = Math.max(a.length, b.length);
  if (longer === 0 || longer > longestComparedLength) {
    return a === b ? 1 : 0;
  }
  return 1 - editDistance(a, b) / longer;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
