import { GigamineError } from "@gigamine/base";

/** Loads the client library the first time a request is really sent; nothing else needs it. */
export async function loadSdk() {
  try {
    const [root, zod, { VERSION }] = await Promise.all([
      import("@anthropic-ai/sdk"),
      import("@anthropic-ai/sdk/helpers/zod"),
      import("@anthropic-ai/sdk/version"),
    ]);
    return { ...root, zodOutputFormat: zod.zodOutputFormat, VERSION };
  } catch (cause) {
    throw new GigamineError(
      "notes/no-sdk",
      "Asking Claude needs the package @anthropic-ai/sdk, which could not be loaded. Install it: npm install @anthropic-ai/sdk@^1.12.0",
      { package: "@anthropic-ai/sdk" },
      { cause },
    );
  }
}

export type Sdk = Awaited<ReturnType<typeof loadSdk>>;
