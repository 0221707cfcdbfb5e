import { useMutation } from '@tanstack/react-query'

import { Button } from '../components/ui/button'
import { Notice } from '../components/ui/notice'
import { finishLogOut } from '../lib/session'
import { useUnheardLogOut } from '../lib/unheard-log-out'
import { useSession } from '../lib/use-session'

/** Shown while a log-out has ended the session on this page alone. */
export const LogOutNotice = () => {
  const session = useSession()
  const isUnheard = useUnheardLogOut()
  const trying = useMutation({ mutationFn: finishLogOut })
  if (!isUnheard || session.state !== 'signed-out') return null
  return (
    <div className="mx-auto w-full page-width px-4 pt-4">
      <Notice tone="error">
        <p>
          The server could not be reached: you are not signed out on the server yet. Leave this page
          open, and you will be as soon as the server answers. If others use this computer, do not
          leave it before, or delete what the browser has stored of this site.
        </p>
        <p className="mt-2">
          <Button look="quiet" busy={trying.isPending} onClick={() => trying.mutate()}>
            {trying.isPending ? 'Trying …' : 'Try again'}
          </Button>
        </p>
      </Notice>
    </div>
  )
}
