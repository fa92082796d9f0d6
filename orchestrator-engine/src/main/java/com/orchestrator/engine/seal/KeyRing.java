package com.orchestrator.engine.seal;

/**
 * Keys that wrap data keys. Only wrapped data keys are stored, so a database without the ring, or a dump of it, says nothing of what
 * they have sealed. Called by many threads, rarely: once for a run that starts, and once for each that a server meets for the first time.
 */
public interface KeyRing {

    /** The id of the key that wraps now; it has to be found again by {@link #unwrap} for as long as anything is wrapped with it. */
    String primary();

    /** Whether it has a key of this id. */
    boolean has(String keyId);

    /**
     * Wraps a data key with the primary key.
     *
     * @param dataKey 32 bytes; not kept
     * @return what only {@link #unwrap} makes a data key of again; 1,000 bytes at most
     */
    byte[] wrap(byte[] dataKey);

    /**
     * Opens what was wrapped.
     *
     * @param keyId what {@link #primary} was then
     * @return the data key
     * @throws MissingKey when the ring has no key of this id
     * @throws BrokenSeal when it was not wrapped by this key, or was changed
     */
    byte[] unwrap(String keyId, byte[] wrapped);
}
