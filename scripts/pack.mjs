import { spawn } from "node:child_process";
import { published, root } from "./workspaces.mjs";

/** Runs a program to its end: `{ ok, output }`. */
export function runProgram(program, argumentsOf, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, argumentsOf, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: program === "npm" && process.platform === "win32",
    });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (piece) => {
      stdout += piece;
      output += piece;
    });
    child.stderr.on("data", (piece) => {
      output += piece;
    });
    child.on("error", (error) => resolve({ ok: false, stdout, output: error.message }));
    child.on("close", (status) => resolve({ ok: status === 0, stdout, output: output.trim() }));
  });
}

/** Packs every published package as npm would publish it, into `folder`: `[{ workspace, tarball, files }]`. */
export async function packAll(folder) {
  const chosen = published.map(({ manifest }) => `--workspace=${manifest.name}`);
  const { ok, stdout, output } = await runProgram("npm", [
    "pack",
    "--json",
    "--pack-destination",
    folder,
    ...chosen,
  ]);
  if (!ok) throw new Error(`npm pack failed:\n${output}`);
  const reports = JSON.parse(stdout);
  return published.map((workspace) => {
    const report = reports.find(({ name }) => name === workspace.manifest.name);
    return {
      workspace,
      tarball: `${folder}/${report.filename}`,
      files: report.files.map(({ path }) => path),
    };
  });
}
