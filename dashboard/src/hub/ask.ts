// Asks the hub. Every picture is one document of `*.graphql`, typed by the contract.
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { hubDay } from './day.svelte';
import { session } from './session.svelte';

/** A document with the types of its answer and of its variables. */
export type Document<Answer, Variables> = DocumentTypeDecoration<Answer, Variables> & { toString(): string };

/** What stands beside an answer: the day it speaks of, and what was left empty for this viewer. */
export interface Beside {
  asOf?: string;
  dataVersion?: number;
  masked?: string[];
  cache?: { hit: boolean; ageSeconds: number };
}

export interface Fault {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

export interface Answered<Answer> {
  data: Answer;
  /** Fields that could not be answered; the others are. */
  faults: Fault[];
  beside: Beside;
}

/** Nothing was answered; says why in words that are shown as they are. */
export class Unanswered extends Error {
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

export function headers(): Record<string, string> {
  const credential = session.credential;
  return credential ? { authorization: `Bearer ${credential}` } : {};
}

/** One request. Throws `Unanswered` when there is no data at all. */
export async function ask<Answer, Variables>(
  document: Document<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answered<Answer>> {
  let reply: Response;
  try {
    reply = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
  } catch (why) {
    if (signal?.aborted) throw why;
    throw new Unanswered('The hub does not answer. Is it running?', 'UNREACHABLE');
  }
  let body: { data?: Answer | null; errors?: Fault[]; extensions?: Beside };
  try {
    body = await reply.json();
  } catch {
    throw new Unanswered(`The hub answered with status ${reply.status} and no JSON.`, 'UNREADABLE');
  }
  if (reply.status === 401) {
    session.refused(body.errors?.[0]?.message ?? 'Who asks is not known here.');
    throw new Unanswered('Sign in to see this.', 'UNAUTHENTICATED');
  }
  if (body.extensions?.asOf) hubDay.today = body.extensions.asOf;
  const faults = body.errors ?? [];
  if (!body.data) {
    const first = faults[0];
    throw new Unanswered(first?.message ?? `The hub answered with status ${reply.status}.`, first?.extensions?.code ?? 'UNKNOWN');
  }
  return { data: body.data, faults, beside: body.extensions ?? {} };
}
