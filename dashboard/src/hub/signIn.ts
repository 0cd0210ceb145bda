// Signing in with an issuer of tokens: authorization code with PKCE. What binds the answer to this tab (state,
// nonce, verifier) stays in it; the hub redeems the code.

const PLACE = 'accord.sign-in';

/** An issuer with which people can sign in here. */
export interface Offer { name: string; issuer: string; authorize: string; clientId: string; scope: string }

/** What waits in this tab for the issuer's answer. */
interface Waiting { issuer: string; state: string; nonce: string; verifier: string; back: string }

const redirect = () => `${location.origin}/sign-in`;

const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** With whom one can sign in; none where the hub does not say. */
export async function offers(): Promise<Offer[]> {
  const reply = await fetch('/sign-in/offers', { headers: { accept: 'application/json' } });
  return reply.ok ? ((await reply.json()) as { offers: Offer[] }).offers : [];
}

/** Whether this page may reckon what PKCE needs: over TLS, or on this machine. */
export const canSignIn = () => globalThis.isSecureContext;

/** Leaves for the issuer's page. */
export async function leave(offer: Offer): Promise<void> {
  const here = location.pathname === '/sign-in' ? '/' : `${location.pathname}${location.search}`;
  const waiting: Waiting = { issuer: offer.issuer, state: random(), nonce: random(), verifier: random(), back: here };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(waiting.verifier));
  sessionStorage.setItem(PLACE, JSON.stringify(waiting));
  const address = new URL(offer.authorize);
  const asked = {
    response_type: 'code', client_id: offer.clientId, redirect_uri: redirect(), scope: offer.scope,
    state: waiting.state, nonce: waiting.nonce, code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  location.assign(address);
}

/** Comes back from there: the token, and where we were. Once: what waited is forgotten first. */
export async function comeBack(said: URLSearchParams): Promise<{ token: string; back: string }> {
  const waiting = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Waiting | null;
  sessionStorage.removeItem(PLACE);
  const refused = said.get('error');
  if (refused) throw new Error(`Your identity provider says: ${said.get('error_description') ?? refused}`);
  const issuer = said.get('iss');
  if (!waiting || said.get('state') !== waiting.state || (issuer && issuer !== waiting.issuer)) {
    throw new Error('This answer was not asked for in this tab. Sign in again.');
  }
  const { issuer: of, nonce, verifier } = waiting;
  const brought = { issuer: of, code: said.get('code') ?? '', verifier, nonce, redirect: redirect() };
  const reply = await fetch('/sign-in/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(brought) });
  const told = (await reply.json()) as { token?: string; errors?: { message: string }[] };
  if (!told.token) throw new Error(`The hub does not let you in: ${told.errors?.[0]?.message ?? reply.status}`);
  return { token: told.token, back: waiting.back };
}
