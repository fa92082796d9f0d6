package com.orchestrator.engine.seal;

/**
 * A key ring that is not in the settings, such as that of a key management service. Found by {@link java.util.ServiceLoader} on the class
 * path of the server, and taken when {@code orchestrator.encryption.provider} has its name.
 */
public interface KeyRingProvider {

    /** By which the settings name it. */
    String name();

    /**
     * Opens the ring, once for each server.
     *
     * @throws IllegalArgumentException when it cannot be used as it is set up; the message says what to change
     */
    KeyRing open();
}
