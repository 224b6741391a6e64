const samples: readonly RegExp[] = [
  /^八九实验室$/,
  /^超融合项目$/,
  /^C89-LAB$/i,
  /^CN-BJ-SMTX-Prod-Cls01$/i,
  /^BJ-SMTX-Prod-Node-\d+$/i,
];

/** Whether a text is one of the values the template is delivered with. */
export function isSampleValue(text: string): boolean {
  return samples.some((sample) => sample.test(text));
}
