// What the hub says by itself. One socket for the page; whoever shows something looks at `turn`.

class Moved {
  /** Grows when something moved: whoever depends on it asks again. */
  turn = $state(0);
}

export const moved = new Moved();
