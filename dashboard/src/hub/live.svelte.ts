// What the hub says by itself, over one socket for the page: something moved, a run goes on. Whoever shows it
// looks at `turn` and asks again; the answers then say what is true now.
import { createClient, type Client } from 'graphql-ws';
import { HealthMovedDocument, PositionMovedDocument, RunMovedDocument, SignalRaisedDocument } from './asked';
import { session } from './session.svelte';

/** Moves that follow closely are looked at once. */
const SETTLE = 400;

class Moved {
  /** Grows when health, a position or a signal moved. */
  turn = $state(0);
  /** Grows when a run of a source did. */
  runs = $state(0);
  /** Whether the socket is open: what is shown moves by itself. */
  open = $state(false);
}

export const moved = new Moved();

function settled(act: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      act();
    }, SETTLE);
  };
}

const look = settled(() => (moved.turn += 1));
const lookAtRuns = settled(() => (moved.runs += 1));

/** Listens until the function that it gives is called. */
export function listen(): () => void {
  const client: Client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: () => (session.credential ? { authorization: `Bearer ${session.credential}` } : {}),
    shouldRetry: () => true,
    retryAttempts: Infinity,
    keepAlive: 25_000,
    on: {
      connected: (_socket, _payload, again) => {
        moved.open = true;
        // What moved while nobody listened is found by asking.
        if (again) look();
      },
      closed: () => (moved.open = false),
    },
  });
  const follow = (document: { toString(): string }, then: () => void) =>
    // What a role may not follow ends its own stream and no other.
    client.subscribe({ query: document.toString() }, { next: then, error: () => {}, complete: () => {} });
  const stops = [
    follow(HealthMovedDocument, look),
    follow(PositionMovedDocument, look),
    follow(SignalRaisedDocument, look),
    follow(RunMovedDocument, lookAtRuns),
  ];
  return () => {
    for (const stop of stops) stop();
    void client.dispose();
    moved.open = false;
  };
}
