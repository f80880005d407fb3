import { GigamineError } from "@gigamine/base";

/** Loads the client library the first time a request is really sent; nothing else needs it. */
export async function loadSdk() {
  try {
    // One after the other: the first brings what the others share.
    const root = await import("@anthropic-ai/sdk");
    const { zodOutputFormat } = await import("@anthropic-ai/sdk/helpers/zod");
    const { VERSION } = await import("@anthropic-ai/sdk/version");
    return { ...root, zodOutputFormat, VERSION };
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
