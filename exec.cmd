@rem npm scripts that begin with exec replace their shell, so that a signal to npm reaches them; Windows has no exec.
@%*
