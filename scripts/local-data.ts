import { join, relative } from 'node:path'

import { openDataFolder } from '@cnop/local-stack/data-folder'

import { ROOT } from './repository.ts'

/** Data and logs of `npm start`. */
export const DATA = join(ROOT, '.data')

/** Opens the folder of the data; data that this version cannot read is moved aside, and the terminal says where to. */
export const openLocalData = (): string => {
  const aside = openDataFolder(DATA)
  if (aside !== undefined)
    console.log(
      `The data in .data was stored by another version, which this one cannot read. It is now in ${relative(ROOT, aside)}, and .data starts empty.`,
    )
  return DATA
}
