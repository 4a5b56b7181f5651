// The valid tokens: read again when their file changes, kept when the new content is wrong.
import type { Logger } from '../log/logger';
import { watchFiles, type Watching } from '../config/watch-files';
import type { Token } from '../config/bearer-token';
import { readTokensFile, TokensFault } from '../config/tokens-file';

export class WatchedTokens {
  private tokens: readonly Token[];
  private readonly watching: Watching;

  /** @throws TokensFault when the file cannot be used at the start */
  constructor(
    private readonly path: string,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
    /** Called with the tokens that are valid from now on. */
    private readonly changed: (tokens: readonly Token[]) => void = () => undefined,
  ) {
    // Watched before it is read, so that no change is missed in between.
    this.watching = watchFiles([path], () => this.reload());
    this.tokens = readTokensFile(path);
  }

  get all(): readonly Token[] {
    return this.tokens;
  }

  close(): void {
    this.watching.close();
  }

  private reload(): void {
    try {
      this.tokens = readTokensFile(this.path);
      this.log.info('tokens-reloaded', { tokens: this.tokens.length });
      this.changed(this.tokens);
    } catch (error) {
      if (!(error instanceof TokensFault)) throw error;
      this.log.warn('tokens-not-reloaded', {
        message: `--tokens-file: ${error.message}. The tokens from before stay in force.`,
      });
    }
  }
}
