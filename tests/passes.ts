import type { SurveyConfig } from '../core/contract.ts';
import { holds } from '../core/rules.ts';
import { type Case, isOpenInTurn } from '../core/targeting.ts';

/** Whether a survey asks once its moment has come, as widgets decide it. */
export function passes(of: Case, surveys: readonly SurveyConfig[] = []): boolean {
  return isOpenInTurn(of, surveys) && holds(of.survey.where, of.see);
}
