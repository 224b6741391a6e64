import { practiceFaults } from '../../runtime.ts';
import { textIn, type Language } from '../../contract/text.ts';

/** Every fault that can be ordered, for `practice --help`. */
export async function practiceHelp(language: Language): Promise<string> {
  const faults = await practiceFaults();
  const width = Math.max(...faults.map(({ example }) => example.length)) + 2;
  const lines = faults.map(
    ({ example, description }) => `  ${example.padEnd(width)}${textIn(description, language)}`,
  );
  return `sitewright practice [--smartx-port N] [--chunk-size BYTES] [--pace real|fast] [--fault SPEC]...\n\n${lines.join('\n')}\n`;
}
