// Which accounts the pages speak of: what is chosen at the top, kept in the address.
import type { AccountFilter } from './asked';
import { route } from './route.svelte';

/** The names of the filters in the address. */
export const NARROWS = ['segment', 'country', 'line', 'owner'] as const;
export type Narrow = (typeof NARROWS)[number];

/** What is chosen, as the hub's filter; `null` where nothing is. */
export function filter(): AccountFilter | null {
  const chosen: AccountFilter = {};
  const [segment, country, line, owner] = NARROWS.map((name) => route.value(name));
  if (segment) chosen.segment = segment;
  if (country) chosen.country = [country];
  if (line) chosen.lineOfBusiness = [line];
  if (owner) chosen.owner = owner;
  return Object.keys(chosen).length > 0 ? chosen : null;
}

/** An address of this site with the filters that are chosen now. */
export function to(path: string, more: Record<string, string> = {}): string {
  const search = new URLSearchParams();
  for (const name of NARROWS) {
    const value = route.value(name);
    if (value) search.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) search.set(name, value);
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
