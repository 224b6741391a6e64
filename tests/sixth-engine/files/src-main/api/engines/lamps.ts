import { lightSchema } from '../../contract/lamp.ts';
import { asked, nothing } from '../base.ts';

export const lamps = {
  /** What the watch saw last. */
  light: asked(nothing, lightSchema),
};
