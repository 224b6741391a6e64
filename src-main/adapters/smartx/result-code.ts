/** The result code of an enveloped answer; null where there is none. */
export function resultCodeOf(json: unknown): string | null {
  return typeof json === 'object' && json !== null && 'ec' in json && typeof json.ec === 'string'
    ? json.ec
    : null;
}
