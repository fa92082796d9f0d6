package com.orchestrator.api.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what runs carry is sealed in the database, and with which keys of the ring.
 *
 * @param sealing whether what starts on the server that answers is sealed
 * @param primary id of the key that wraps data keys there; null when nothing is sealed
 * @param keys keys of the ring that have ever wrapped anything in this database, by id
 * @param erased runs and jobs whose data key is destroyed, and that are there still
 */
public record EncryptionStatus(boolean sealing, @Nullable String primary, List<Key> keys, long erased) {

    public EncryptionStatus {
        keys = List.copyOf(keys);
    }

    /**
     * A key of the ring; its bytes are in no answer.
     *
     * @param keyId its name in the ring
     * @param firstUsedAt when a server first began to wrap with it
     * @param dataKeys runs, jobs and others whose data key is wrapped with it now: as long as there are any, it is needed
     */
    public record Key(String keyId, Instant firstUsedAt, long dataKeys) {}
}
