package com.orchestrator.launcher;

/** The command line says something we do not understand. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }
}
