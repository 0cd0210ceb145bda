// From the revenue of a year, step by step, to what may be expected of it: what both bridges draw.
import * as format from '../parts/format';
import { table, type Table } from '../parts/table';

export type Kind = 'whole' | 'less' | 'more' | 'unknown';

export interface Step {
  name: string;
  money: format.Money;
  /** The least and the most that the step may be; null where no range is known. */
  range: [format.Money, format.Money] | null;
  kind: Kind;
  /** Where it begins and ends, and where its end may lie. */
  from: number;
  to: number;
  ends: [number, number] | null;
}

/** A bridge that begins with a whole. What is nothing or not known is no step. */
export class Bridge {
  private readonly all: Step[];
  private at: number;
  private below = 0;
  private above = 0;

  constructor(name: string, private readonly start: format.Money) {
    this.at = Number(start.amount);
    this.all = [{ name, money: start, range: null, kind: 'whole', from: 0, to: this.at, ends: null }];
  }

  less(name: string, kind: Kind, money: format.Money | null, least?: format.Money | null, most?: format.Money | null) {
    this.step(name, kind, -1, money, least && most ? [least, most] : null);
  }

  more(name: string, money: format.Money | null) {
    this.step(name, 'more', 1, money, null);
  }

  /** The steps, with what is left as the last. */
  to(name: string): Step[] {
    const money = (amount: number) => ({ amount: String(amount), currency: this.start.currency });
    const { at, below, above } = this;
    const ends: Step['ends'] = below + above > 0 ? [at - below, at + above] : null;
    const range: Step['range'] = ends ? [money(ends[0]), money(ends[1])] : null;
    return [...this.all, { name, money: money(at), range, kind: 'whole', from: 0, to: at, ends }];
  }

  private step(name: string, kind: Kind, sign: 1 | -1, money: format.Money | null, range: Step['range']) {
    const amount = Math.abs(format.amount(money) ?? 0);
    if (!money || amount === 0) return;
    const [from, to] = [this.at, this.at + sign * amount];
    const [least, most] = (range ?? [money, money]).map((it) => Math.abs(Number(it.amount))) as [number, number];
    const [lower, higher] = sign < 0 ? [most - amount, amount - least] : [amount - least, most - amount];
    this.below += lower;
    this.above += higher;
    this.all.push({ name, money, range, kind, from, to, ends: range ? [to - lower, to + higher] : null });
    this.at = to;
  }
}

/** A step's amount with its sign. */
export function signed(step: Step): string {
  const sign = { whole: '', less: '−', unknown: '−', more: '+' }[step.kind];
  return `${sign}${format.money(step.money).replace('-', '')}`;
}

/** The same with its range, for who hears it. */
export function told(step: Step): string {
  const { range } = step;
  return `${step.name} ${signed(step)}${range ? `, between ${format.money(range[0])} and ${format.money(range[1])}` : ''}`;
}

export function rows(name: string, steps: Step[]): Table {
  return table<Step>(name, [
    { head: 'Step', of: (it) => it.name },
    { head: 'Amount', kind: 'money', of: (it) => it.money },
    { head: 'Least', kind: 'money', of: (it) => it.range?.[0] },
    { head: 'Most', kind: 'money', of: (it) => it.range?.[1] },
  ], steps);
}
