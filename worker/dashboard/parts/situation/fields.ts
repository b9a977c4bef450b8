import type { Situation } from '../../simulator/situation.ts';

/** What each group of fields is given. */
export interface FieldsProps {
  situation: Situation;
  change: (change: Partial<Situation>) => void;
}
