import { z } from 'zod';
import type { Localized } from '../../src-main/contract/text.ts';
import { textSchema } from '../../src-main/contract/text-schema.ts';

/** The schema of a document as --json prints it: a plain string wherever the document holds both languages. */
export function printed<Schema extends z.ZodObject>(schema: Schema): z.ZodType<Localized<z.output<Schema>>> {
  return withPlainTexts(schema) as unknown as z.ZodType<Localized<z.output<Schema>>>;
}

function withPlainTexts(schema: unknown): z.ZodType {
  if (schema === textSchema) {
    return z.string();
  }
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape).map(([key, inner]) => [key, withPlainTexts(inner)]);
    return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodType>);
  }
  if (schema instanceof z.ZodArray) {
    return z.array(withPlainTexts(schema.element));
  }
  if (schema instanceof z.ZodOptional) {
    return withPlainTexts(schema.unwrap()).optional();
  }
  if (schema instanceof z.ZodNullable) {
    return withPlainTexts(schema.unwrap()).nullable();
  }
  return schema as z.ZodType;
}
