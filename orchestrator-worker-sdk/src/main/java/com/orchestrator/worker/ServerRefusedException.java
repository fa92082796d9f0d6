package com.orchestrator.worker;

/**
 * A worker was not started, because the server does not take its credential, or because what answers at the address is not an
 * orchestrator. The message names the address and what to change.
 */
public final class ServerRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
