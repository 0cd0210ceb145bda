import type { SignalRule } from '../hub/asked';

/** What a rule has found, for those who do not know its name. */
export const FOUND: Record<SignalRule, string> = {
  BLIND_SPOT: 'A source went quiet',
  CHAMPION: 'A champion left or turned against us',
  DELIVERY: 'Calls spike while deliveries are late',
  FALL: 'Health fell',
  INFLUENCER: 'Somebody with a say is unhappy',
  JOB_CHANGE: 'Somebody has a new title or employer',
  RENEWAL: 'A contract comes to its end',
  SEGMENT: 'Several of one segment show the same',
  SURVEY_DUE: 'Somebody should be asked now',
};
