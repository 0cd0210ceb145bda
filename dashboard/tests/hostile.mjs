// A hundred names that somebody could give a customer, none of which may do anything.
const SEEDS = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '<svg onload=alert(1)>', "'-alert(1)-'", '{alert(1)}', '{@html "<img src=x onerror=alert(1)>"}',
  'javascript:alert(1)', '<a href="javascript:alert(1)">x</a>', '<iframe src="//evil.example"></iframe>', '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example>', '<base href=//evil.example>', '<meta http-equiv=refresh content="0;url=//evil.example">', '<form action=//evil.example>', '<math><mtext></mtext></math>',
  '=HYPERLINK("//evil.example")', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '${alert(1)}', '{{constructor.constructor("alert(1)")()}}', '`${alert(1)}`', '<!-- ', '-->', ']]>', '</textarea><script>alert(1)</script>',
  '\u202Egnp.exe', '\u0000', '\uFEFF', '\u2028\u2029', 'a\u0301'.repeat(40), '😀'.repeat(30), '中文客户有限公司', 'شركة العميل', 'a'.repeat(600), ' ', '.', '..', '/', '//evil.example', '\\', '%00', '%3Cscript%3E', '&lt;script&gt;', '&#x3c;script&#x3e;',
  '__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', 'true', '[object Object]', '0', '-0', '1e999', 'Robert"); DROP TABLE account;--', "O'Brien & Søn <GmbH>", 'x" autofocus onfocus=alert(1) y="',
];
const WAYS = [(text) => text, (text) => `Acme ${text}`];
export const HOSTILE = WAYS.flatMap((way) => SEEDS.map(way)).slice(0, 100);

/** What a customer, a person or a source wrote; ids, words of the contract and days stay. */
const WRITTEN = new Set(['name', 'legalName', 'title', 'text', 'reason', 'because', 'industry', 'touchpoint', 'themes', 'value', 'label', 'domain', 'product', 'note', 'said', 'email', 'story', 'lineOfBusiness', 'url', 'message', 'left', 'right']);

/** The answer with every text that comes from outside exchanged. */
export function poison(answer) {
  let at = 0;
  const change = (value, key) => {
    if (Array.isArray(value)) return value.map((each) => change(each, key));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each, name)]));
    return typeof value === 'string' && WRITTEN.has(key) && !/^-?[\d.]+$/.test(value) ? HOSTILE[at++ % HOSTILE.length] : value;
  };
  return change(answer, '');
}
