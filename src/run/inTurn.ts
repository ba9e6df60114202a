/** One thing at a time: what is asked for meanwhile begins once all before it have ended, however they ended. */
export type InTurn = <Value>(act: () => Promise<Value>) => Promise<Value>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
}
