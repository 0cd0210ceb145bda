// A picture's numbers as rows: the table under it and its CSV are made of the same.
import type { Money } from './format';
import * as format from './format';

export type Cell = string | number | Money | null | undefined;
export type Kind = 'text' | 'number' | 'share' | 'delta' | 'money' | 'day' | 'moment' | 'code';

export interface Column<Row> {
  head: string;
  kind?: Kind;
  of: (row: Row) => Cell;
  /** Where a click on the cell leads. */
  to?: (row: Row) => string | null | undefined;
}

export interface Table<Row = unknown> {
  /** What it is called, as a file too. */
  name: string;
  columns: Column<Row>[];
  rows: readonly Row[];
}

/** A table whose rows are of any type; for places that only show it. */
export function table<Row>(name: string, columns: Column<Row>[], rows: readonly Row[]): Table {
  return { name, columns, rows } as unknown as Table;
}

export function shown(cell: Cell, kind: Kind = 'text'): string {
  if (cell === null || cell === undefined || cell === '') return '–';
  switch (kind) {
    case 'money': return format.money(cell as Money);
    case 'number': return format.number(cell as number);
    case 'share': return format.share(cell as number);
    case 'delta': return format.delta(cell as number);
    case 'day': return format.day(cell as string);
    case 'moment': return format.moment(cell as string);
    case 'code': return format.words(cell as string);
    case 'text': return String(cell);
  }
}

export function sortable(cell: Cell): number | string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  return typeof cell === 'object' ? Number(cell.amount) : cell;
}

/** The table as CSV; a text that a spreadsheet would take for a formula begins with an apostrophe. */
export function csv(table: Table): string {
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const safe = (text: string) => quote(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const heads = table.columns.flatMap((column) =>
    column.kind === 'money' ? [column.head, `${column.head} currency`] : [column.head]);
  const lines = table.rows.map((row) => table.columns.flatMap((column) => {
    const cell = column.of(row);
    if (cell === null || cell === undefined) return column.kind === 'money' ? ['', ''] : [''];
    if (typeof cell === 'object') return [cell.amount, cell.currency];
    return [typeof cell === 'number' ? String(cell) : safe(cell)];
  }).join(','));
  return [heads.map(safe).join(','), ...lines].join('\r\n') + '\r\n';
}
