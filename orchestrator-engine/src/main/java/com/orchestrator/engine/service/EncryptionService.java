package com.orchestrator.engine.service;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.EncryptionStatus;
import com.orchestrator.api.fleet.RewrappedKeys;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of the ring, as far as anything in the database needs them. Refusals are {@link OrchestratorException}s. */
public interface EncryptionService {

    /** Of a store that seals nothing. */
    EncryptionService NONE = new EncryptionService() {
        @Override
        public EncryptionStatus status() {
            return new EncryptionStatus(false, null, List.of(), 0);
        }

        @Override
        public RewrappedKeys rewrap(@Nullable UUID after) {
            throw off();
        }

        @Override
        public void retire(String keyId) {
            throw unknown(keyId);
        }
    };

    EncryptionStatus status();

    /**
     * Wraps a piece of the data keys anew with the primary key; what they have sealed stays as it is. Whoever goes on until there is no
     * next piece has met all; the same again finds nothing to do.
     *
     * @param after where the piece begins; null for the first
     */
    RewrappedKeys rewrap(@Nullable UUID after);

    /** Forgets a key of the ring, so that servers start without it. Refused while anything is wrapped with it. */
    void retire(String keyId);

    /** Why a server without keys wraps nothing anew. */
    static OrchestratorException off() {
        return new OrchestratorException(
                ErrorCode.ILLEGAL_STATE, "This server seals nothing: orchestrator.encryption.keys names no key");
    }

    static OrchestratorException unknown(String keyId) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "No key '" + keyId + "' was ever used here");
    }
}
