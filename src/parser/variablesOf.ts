/** The `@variables` of a file, in the order of their lines. */
import { blocksIn } from './blocks.ts';
import type { HttpFile, VariableDefinition } from './httpFile.ts';

/** A definition and where its block stands: add these to turn its spans and line into the file's. */
export type PlacedVariable = {
  readonly variable: VariableDefinition;
  readonly offset: number;
  readonly blockLine: number;
};

/** Chunks without any are passed over: the time grows with the variables, not with the file. */
export function variablesOf(file: HttpFile): readonly PlacedVariable[] {
  return file.chunks
    .filter(({ chunk }) => chunk.hasVariables)
    .flatMap(blocksIn)
    .flatMap(({ offset, line, block }) =>
      block.variables.map((variable) => ({ variable, offset, blockLine: line })),
    );
}
