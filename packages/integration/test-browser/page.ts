import { mine } from "./mine.js";

Object.assign(globalThis, { mine });
