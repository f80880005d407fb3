import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** PM4Py imports requests without declaring it. */
const PACKAGES = ["pm4py==2.7.14", "requests", "pyarrow", "rustxes"];

/**
 * A Python with PM4Py: the given one, or that of a virtual environment in `folder`, made when it is not there; or why
 * there is none.
 */
export function pm4pyPython(
  folder: string,
  given?: string,
): { readonly python: string } | { readonly missing: string } {
  if (given !== undefined) {
    return imports(given, "pm4py") ? { python: given } : { missing: `${given} can't import pm4py.` };
  }
  const environment = join(folder, "pm4py");
  const python = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(python) && works(python)) return { python };
  const base = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);
  if (base === undefined) return { missing: "Python 3 is not installed." };
  const made = spawnSync(base, ["-m", "venv", environment], { encoding: "utf8" });
  if (made.status !== 0)
    return { missing: `No virtual environment could be made: ${firstLine(made.stderr)}` };
  const pip = spawnSync(python, ["-m", "pip", "install", "--quiet", ...PACKAGES], { encoding: "utf8" });
  if (pip.status !== 0 || !works(python)) {
    return {
      missing: `pip could not install ${PACKAGES[0]} (is a package index reachable?): ${firstLine(pip.stderr)}`,
    };
  }
  return { python };
}

function works(python: string): boolean {
  return imports(python, "pm4py, pyarrow, rustxes");
}

function imports(python: string, modules: string): boolean {
  return spawnSync(python, ["-c", `import ${modules}`]).status === 0;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
