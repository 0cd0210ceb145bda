// The colour of a part of a score, for which the hub names no band: the lines of the health model's bands.
export type Tone = 'red' | 'amber' | 'green' | 'unknown';

const [AMBER_FROM, GREEN_FROM] = [50, 75];

export function gaugeTone(score: number | null | undefined): Tone {
  if (score === null || score === undefined) return 'unknown';
  return score < AMBER_FROM ? 'red' : score < GREEN_FROM ? 'amber' : 'green';
}
