import { simulated } from "./simulated.js";

Object.assign(globalThis, { simulated });
