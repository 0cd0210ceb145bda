// How numbers, money and times read. Missing is never zero: it is a dash, and says so to a screen reader.

export interface Money { amount: string; currency: string }

const UNKNOWN = '–';
const locale = navigator.language || 'en';

/** `€1.2M`; whole to the unit below a thousand. */
export function money(value: Money | null | undefined, exact = false): string {
  if (!value) return UNKNOWN;
  const amount = Number(value.amount);
  const short = !exact && Math.abs(amount) >= 1000;
  const format: Intl.NumberFormatOptions = short
    ? { notation: 'compact', maximumSignificantDigits: 3 }
    : { maximumFractionDigits: exact ? 2 : 0 };
  return new Intl.NumberFormat(locale, { style: 'currency', currency: value.currency, ...format }).format(amount);
}

export function amount(value: Money | null | undefined): number | null {
  return value ? Number(value.amount) : null;
}

export function number(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
}

/** A share from 0 to 1 as percent. */
export function share(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** A change with its sign. */
export function delta(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return UNKNOWN;
  return new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: digits }).format(value);
}

export function day(value: string | null | undefined): string {
  if (!value) return UNKNOWN;
  const date = new Date(value.length === 10 ? `${value}T12:00:00` : value);
  return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

export function moment(value: string | null | undefined): string {
  if (!value) return UNKNOWN;
  return new Date(value).toLocaleString(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** `3 min`, `5 h`, `12 days`: how long a number of seconds is. */
export function span(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return UNKNOWN;
  const units: [number, string][] = [[86400, 'days'], [3600, 'h'], [60, 'min'], [1, 's']];
  const [size, name] = units.find(([size]) => seconds >= size * (size === 86400 ? 2 : 1)) ?? [1, 's'];
  return `${Math.round(seconds / size)} ${name}`;
}

/** `AT_RISK` as `at risk`. */
export function words(code: string | null | undefined): string {
  return code ? code.toLowerCase().replaceAll('_', ' ') : UNKNOWN;
}

/** `AT_RISK` as `At risk`. */
export function title(code: string | null | undefined): string {
  const text = words(code);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One of something, or several: `1 account`, `3 accounts`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n, 0)} ${n === 1 ? one : many}`;
}

/** The day so many days after one. */
export function daysFrom(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
