import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router-dom'

import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { explain } from '../../lib/problem'
import { openDemo } from '../../lib/session'

type DemoLoginProps = {
  /** Page to open afterwards, on a page that signing in does not leave. */
  readonly to?: string
}

/** Opens a private demo account with a history. */
export const DemoLogin = ({ to }: DemoLoginProps) => {
  const navigate = useNavigate()
  const demo = useMutation({
    mutationFn: openDemo,
    onSuccess: () => {
      if (to !== undefined) void navigate(to)
    },
  })
  return (
    <>
      <Button look="secondary" busy={demo.isPending} onClick={() => demo.mutate()}>
        {demo.isPending ? 'Opening your demo …' : 'Try a demo account'}
      </Button>
      {demo.error === null ? null : <Notice tone="error">{explain(demo.error)}</Notice>}
    </>
  )
}
