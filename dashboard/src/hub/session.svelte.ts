// Who looks: the credential of this tab, kept until the tab closes, and whether the hub refused it.

const PLACE = 'accord.credential';

class Session {
  /** An API key or a token; empty where the hub asks for none. */
  credential = $state(sessionStorage.getItem(PLACE) ?? '');
  /** What the hub said when it did not let us in; then the sign-in page is shown. */
  refusal = $state<string | null>(null);
  /** Grows with each sign-in and sign-out: what was asked before is asked again. */
  turn = $state(0);

  signIn(credential: string) {
    sessionStorage.setItem(PLACE, credential);
    this.credential = credential;
    this.refusal = null;
    this.turn += 1;
  }

  signOut() {
    sessionStorage.removeItem(PLACE);
    this.credential = '';
    this.refusal = null;
    this.turn += 1;
  }

  refused(why: string) {
    this.refusal = why;
  }
}

export const session = new Session();
