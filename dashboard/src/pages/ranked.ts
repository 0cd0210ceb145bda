// Why an account stands where it stands in the list, in a few words, each from a field of the answer.
import type { RankedFragment } from '../hub/asked';
import * as format from '../parts/format';

export interface Reason { said: string; weight: 'strong' | 'plain' }

/** A fall of health that is worth saying, in points. */
const A_FALL = 3;

export function reasons(account: RankedFragment): Reason[] {
  const all: Reason[] = [];
  const { health, nextRenewal } = account;
  if (nextRenewal?.daysToEnd !== null && nextRenewal?.daysToEnd !== undefined) {
    const worth = nextRenewal.value ? `${format.money(nextRenewal.value)} ` : '';
    const chance = nextRenewal.renewalProbability;
    const likely = chance ? `, ${format.share(chance.value)} likely (${format.share(chance.low)} to ${format.share(chance.high)})` : '';
    all.push({ said: `${worth}renews in ${format.count(nextRenewal.daysToEnd, 'day')}${likely}`, weight: nextRenewal.daysToEnd <= 90 ? 'strong' : 'plain' });
  }
  const moved = health?.trend.likeForLike ?? health?.trend.delta;
  if (moved !== null && moved !== undefined && moved <= -A_FALL) {
    all.push({ said: `health fell ${format.number(-moved)} in 4 weeks`, weight: 'strong' });
  }
  for (const cap of health?.caps.slice(0, 1) ?? []) all.push({ said: cap.reason, weight: 'strong' });
  if (account.champion?.left) all.push({ said: 'the champion left', weight: 'strong' });
  for (const driver of health?.drivers.slice(0, 2) ?? []) {
    if (!driver.pointsLost) continue;
    const raw = driver.raw === null ? '' : ` ${format.number(driver.raw)}${unit(driver.unit)}`;
    all.push({ said: `${driver.name}${raw} costs ${format.number(driver.pointsLost)} points`, weight: 'plain' });
  }
  if (!health || health.value === null) all.push({ said: 'health is not known: too little was seen', weight: 'plain' });
  return all;
}

export function unit(unit: string | null | undefined): string {
  if (!unit || unit === 'count') return '';
  return unit === '%' || unit === 'percent' ? ' %' : ` ${unit.toLowerCase().replaceAll('_', ' ')}`;
}
