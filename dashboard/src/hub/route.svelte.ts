// Where we are: the address says the page and every filter, so that a link shows the same to somebody else.

class Route {
  path = $state(location.pathname);
  search = $state.raw(new URLSearchParams(location.search));

  constructor() {
    addEventListener('popstate', () => this.#read());
  }

  #read() {
    this.path = location.pathname;
    this.search = new URLSearchParams(location.search);
  }

  /** Goes to an address of this site. */
  go(address: string, replace = false) {
    if (replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    const before = this.path;
    this.#read();
    if (this.path !== before) scrollTo(0, 0);
  }

  /** The value of a parameter; empty where it is not set. */
  value(name: string): string {
    return this.search.get(name) ?? '';
  }

  /** This address with a parameter set, or without it. */
  with(changes: Record<string, string | null>): string {
    const search = new URLSearchParams(this.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) search.set(name, value);
      else search.delete(name);
    }
    const text = search.toString();
    return text ? `${this.path}?${text}` : this.path;
  }

  /** Sets parameters of this page without leaving a step behind. */
  set(changes: Record<string, string | null>) {
    this.go(this.with(changes), true);
  }

  /** Takes clicks on links of this site; others, and those with a key held, are the browser's. */
  click(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    const address = link?.getAttribute('href') ?? link?.getAttribute('xlink:href');
    if (!link || !address?.startsWith('/') || link.hasAttribute('download') || link.getAttribute('target')) return;
    if (address.startsWith('/graphiql') || address.startsWith('/export')) return;
    event.preventDefault();
    this.go(address);
  }
}

export const route = new Route();
