package com.orchestrator.worker.effects;

/** Somebody else has recorded something under this key. Ends the transaction: databases differ in whether it is broken. */
final class KeyTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyTakenException(String key) {
        super(key, null, false, false);
    }
}
