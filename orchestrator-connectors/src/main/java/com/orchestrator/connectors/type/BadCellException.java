package com.orchestrator.connectors.type;

/** A text that is no value of its column's type. Without a stack trace, since a file can have millions. */
public final class BadCellException extends Exception {

    public BadCellException(String message) {
        super(message, null, false, false);
    }
}
