const keys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line-${index}`)

export const Skeleton = ({ lines }: { readonly lines: number }) => (
  <div role="status" className="grid gap-3 p-4">
    <span className="sr-only">Loading</span>
    {keys(lines).map((key) => (
      <div key={key} className="h-5 rounded bg-raised motion-safe:animate-pulse" />
    ))}
  </div>
)

/** Where a page is to come: as high as the screen, so that what is below it does not move when it does. */
export const PageSkeleton = () => (
  <div className="min-h-dvh">
    <Skeleton lines={8} />
  </div>
)
