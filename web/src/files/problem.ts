/** What is wrong with a file that somebody brought: a word that `term('file', word)` puts into a sentence. */
import type { Key } from '../i18n/zh';

type WordOf<K> = K extends `file_${infer Word}` ? Word : never;
export type FileWord = WordOf<Key>;

export class FileProblem extends Error {
  constructor(
    readonly word: FileWord,
    readonly detail = '',
  ) {
    super(`${word} ${detail}`);
    this.name = 'FileProblem';
  }
}
