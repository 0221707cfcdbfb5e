const keys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line-${index}`)

export const Skeleton = ({ lines }: { readonly lines: number }) => (
  <div role="status" data-skeleton className="grid gap-3 p-4">
    <span className="sr-only">Loading</span>
    {keys(lines).map((key) => (
      <div key={key} className="h-5 rounded bg-raised motion-safe:animate-pulse" />
    ))}
  </div>
)

/** Where a page is to come. */
export const PageSkeleton = () => <Skeleton lines={8} />
