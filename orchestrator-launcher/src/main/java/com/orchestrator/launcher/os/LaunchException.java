package com.orchestrator.launcher.os;

/** Something cannot be started or stopped; the message is one sentence for the person at the terminal. */
public final class LaunchException extends RuntimeException {

    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
