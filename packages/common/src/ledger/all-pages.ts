const PAGE = 500

/** Every item of a list, read a page at a time as they are asked for. */
export async function* allPages<Item, Position>(
  read: (
    limit: number,
    from: Position | undefined,
  ) => Promise<{ items: readonly Item[]; next: Position | undefined }>,
): AsyncGenerator<Item> {
  let from: Position | undefined
  do {
    const page = await read(PAGE, from)
    yield* page.items
    from = page.next
  } while (from !== undefined)
}
