// A question that a page keeps asking: again when its variables change, when somebody else signs in, and
// when the hub says that something moved.
import { ask, Unanswered, type Answered, type Beside, type Document, type Fault } from './ask';
import { moved } from './live.svelte';
import { session } from './session.svelte';

/** A question as a picture's frame looks at it, whatever it is about. */
export interface Asked {
  readonly text: string;
  readonly variables: unknown;
  readonly data: unknown;
  readonly why: Unanswered | null;
  readonly faults: Fault[];
  readonly beside: Beside;
}

export class Asking<Answer, Variables> implements Asked {
  data = $state.raw<Answer | null>(null);
  faults = $state.raw<Fault[]>([]);
  beside = $state.raw<Beside>({});
  /** Why there is no answer. */
  why = $state<Unanswered | null>(null);
  /** An answer is under way; the one before stays on the page meanwhile. */
  busy = $state(true);
  /** When the answer came. */
  at = $state.raw<Date | null>(null);
  readonly #document: Document<Answer, Variables>;
  variables = $state.raw<Variables | null>(null);
  /** What the answer that is there was asked with. */
  answered = $state.raw<Variables | null>(null);

  /** `variables` gives `null` while there is nothing to ask; `live` says what makes it ask again. Call it while a component is set up. */
  constructor(document: Document<Answer, Variables>, variables: () => Variables | null, live: 'moves' | 'runs' | false = 'moves') {
    this.#document = document;
    $effect(() => {
      const asked = variables();
      void session.turn;
      if (live === 'moves') void moved.turn;
      if (live === 'runs') void moved.runs;
      if (asked === null) return;
      const stop = new AbortController();
      void this.#ask(asked, stop.signal);
      return () => stop.abort();
    });
  }

  /** The question as GraphQL. */
  get text(): string {
    return this.#document.toString().trim();
  }

  /** Asks again now. */
  async again() {
    if (this.variables !== null) await this.#ask(this.variables);
  }

  async #ask(variables: Variables, signal?: AbortSignal) {
    this.busy = true;
    this.variables = variables;
    try {
      const answered: Answered<Answer> = await ask(this.#document, variables, signal);
      if (signal?.aborted) return;
      this.data = answered.data;
      this.faults = answered.faults;
      this.beside = answered.beside;
      this.answered = variables;
      this.why = null;
      this.at = new Date();
    } catch (why) {
      if (signal?.aborted) return;
      this.why = why instanceof Unanswered ? why : new Unanswered(String(why), 'UNKNOWN');
    }
    this.busy = false;
  }
}
