/** English has two forms where Chinese has one: `1 host`, `2 hosts`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
