import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Number of the shapes in which data is stored; raise it with every change that older data does not survive. */
export const DATA_SCHEMA = 2

const OWNER_ONLY = 0o600
const OWNER_ONLY_FOLDER = 0o700

/**
 * Opens the folder of a local stack, for its owner alone. Until the first release there is no migration: a folder with
 * data of another schema is moved aside.
 * @returns where the other data is now; `undefined` if there was none.
 */
export const openDataFolder = (folder: string): string | undefined => {
  const aside = hasOtherSchema(folder) ? freeName(folder) : undefined
  if (aside !== undefined) renameSync(folder, aside)
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
  chmodSync(folder, OWNER_ONLY_FOLDER)
  writeFileSync(schemaFile(folder), `${DATA_SCHEMA}\n`, { mode: OWNER_ONLY })
  return aside
}

/** Returns true if a folder holds data that this version cannot read. */
export const hasOtherSchema = (folder: string): boolean =>
  ENGINE_FILES.some((name) => existsSync(join(folder, name))) &&
  schemaOf(folder) !== String(DATA_SCHEMA)

const ENGINE_FILES = ['dynamodb.sqlite', 'dynamodb-local']

const schemaFile = (folder: string): string => join(folder, 'schema')

const schemaOf = (folder: string): string | undefined => {
  try {
    return readFileSync(schemaFile(folder), 'utf8').trim()
  } catch {
    return undefined
  }
}

const freeName = (folder: string): string => {
  for (let nth = 1; ; nth += 1) {
    const name = `${folder}-schema-${schemaOf(folder) ?? 1}-${nth}`
    if (!existsSync(name)) return name
  }
}
