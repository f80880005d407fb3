import { align } from "./align.js";

Object.assign(globalThis, {
  align: (workerCode: string) => {
    const file = URL.createObjectURL(new Blob([workerCode], { type: "text/javascript" }));
    return align(() => new Worker(file));
  },
});
