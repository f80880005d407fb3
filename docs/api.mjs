// Writes the reference of all public names to docs/api, one page an entry, from the sources and their docstrings.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { codeEntries, libraries } from "../scripts/workspaces.mjs";

const out = fileURLToPath(new URL("api", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

const entries = libraries.flatMap((library) =>
  codeEntries(library).map(({ specifier, conditions }) => ({
    specifier,
    file: `packages/${library.folder}/${conditions["gigamine-source"].slice(2)}`,
  })),
);

export async function writeApi() {
  rmSync(out, { recursive: true, force: true });
  const app = await Application.bootstrapWithPlugins({
    entryPoints: entries.map(({ file }) => root + file),
    entryPointStrategy: "resolve",
    tsconfig: `${root}tsconfig.json`,
    basePath: root,
    alwaysCreateEntryPointModule: true,
    plugin: ["typedoc-plugin-markdown"],
    out,
    name: "API",
    readme: "none",
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    skipErrorChecking: true,
    logLevel: "Warn",
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    // Options of the Markdown plugin.
    router: "module",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    entryFileName: "index",
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeAliasPropertiesFormat: "table",
    enumMembersFormat: "table",
    indexFormat: "table",
    tableColumnSettings: { hideSources: true, hideModifiers: true },
    groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables", "*"],
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc: the sources could not be read");
  for (const module of project.children) {
    module.name = entries.find(({ file }) => file.replace(/(\/index)?\.ts$/, "") === module.name).specifier;
  }
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("typedoc: see the complaints above");
}
