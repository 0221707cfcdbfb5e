import { useState } from 'react'

import { Button } from './button'

/** Puts a text on the clipboard. Not there where the browser has none, as over plain HTTP. */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const [copied, setCopied] = useState(false)
  if (!('clipboard' in navigator)) return null
  return (
    <Button
      look="secondary"
      small
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <span role="status">{copied ? 'Copied' : `Copy ${what}`}</span>
    </Button>
  )
}
