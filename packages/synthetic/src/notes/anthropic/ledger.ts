import type { LedgerRecord, ReserveRecord, SettleRecord, Spend, SpendCaps } from "./ledger-record.js";

/** What a ledger has seen. */
export interface LedgerTotals {
  /** US dollars paid, with what is reserved for work that has not been settled: never less than what was really spent. */
  readonly usd: number;
  /** Of `usd`, what is reserved. Reservations of a killed run stay: nobody knows what it cost. */
  readonly reservedUsd: number;
  /** Requests sent, those that failed included. */
  readonly requests: number;
  /** Tokens of prompts and answers. */
  readonly tokens: number;
}

/**
 * The book of what was spent. Before anything is sent, its worst cost is reserved; afterwards the real cost takes its
 * place. Caps hold for everything in a ledger together: for all narrators, runs and processes that share it.
 */
export interface UsageLedger {
  /** Sets the amount aside and gives `true`; gives `false`, and changes nothing, when that would exceed its caps. */
  reserve(record: ReserveRecord): Promise<boolean>;
  /** Puts the real cost in place of what was reserved under this id. */
  settle(record: SettleRecord): Promise<void>;
  totals(): Promise<LedgerTotals>;
  /** What `caps` leave to be spent; at least 0, `null` = no limit. */
  remaining(caps: SpendCaps): Promise<SpendCaps>;
}

/** A ledger that lives as long as the program. Give the same one to several narrators to make them share their caps. */
export function memoryLedger(): UsageLedger {
  const book = new LedgerBook();
  return {
    reserve: async (record) => book.apply(record),
    settle: async (record) => void book.apply(record),
    totals: async () => book.totals(),
    remaining: async (caps) => book.remaining(caps),
  };
}

/**
 * The arithmetic of a ledger: applies records one by one. Whether a reservation is granted depends on the records
 * before it and nothing else, so all who read the same records agree.
 */
export class LedgerBook {
  readonly #open = new Map<string, Spend>();
  /** Settled ids: a batch whose results are read twice is paid once. */
  readonly #settled = new Set<string>();
  #nanoUsd = 0;
  #requests = 0;
  #tokens = 0;

  /** Takes a record in. For a reservation: whether it is granted; for others `true`. */
  apply(record: LedgerRecord): boolean {
    if (record.kind === "torn") return true;
    if (record.kind === "reserve") return this.#reserve(record);
    if (this.#settled.has(record.id)) return true;
    this.#settled.add(record.id);
    const reserved = this.#open.get(record.id);
    this.#open.delete(record.id);
    if (reserved !== undefined) this.#add(reserved, -1);
    this.#add(record.spend, 1);
    return true;
  }

  totals(): LedgerTotals {
    let reserved = 0;
    for (const { nanoUsd } of this.#open.values()) reserved += nanoUsd;
    return {
      usd: this.#nanoUsd / 1e9,
      reservedUsd: reserved / 1e9,
      requests: this.#requests,
      tokens: this.#tokens,
    };
  }

  remaining(caps: SpendCaps): SpendCaps {
    const left = (cap: number | null, used: number) => (cap === null ? null : Math.max(0, cap - used));
    return {
      nanoUsd: left(caps.nanoUsd, this.#nanoUsd),
      requests: left(caps.requests, this.#requests),
      tokens: left(caps.tokens, this.#tokens),
    };
  }

  #reserve({ id, spend, caps }: ReserveRecord): boolean {
    if (!fits(spend, this.remaining(caps))) return false;
    this.#open.set(id, spend);
    this.#add(spend, 1);
    return true;
  }

  #add({ nanoUsd, requests, tokens }: Spend, sign: 1 | -1): void {
    this.#nanoUsd += sign * nanoUsd;
    this.#requests += sign * requests;
    this.#tokens += sign * tokens;
  }
}

/** Whether an amount is within what is left. */
export function fits(spend: Spend, left: SpendCaps): boolean {
  return (
    spend.nanoUsd <= (left.nanoUsd ?? Number.POSITIVE_INFINITY) &&
    spend.requests <= (left.requests ?? Number.POSITIVE_INFINITY) &&
    spend.tokens <= (left.tokens ?? Number.POSITIVE_INFINITY)
  );
}
