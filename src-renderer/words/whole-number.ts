/** A whole number from `least` on, as it was typed; null for anything else. */
export function wholeNumber(typed: string, least: number): number | null {
  const trimmed = typed.trim();
  const value = Number(trimmed);
  return /^\d{1,7}$/.test(trimmed) && value >= least ? value : null;
}
