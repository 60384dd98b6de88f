import { isDeepStrictEqual } from "node:util";
import { KubeConfig, type RequestContext } from "@kubernetes/client-node";

type Options = ReturnType<KubeConfig["createDispatcherOptions"]>;
type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

/** What the API server itself gives a request (`--request-timeout`), and a little: who is silent longer hangs. ms */
const headersTimeout = 65_000;

/**
 * By HTTP/2 all would share one connection, and where that is dead each new try would be too; so, one that is given up ends its own.
 * https://github.com/kubernetes/client-go/issues/374
 */
const byItself = { allowH2: false };

/** A container's log that is followed says nothing, no header either, until the container does. */
function limitsOf({ path }: { path: string }): { headersTimeout?: number } {
  return /\/log(\?|$)/.test(path) ? {} : { headersTimeout };
}

/**
 * A kubeconfig whose requests go over connections that are there already. The client library makes an agent for each request, and
 * with it a connection and its handshake: most of a short request's time, and half a megabyte of memory.
 */
export class ConnectedKubeConfig extends KubeConfig {
  #wanted: Options | undefined;
  #kept: { of: Options | undefined; dispatcher: Dispatcher } | undefined;

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    const set = context.setDispatcher.bind(context);
    // Set at once after its options were asked for, with nothing between the two.
    context.setDispatcher = (fresh) => {
      set(this.#again(fresh));
    };
    await super.applySecurityAuthentication(context);
    context.setDispatcher = set;
  }

  override createDispatcherOptions(...args: Parameters<KubeConfig["createDispatcherOptions"]>): Options {
    const options = super.createDispatcherOptions(...args);
    // For a server whose certificate is publicly trusted, and a token, the library leaves it to what all of Node shares.
    return (this.#wanted = options.type === "none" ? { type: "agent", connect: { keepAlive: true } } : options);
  }

  /** The same as before, as long as address, certificates and proxy are: these may be renewed while a program runs. */
  #again(fresh: Dispatcher): Dispatcher {
    if (this.#kept !== undefined && isDeepStrictEqual(this.#kept.of, this.#wanted)) return this.#kept.dispatcher;
    const dispatcher = fresh.compose(
      (dispatch) => (options, handler) => dispatch({ ...options, ...limitsOf(options), ...byItself }, handler),
    );
    this.#kept = { of: this.#wanted, dispatcher };
    return dispatcher;
  }
}
