import type { Member } from "./member.js";

/**
 * Members of a pool with room for a visit, in order. All it does costs O(1): a `Set` is slower to walk the more has been taken out of it.
 */
export class FreeMembers<Data> {
  size: number;
  readonly #members: readonly Member<Data>[];
  /** A ring through the places of members; the place behind the last of them is its beginning and end. -1 = not in it. */
  readonly #next: Int32Array;
  readonly #before: Int32Array;

  /** All `members` are free, in their order. */
  constructor(members: readonly Member<Data>[]) {
    this.#members = members;
    this.size = members.length;
    const places = members.length + 1;
    this.#next = Int32Array.from({ length: places }, (_, place) => (place + 1) % places);
    this.#before = Int32Array.from({ length: places }, (_, place) => (place + places - 1) % places);
  }

  first(): Member<Data> | undefined {
    return this.#members[this.#next[this.#end]!];
  }

  /** The one behind a member that is free. */
  after(member: Member<Data>): Member<Data> | undefined {
    return this.#members[this.#next[member.place]!];
  }

  delete({ place }: Member<Data>): void {
    const next = this.#next[place]!;
    if (next < 0) return;
    const before = this.#before[place]!;
    this.#next[before] = next;
    this.#before[next] = before;
    this.#next[place] = -1;
    this.size--;
  }

  /** Puts a member at the end, whether it is free already or not. */
  append(member: Member<Data>): void {
    this.delete(member);
    const { place } = member;
    const last = this.#before[this.#end]!;
    this.#next[last] = place;
    this.#before[place] = last;
    this.#next[place] = this.#end;
    this.#before[this.#end] = place;
    this.size++;
  }

  get #end(): number {
    return this.#members.length;
  }
}
