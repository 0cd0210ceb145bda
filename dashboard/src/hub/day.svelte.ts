// The hub's day: what it calls today, which near midnight is not always the browser's.

class HubDay {
  /** As every answer says it; `null` before the first. */
  today = $state<string | null>(null);
}

export const hubDay = new HubDay();
