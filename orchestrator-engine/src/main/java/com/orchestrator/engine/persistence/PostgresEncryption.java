package com.orchestrator.engine.persistence;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.EncryptionStatus;
import com.orchestrator.api.fleet.EncryptionStatus.Key;
import com.orchestrator.api.fleet.RewrappedKeys;
import com.orchestrator.engine.persistence.sql.DataKeyRows;
import com.orchestrator.engine.persistence.sql.DataKeyRows.Row;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.service.EncryptionService;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of the ring by what is wrapped with them: a data key that is wrapped anew seals and opens what it always did. */
final class PostgresEncryption implements EncryptionService {

    private static final int PIECE = 5_000;

    private final JdbcAccess jdbc;
    private final @Nullable KeyRing ring;

    PostgresEncryption(JdbcAccess jdbc, @Nullable KeyRing ring) {
        this.jdbc = jdbc;
        this.ring = ring;
    }

    @Override
    public EncryptionStatus status() {
        return jdbc.transaction(connection -> {
            List<Key> keys = DataKeyRows.uses(connection);
            return new EncryptionStatus(
                    ring != null, ring == null ? null : ring.primary(), keys, DataKeyRows.countErased(connection));
        });
    }

    @Override
    public RewrappedKeys rewrap(@Nullable UUID after) {
        KeyRing keys = ring;
        if (keys == null) {
            throw EncryptionService.off();
        }
        UUID from = after == null ? new UUID(0, 0) : after;
        try {
            return jdbc.transaction(connection -> {
                List<Row> piece = DataKeyRows.after(connection, from, PIECE);
                List<Row> old = piece.stream()
                        .filter(row -> row.wrapped() != null && !row.keyId().equals(keys.primary()))
                        .toList();
                int rewrapped = old.isEmpty()
                        ? 0
                        : DataKeyRows.rewrap(
                                connection,
                                old.stream().map(row -> anew(keys, row)).toList());
                return new RewrappedKeys(
                        rewrapped,
                        piece.size() < PIECE
                                ? null
                                : piece.get(piece.size() - 1).instanceId());
            });
        } catch (MissingKey missing) {
            throw missing.refusal();
        }
    }

    private static Row anew(KeyRing keys, Row row) {
        byte[] wrapped = row.wrapped();
        return wrapped == null
                ? row
                : new Row(row.instanceId(), keys.primary(), keys.wrap(keys.unwrap(row.keyId(), wrapped)));
    }

    @Override
    public void retire(String keyId) {
        if (ring != null && ring.primary().equals(keyId)) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to retire a key that wraps no more, but '" + keyId
                            + "' is the first one of orchestrator.encryption.keys");
        }
        jdbc.transaction(connection -> {
            requireUnneeded(keyId, DataKeyRows.uses(connection));
            DataKeyRows.retire(connection, keyId);
            return true;
        });
    }

    private static void requireUnneeded(String keyId, List<Key> uses) {
        long needed = uses.stream()
                .filter(key -> key.keyId().equals(keyId))
                .findFirst()
                .orElseThrow(() -> EncryptionService.unknown(keyId))
                .dataKeys();
        if (needed > 0) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to retire a key that nothing needs, but " + needed + " data keys are wrapped with '"
                            + keyId + "'; wrap them anew first");
        }
    }
}
